"""Legal deadlines: brought, verified, replaced by an office, taken out; and who may."""

from __future__ import annotations

from uuid import uuid4

import pytest
from sqlalchemy import select

from service.access.entries import EntryRefused
from service.access.refusals import OnlyCalendarKeepers
from service.commands.add_legal_deadline import add_legal_deadline
from service.commands.replace_legal_deadline import replace_legal_deadline
from service.commands.seed_legal_deadlines import seed_legal_deadlines
from service.commands.verify_legal_deadline import verify_legal_deadline
from service.commands.withdraw_legal_deadline import withdraw_legal_deadline
from service.errors import NotFound
from service.queries.legal_deadlines import deadlines_view
from service.running import legal_deadlines as entries
from service.store.database import read
from service.store.history import Stream
from service.store.idempotency import request_key
from service.store.tables import history_event, private_text
from service.store.verify import verify_stream
from service.working_time.legal import KNOWN
from tests.people import NOON, first_pemda, other_pemda

REVIEW = entries.NewDeadline("Reviu LKj oleh APIP", "LAKIP", 1, 2, 15, "PermenPANRB 53/2014")
OWN = entries.Replacement(1, 1, 20, "Perbup 5/2026", "Bupati meminta lebih awal")
FOUND = entries.Verification("Perpres 29/2014", "Pasal 19")
GONE = entries.Reason("Peraturan dicabut")


@pytest.fixture
def pemda(session):
    return first_pemda(session)


@pytest.fixture
def head(pemda):
    return pemda.head("Dinas")


def there(pemda):
    return deadlines_view(pemda.session, pemda.administrator).deadlines


def lakip(pemda):
    return next(it for it in there(pemda) if it.name.startswith("LKjIP") and it.office_id is None)


def assert_whole(pemda):
    with read(pemda.session) as connection:
        verdict = verify_stream(connection, Stream(pemda.id, pemda.id, "structure"))
    assert verdict.fault is None


def replaced(pemda, by, **more):
    asked = {"deadline_id": lakip(pemda).id, "office_id": pemda.offices.get("Dinas")} | more
    return replace_legal_deadline(pemda.session, by, replacement=OWN, now=NOON, **asked)


def test_a_new_pemda_begins_with_what_alur_knows_and_nobody_verified(pemda):
    assert {(it.sop, it.name) for it in there(pemda)} == {(it.sop, it.name) for it in KNOWN}
    assert not any(it.verified for it in there(pemda))
    assert_whole(pemda)


def test_every_change_is_told_by_the_history(pemda, head):
    session, admin = pemda.session, pemda.administrator
    made = add_legal_deadline(session, admin, deadline=REVIEW, now=NOON)
    own = replaced(pemda, head)
    verify_legal_deadline(
        session, admin, deadline_id=lakip(pemda).id, verification=FOUND, now=NOON
    )
    verify_legal_deadline(session, head, deadline_id=own.id, verification=FOUND, now=NOON)
    withdraw_legal_deadline(session, admin, deadline_id=made.id, reason=GONE, now=NOON)

    view = deadlines_view(session, admin)
    assert lakip(pemda).verified
    assert lakip(pemda).article == "Pasal 19"
    assert view.verified[own.id].name == "Pemegang Kepala Dinas"
    assert made.id not in {it.id for it in view.deadlines}
    assert_whole(pemda)


def test_why_somebody_changed_a_deadline_stands_beside_the_chain_and_not_in_it(pemda, head):
    own = replaced(pemda, head)
    assert next(it.reason for it in there(pemda) if it.id == own.id) == OWN.reason
    withdraw_legal_deadline(pemda.session, head, deadline_id=own.id, reason=GONE, now=NOON)

    with read(pemda.session) as connection:
        told = connection.execute(
            select(history_event.c.payload).where(history_event.c.pemda_id == pemda.id)
        ).scalars()
        texts = connection.execute(
            select(private_text.c.text).where(private_text.c.pemda_id == pemda.id)
        ).scalars()
        payloads, beside = "".join(told), set(texts)
    assert OWN.reason not in payloads
    assert GONE.reason not in payloads
    assert {OWN.reason, GONE.reason} <= beside
    assert_whole(pemda)


def test_what_is_missing_of_the_known_ones_is_brought_once(pemda):
    session, admin = pemda.session, pemda.administrator
    withdraw_legal_deadline(session, admin, deadline_id=lakip(pemda).id, reason=GONE, now=NOON)

    assert seed_legal_deadlines(session, admin, now=NOON) == 1
    with pytest.raises(entries.NothingKnown):
        seed_legal_deadlines(session, admin, now=NOON)


