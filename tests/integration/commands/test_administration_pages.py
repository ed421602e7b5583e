from datetime import date, timedelta

import pytest

from service.access.entries import NewAssignment, NewPerson
from service.access.refusals import OnlyAdministrators
from service.commands.add_person import add_person
from service.commands.adopt_sop import adopt_sop
from service.commands.deactivate_person import deactivate_person
from service.commands.grant_audit import grant_audit
from service.commands.issue_api_token import issue_api_token
from service.commands.issue_slip import issue_slip
from service.errors import NotFound
from service.queries.assignments import assignments_of, auditors
from service.queries.catalogue import catalogue_for
from service.queries.paging import CAP
from service.queries.people import own_tokens, people_of, person_view
from tests import sops
from tests.invented import NIP
from tests.people import NOON, SINCE, later

pytestmark = pytest.mark.slow

TODAY = date(2026, 11, 23)


# ---------------------------------------------------------------- people


def test_people_are_found_by_name_nip_and_login_name(pemda):
    entry = NewPerson("Pegawai Tertentu", NIP, login="tertentu")
    who = add_person(pemda.session, pemda.administrator, person=entry, now=NOON).id
    pemda.person("Orang Lain")

    for search in ("tertentu", "TERTENTU", "20100110", "Pegawai T"):
        found = people_of(pemda.session, pemda.administrator, search=search)
        assert [line.person_id for line in found.items] == [who]
    assert people_of(pemda.session, pemda.administrator, search="%").items == ()
    assert people_of(pemda.session, pemda.administrator).total == 3


def test_a_list_is_never_longer_than_its_cap(pemda):
    rows = [
        ("Dinas", "dinas", "Bidang", "Staf", "", f"pegawai.{number}") for number in range(CAP + 5)
    ]
    pemda.staff(*rows)

    first = people_of(pemda.session, pemda.administrator)
    second = people_of(pemda.session, pemda.administrator, page=2)
    assert (len(first.items), first.total, first.pages) == (CAP, CAP + 6, 2)
    assert len(second.items) == 6


def test_an_administrator_sees_a_person_with_every_holding_and_how_they_log_in(pemda):
    who = pemda.hire("Dinas", "Kabid", login="kabid", role="bidang")
    pemda.hold(who.person_id, pemda.position("Dinas", "Staf"), date(2025, 1, 1), SINCE)
    sure = pemda.caller(pemda.administrator_id, confirmed_at=NOON)
    slip = issue_slip(pemda.session, sure, person_id=who.person_id, now=NOON)

    view = person_view(pemda.session, pemda.administrator, who.person_id)
    assert (view.name, view.login, view.active, view.has_password, view.slip_expires_at) == (
        "Pemegang Kabid",
        "kabid",
        True,
        False,
        slip.expires_at,
    )
    assert [(line.title, line.from_date, line.to_date) for line in view.holdings] == [
        ("Kabid", SINCE, None),
        ("Staf", date(2025, 1, 1), SINCE),
    ]


def test_a_deactivated_person_stays_in_the_list(pemda):
    who = pemda.person("Pegawai", "pegawai")
    deactivate_person(pemda.session, pemda.administrator, person_id=who, now=NOON)

    assert not person_view(pemda.session, pemda.administrator, who).active


def test_people_are_for_administrators_of_their_pemda_only(pemda, stranger):
    who = pemda.person("Pegawai", "pegawai")

    for caller in (pemda.head("Dinas"), pemda.analyst()):
        with pytest.raises(OnlyAdministrators):
            people_of(pemda.session, caller)
        with pytest.raises(OnlyAdministrators):
            person_view(pemda.session, caller, who)
    with pytest.raises(NotFound):
        person_view(pemda.session, stranger.administrator, who)
    assert people_of(pemda.session, stranger.administrator).total == 1


def test_a_person_sees_the_own_tokens_while_they_are_good(pemda):
    confirmed = pemda.caller(pemda.administrator_id, confirmed_at=NOON)
    issue_api_token(
        pemda.session,
        confirmed,
        holding_id=confirmed.holders[0].holding_id,
        label="Program",
        lasts=timedelta(days=1),
        now=NOON,
    )

    (token,) = own_tokens(pemda.session, confirmed, now=NOON)
    assert (token.label, token.title) == ("Program", "Pengelola Aplikasi")
    assert own_tokens(pemda.session, confirmed, now=later(days=1)) == ()
    assert own_tokens(pemda.session, pemda.head("Dinas"), now=NOON) == ()


# ---------------------------------------------------------------- surat tugas


def test_letters_are_seen_by_the_leadership_and_each_by_its_auditor(pemda, stranger):
    pemda.office("Inspektorat", "inspektorat")
    inspektur = pemda.head("Inspektorat")
    first = pemda.hire("Inspektorat", "Auditor Satu", duty="auditor")
    second = pemda.hire("Inspektorat", "Auditor Dua", duty="auditor")
    for auditor in (first, second):
        letter = NewAssignment(
            auditor.person_id, "700/1", TODAY, TODAY, TODAY, pemda.office("Dinas")
        )
        grant_audit(pemda.session, inspektur, assignment=letter, now=NOON)

    assert assignments_of(pemda.session, inspektur).total == 2
    (own,) = assignments_of(pemda.session, first).items
    assert (own.person_name, own.office_name, own.sop_title) == (
        "Pemegang Auditor Satu",
        "Dinas",
        None,
    )
    choices = auditors(pemda.session, inspektur, today=TODAY)
    assert [choice.title for choice in choices] == ["Auditor Satu", "Auditor Dua"]
    for outsider in (pemda.administrator, pemda.head("Dinas"), stranger.administrator):
        with pytest.raises(NotFound):
            assignments_of(pemda.session, outsider)
        with pytest.raises(NotFound):
            auditors(pemda.session, outsider, today=TODAY)
    with pytest.raises(NotFound):
        auditors(pemda.session, first, today=TODAY)


# ---------------------------------------------------------------- the catalogue


def test_an_author_sees_which_offices_use_a_sop_and_where_it_has_changed(pemda, tmp_path):
    catalogue = sops.catalogue(tmp_path, {"uji": sops.diagram()}, {"uji": sops.form()})
    analyst, head = pemda.analyst(), pemda.head("Dinas")
    office_id = pemda.office("Dinas")

    def uses(who, now=catalogue):
        (line,) = catalogue_for(pemda.session, who, catalogue=now)
        return {use.office_name: (use.sop_id, use.update_available) for use in line.offices}

    assert uses(head) == {"Dinas": (None, False)}
    made = adopt_sop(
        pemda.session, head, office_id=office_id, key="sop-uji", now=NOON, catalogue=catalogue
    )
    assert uses(head) == {"Dinas": (made.sop_id, False)}
    assert set(uses(analyst)) == {"Dinas", "Biro Organisasi", "Dinas Kominfo"}
    newer = sops.catalogue(tmp_path, {"uji": sops.diagram(name="Baru")}, {})
    assert uses(head, newer) == {"Dinas": (made.sop_id, True)}


def test_who_writes_no_sops_sees_no_catalogue(pemda, stranger, tmp_path):
    catalogue = sops.catalogue(tmp_path, {"uji": sops.diagram()}, {"uji": sops.form()})
    kabid = pemda.hire("Dinas", "Kabid", role="bidang")

    for who in (kabid, pemda.administrator, stranger.administrator):
        assert catalogue_for(pemda.session, who, catalogue=catalogue) == ()
