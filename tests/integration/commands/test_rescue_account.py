from __future__ import annotations

import pytest

from service.commands.deactivate_person import deactivate_person
from service.commands.rescue_account import rescue_account
from service.commands.set_password import set_password
from service.errors import NotFound
from service.queries.accounts import accounts
from service.store.database import read
from service.store.history import events_of
from service.store.structure import structure_stream
from tests.people import CHEAP, NOON, PASSWORD


def test_a_slip_from_the_machine_opens_the_account_of_its_owner(pemda):
    pemda.hire("Dinas Koperasi", "Sekretaris", login="sekretaris", role="sekretaris")

    slip = rescue_account(pemda.session, login_name="sekretaris", now=NOON)
    set_password(
        pemda.session,
        login_name="sekretaris",
        slip=slip.code,
        password=PASSWORD,
        address="127.0.0.1",
        now=NOON,
        passwords=CHEAP,
    )

    line = next(it for it in accounts(pemda.session, NOON.date()) if it.login == "sekretaris")
    assert (line.jabatan, line.active, line.usable) == (("Sekretaris",), True, True)


def test_the_history_says_that_nobody_of_the_pemda_issued_the_slip(pemda):
    pemda.hire("Dinas Koperasi", "Sekretaris", login="sekretaris", role="sekretaris")

    rescue_account(pemda.session, login_name="sekretaris", now=NOON)

    with read(pemda.session) as connection:
        last = list(events_of(connection, structure_stream(pemda.id)))[-1]
    assert (last["kind"], last["actor_id"], last["jabatan"]) == ("SlipIssued", None, None)


def test_no_slip_is_made_for_a_login_name_that_nobody_has(pemda):
    with pytest.raises(NotFound):
        rescue_account(pemda.session, login_name="tidak-ada", now=NOON)


def test_no_slip_is_made_for_a_person_who_was_deactivated(pemda):
    who = pemda.hire("Dinas Koperasi", "Sekretaris", login="sekretaris", role="sekretaris")
    deactivate_person(pemda.session, pemda.administrator, person_id=who.person_id, now=NOON)

    with pytest.raises(NotFound):
        rescue_account(pemda.session, login_name="sekretaris", now=NOON)