def test_the_same_request_twice_adds_once(pemda):
    key = request_key("kunci-1", "/batas-hukum/baru", b"body")
    made = {
        add_legal_deadline(
            pemda.session, pemda.administrator, deadline=REVIEW, now=NOON, request=key
        ).id
        for _ in range(2)
    }

    assert len(made) == 1


def test_only_the_administrator_changes_what_is_the_pemdas(pemda, head):
    session, one = pemda.session, lakip(pemda).id

    for act in (
        lambda: add_legal_deadline(session, head, deadline=REVIEW, now=NOON),
        lambda: seed_legal_deadlines(session, head, now=NOON),
        lambda: verify_legal_deadline(
            session, head, deadline_id=one, verification=FOUND, now=NOON
        ),
        lambda: withdraw_legal_deadline(session, head, deadline_id=one, reason=GONE, now=NOON),
    ):
        with pytest.raises(OnlyCalendarKeepers):
            act()


def test_the_head_gives_the_own_office_another_day_and_no_other_office(pemda, head):
    stranger = pemda.head("Dinas Lain")

    with pytest.raises(OnlyCalendarKeepers):
        replaced(pemda, stranger)
    own = replaced(pemda, head)
    with pytest.raises(entries.DeadlineWasReplaced):
        replaced(pemda, head)
    with pytest.raises(OnlyCalendarKeepers):
        withdraw_legal_deadline(pemda.session, stranger, deadline_id=own.id, reason=GONE, now=NOON)
    # A day of an office stands for one of the pemda, not for another office's.
    with pytest.raises(NotFound):
        replaced(pemda, head, deadline_id=own.id)


def test_what_an_office_replaces_stays_until_that_is_gone(pemda, head):
    replaced(pemda, head)

    with pytest.raises(entries.DeadlineStillReplaced):
        withdraw_legal_deadline(
            pemda.session,
            pemda.administrator,
            deadline_id=lakip(pemda).id,
            reason=GONE,
            now=NOON,
        )


def test_a_deadline_is_verified_once(pemda):
    asked = {"deadline_id": lakip(pemda).id, "verification": FOUND, "now": NOON}
    verify_legal_deadline(pemda.session, pemda.administrator, **asked)

    with pytest.raises(entries.DeadlineWasVerified):
        verify_legal_deadline(pemda.session, pemda.administrator, **asked)


def test_another_pemda_is_not_there(pemda):
    other = other_pemda(pemda.session)

    for deadline_id in (lakip(other).id, uuid4()):
        with pytest.raises(NotFound):
            withdraw_legal_deadline(
                pemda.session,
                pemda.administrator,
                deadline_id=deadline_id,
                reason=GONE,
                now=NOON,
            )
    with pytest.raises(NotFound):
        replaced(pemda, pemda.administrator, office_id=other.office("Dinas Asing"))


@pytest.mark.parametrize(
    ("entry", "field_name"),
    [
        (entries.NewDeadline("", "lakip", 1, 2, 28, "Perpres"), "name"),
        (entries.NewDeadline("x", "", 1, 2, 28, "Perpres"), "sop"),
        (entries.NewDeadline("x", "lakip", 9, 2, 28, "Perpres"), "years_after"),
        (entries.NewDeadline("x", "lakip", 1, 13, 1, "Perpres"), "day"),
        (entries.NewDeadline("x", "lakip", 1, 2, 30, "Perpres"), "day"),
        (entries.NewDeadline("x", "lakip", 1, 2, 28, ""), "legal_basis"),
        (entries.Replacement(1, 2, 28, "Perbup", ""), "reason"),
        (entries.Verification("Perpres", ""), "article"),
        (entries.Reason(""), "reason"),
    ],
)
def test_an_entry_that_breaks_a_rule_names_its_field(entry, field_name):
    assert [it.field_name for it in entry.problems()] == [field_name]


def test_nothing_is_stored_of_a_bad_entry(pemda):
    before = there(pemda)

    with pytest.raises(EntryRefused):
        add_legal_deadline(
            pemda.session,
            pemda.administrator,
            deadline=entries.NewDeadline("", "lakip", 1, 2, 28, "Perpres"),
            now=NOON,
        )
    assert there(pemda) == before
