from datetime import date, timedelta
from uuid import uuid4

import orjson
import pytest

from service.access.entries import EntryRefused, NewAssignment
from service.access.refusals import NoAssignmentToOneself, OnlyInspectorate
from service.commands.adopt_sop import adopt_sop
from service.commands.grant_audit import NotAnAuditor, grant_audit
from service.commands.log_process_view import log_process_view
from service.commands.publish_trial import publish_trial
from service.commands.revoke_audit import revoke_audit
from service.commands.start_process import start_process
from service.errors import NotFound
from service.running.results import Moved
from service.store.database import read
from service.store.history import Stream, events_of
from service.store.idempotency import request_key
from service.store.verify import verify_stream
from tests import sops
from tests.people import NOON, later
from tests.racing import at_once

TODAY = date(2026, 11, 23)


@pytest.fixture
def inspektur(pemda):
    pemda.office("Inspektorat", "inspektorat")
    return pemda.head("Inspektorat")


@pytest.fixture
def auditor(pemda, inspektur):
    return pemda.hire("Inspektorat", "Auditor", duty="auditor")


def letter(person_id, **more):
    fields = {
        "person_id": person_id,
        "letter_number": "700/12/ST",
        "letter_date": TODAY,
        "from_date": TODAY,
        "to_date": TODAY + timedelta(days=10),
    }
    return NewAssignment(**(fields | more))


def grant(pemda, who, assignment, now=NOON):
    return grant_audit(pemda.session, who, assignment=assignment, now=now).id


def audit_events(pemda, assignment_id):
    with read(pemda.session) as connection:
        stream = Stream(pemda.id, assignment_id, "audit")
        assert verify_stream(connection, stream).fault is None
        return list(events_of(connection, stream))


def test_a_letter_gives_the_auditor_a_scope_from_its_first_to_its_last_day(
    pemda, inspektur, auditor
):
    office_id = pemda.office("Dinas")
    made = grant(
        pemda,
        inspektur,
        letter(auditor.person_id, office_id=office_id, from_date=TODAY + timedelta(days=1)),
    )

    assert pemda.caller(auditor.person_id).audits == ()
    (scope,) = pemda.caller(auditor.person_id, now=later(days=1)).audits
    assert (scope.assignment_id, scope.letter_number, scope.office_id, scope.sop_id) == (
        made,
        "700/12/ST",
        office_id,
        None,
    )
    assert pemda.caller(auditor.person_id, now=later(days=10)).audits
    assert pemda.caller(auditor.person_id, now=later(days=11)).audits == ()


def test_the_letter_begins_a_chain_of_its_own(pemda, inspektur, auditor):
    made = grant(pemda, inspektur, letter(auditor.person_id))

    (event,) = audit_events(pemda, made)
    assert (event["kind"], event["stream"], event["actor_id"]) == (
        "AuditGranted",
        "audit",
        inspektur.person_id,
    )


def test_a_revoked_letter_gives_nothing_any_more(pemda, inspektur, auditor):
    made = grant(pemda, inspektur, letter(auditor.person_id))
    for _ in range(2):
        revoke_audit(pemda.session, inspektur, assignment_id=made, now=NOON)

    assert pemda.caller(auditor.person_id).audits == ()
    assert [event["kind"] for event in audit_events(pemda, made)] == [
        "AuditGranted",
        "AuditRevoked",
    ]


def test_of_several_who_revoke_a_letter_at_once_one_does(pemda, database, inspektur, auditor):
    made = grant(pemda, inspektur, letter(auditor.person_id))

    def revoke(own):
        revoke_audit(own, inspektur, assignment_id=made, now=NOON)

    assert at_once(database, 4, revoke) == {None: 4}
    assert [event["kind"] for event in audit_events(pemda, made)] == [
        "AuditGranted",
        "AuditRevoked",
    ]


def test_a_letter_is_recorded_once_however_often_it_is_sent_at_once(
    pemda, database, inspektur, auditor
):
    key, entry = request_key("kunci-1", "/surat-tugas/baru", b"body"), letter(auditor.person_id)
    made = set()

    def record(own):
        made.add(grant_audit(own, inspektur, assignment=entry, now=NOON, request=key))

    assert at_once(database, 4, record) == {None: 4}
    assert len(made) == 1


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"letter_number": " "}, "letter_number"),
        ({"to_date": TODAY - timedelta(days=1)}, "to_date"),
        ({"letter_date": TODAY + timedelta(days=1)}, "from_date"),
        ({"to_date": TODAY + timedelta(days=366)}, "to_date"),
        ({"letter_date": date(1944, 12, 31)}, "letter_date"),
    ],
)
def test_a_letter_has_a_number_reaches_not_back_and_not_beyond_a_year(
    pemda, inspektur, auditor, more, field
):
    with pytest.raises(EntryRefused) as caught:
        grant(pemda, inspektur, letter(auditor.person_id, **more))
    assert [problem.field_name for problem in caught.value.problems] == [field]


def test_a_letter_for_a_whole_leap_year_is_recorded(pemda, inspektur, auditor):
    days = {"from_date": date(2028, 1, 1), "to_date": date(2028, 12, 31)}

    assert grant(pemda, inspektur, letter(auditor.person_id, **days))


def test_a_letter_is_for_an_auditor_of_this_pemda(pemda, stranger, inspektur):
    staff = pemda.hire("Inspektorat", "Pengadministrasi")

    with pytest.raises(NotAnAuditor):
        grant(pemda, inspektur, letter(staff.person_id))
    with pytest.raises(NotFound):
        grant(pemda, inspektur, letter(stranger.administrator_id))


def test_the_scope_is_of_this_pemda(pemda, stranger, inspektur, auditor):
    for scope in ({"office_id": stranger.office("Dinas")}, {"sop_id": uuid4()}):
        with pytest.raises(NotFound):
            grant(pemda, inspektur, letter(auditor.person_id, **scope))


def test_nobody_but_the_leadership_of_the_inspektorat_records_or_revokes(
    pemda, stranger, inspektur, auditor
):
    made = grant(pemda, inspektur, letter(auditor.person_id))
    outsiders = [
        auditor,
        pemda.administrator,
        pemda.head("Dinas"),
        pemda.analyst(),
        pemda.caller(pemda.person("Tanpa jabatan")),
    ]
    for who in outsiders:
        expected = NoAssignmentToOneself if who == inspektur else OnlyInspectorate
        with pytest.raises(expected):
            grant(pemda, who, letter(auditor.person_id))
        with pytest.raises(OnlyInspectorate):
            revoke_audit(pemda.session, who, assignment_id=made, now=NOON)
    with pytest.raises(NotFound):
        revoke_audit(pemda.session, stranger.administrator, assignment_id=made, now=NOON)


def test_the_inspektur_records_no_letter_for_the_own_person(pemda, inspektur):
    pemda.hold(inspektur.person_id, pemda.position("Inspektorat", "Auditor", duty="auditor"))

    with pytest.raises(NoAssignmentToOneself):
        grant(pemda, inspektur, letter(inspektur.person_id))


# ---------------------------------------------------------------- views


@pytest.fixture
def process(pemda, tmp_path):
    """The id of a running process of the Dinas."""
    catalogue = sops.catalogue(tmp_path, {"uji": sops.diagram()}, {"uji": sops.form()})
    analyst, secretary = pemda.analyst(), pemda.secretary("Dinas")
    made = adopt_sop(
        pemda.session,
        analyst,
        office_id=pemda.office("Dinas"),
        key="sop-uji",
        now=NOON,
        catalogue=catalogue,
    )
    publish_trial(pemda.session, analyst, version_id=made.version_id, now=NOON)
    started = start_process(
        pemda.session,
        secretary,
        version_id=made.version_id,
        title="Surat masuk",
        year=2026,
        kind="murni",
        basis="Disposisi",
        now=NOON,
    )
    assert isinstance(started, Moved)
    return started.instance_id


def view(pemda, who, process, now=NOON):
    log_process_view(pemda.session, who, instance_id=process, what="history", now=now)


def test_each_view_is_an_event_of_the_letter(pemda, inspektur, auditor, process):
    made = grant(pemda, inspektur, letter(auditor.person_id))
    view(pemda, auditor, process)
    view(pemda, auditor, process)

    events = audit_events(pemda, made)
    assert [event["kind"] for event in events] == ["AuditGranted", *["ProcessViewed"] * 2]
    assert (events[1]["actor_id"], events[1]["jabatan"], events[1]["letter"]) == (
        auditor.person_id,
        "Auditor",
        "700/12/ST",
    )
    assert orjson.loads(events[1]["payload"])["process_id"] == str(process)


def test_without_a_letter_that_covers_the_process_there_is_no_view(
    pemda, stranger, inspektur, auditor, process
):
    elsewhere = pemda.office("Dinas Lain")
    grant(pemda, inspektur, letter(auditor.person_id, office_id=elsewhere))

    for who in (auditor, inspektur, pemda.administrator, stranger.administrator):
        with pytest.raises(NotFound):
            view(pemda, who, process)


def test_a_letter_that_ended_since_the_page_opened_allows_no_view(
    pemda, inspektur, auditor, process
):
    made = grant(pemda, inspektur, letter(auditor.person_id))
    loaded = pemda.caller(auditor.person_id)
    revoke_audit(pemda.session, inspektur, assignment_id=made, now=NOON)

    with pytest.raises(NotFound):
        view(pemda, loaded, process)
