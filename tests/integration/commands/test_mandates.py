"""Penugasan Plt., Plh., a.n. and u.b.: who records one, and which ones cannot stand."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from service.access.entries import EntryRefused
from service.access.mandates import NewMandate, last_day
from service.access.refusals import (
    NoMandateToOneself,
    NotYourHolding,
    OnlyMandators,
    PasswordNeeded,
)
from service.commands.deactivate_person import deactivate_person
from service.commands.end_holding import end_holding
from service.commands.end_mandate import end_mandate
from service.commands.grant_mandate import (
    ExtendedBefore,
    HoldsItAnyway,
    MandatesOverlap,
    NothingOfOnesOwn,
    PositionIsHeld,
    PositionNotActedFor,
    grant_mandate,
)
from service.commands.issue_api_token import issue_api_token
from service.errors import NotFound
from service.queries.mandates import mandate_of, mandates_of
from service.running.refusals import FileNotYours
from service.store import blobs, tables, uploads
from service.store.database import read
from service.store.history import Stream, events_of
from service.store.idempotency import request_key
from service.store.people import PositionIsLed
from service.store.verify import verify_stream
from service.values import parse
from tests.people import NOON, later

pytestmark = pytest.mark.slow

TODAY = date(2026, 11, 23)
SCAN = b"%PDF-1.7 surat perintah"


@pytest.fixture
def head(pemda):
    return pemda.head("Dinas")


@pytest.fixture
def secretary(pemda):
    return pemda.secretary("Dinas")


@pytest.fixture
def vacant(pemda):
    """A jabatan that nobody holds."""
    return pemda.position("Dinas", "Kepala Bidang Kosong", role="bidang")


def scan_of(pemda, person_id):
    made = blobs.put(pemda.session, pemda.id, SCAN, "application/pdf", NOON)
    uploads.record_upload(pemda.session, pemda.id, person_id, made, NOON)
    return made.sha256


def letter(pemda, who, person_id, position_id, **more):
    given = {
        "kind": "plh",
        "letter_number": "800/7/SP",
        "letter_date": TODAY,
        "from_date": TODAY,
        "to_date": TODAY + timedelta(days=6),
        "scan_sha256": scan_of(pemda, who.person_id),
    }
    return NewMandate(position_id=position_id, person_id=person_id, **(given | more))


def grant(pemda, who, entry, now=NOON, *, confirmed=True, **more):
    caller = pemda.caller(who.person_id, now=now, confirmed_at=now if confirmed else None)
    return grant_mandate(pemda.session, caller, mandate=entry, now=now, **more).id


def structure_events(pemda):
    with read(pemda.session) as connection:
        stream = Stream(pemda.id, pemda.id, "structure")
        assert verify_stream(connection, stream).fault is None
        return [(row["kind"], parse(row["payload"]), row) for row in events_of(connection, stream)]


def worn_by(pemda, person_id, now=NOON):
    return [holder.title for holder in pemda.caller(person_id, now=now).holders]


def test_a_letter_gives_the_jabatan_to_wear_in_its_days(pemda, head, secretary):
    position_id = head.holders[0].position_id
    made = grant(pemda, head, letter(pemda, head, secretary.person_id, position_id))

    kind, payload, row = structure_events(pemda)[-1]
    assert (kind, payload["mandate_id"], payload["mandate_kind"]) == (
        "MandateGranted",
        str(made),
        "plh",
    )
    assert row["jabatan"] == "Kepala Dinas"
    own, worn = "Sekretaris Dinas", "Plh. Kepala Dinas"
    assert worn_by(pemda, secretary.person_id) == [own, worn]
    assert worn_by(pemda, secretary.person_id, later(days=6)) == [own, worn]
    assert worn_by(pemda, secretary.person_id, later(days=7)) == [own]
    # A request before it was recorded is as it was: nothing reaches back.
    assert worn_by(pemda, secretary.person_id, later(days=-1)) == [own]


@pytest.mark.parametrize("who", ["administrator", "head", "secretary"])
def test_administrators_and_those_who_lead_the_office_record_letters(
    pemda, head, secretary, vacant, who
):
    staff = pemda.hire("Dinas", "Kepala Bidang Satu", role="bidang")
    caller = {"administrator": pemda.administrator, "head": head, "secretary": secretary}[who]

    assert grant(pemda, caller, letter(pemda, caller, staff.person_id, vacant))


def test_nobody_else_records_letters(pemda, head, secretary, vacant):
    staff = pemda.hire("Dinas", "Kepala Bidang Satu", role="bidang")
    other = pemda.head("Dinas Lain")

    for who in (staff, other):
        with pytest.raises(OnlyMandators):
            grant(pemda, who, letter(pemda, who, secretary.person_id, vacant))


def test_who_acts_under_a_penugasan_passes_none_on(pemda, head, secretary):
    """Not even for the very jabatan, which its head could do."""
    staff = pemda.hire("Dinas", "Kepala Bidang Satu", role="bidang")
    deputy = pemda.hire("Dinas", "Kepala Bidang Dua", role="bidang")
    position_id = head.holders[0].position_id
    grant(pemda, head, letter(pemda, head, staff.person_id, position_id))
    later_on = {"from_date": TODAY + timedelta(days=8), "to_date": TODAY + timedelta(days=9)}

    entry = letter(pemda, staff, deputy.person_id, position_id, **later_on)
    with pytest.raises(OnlyMandators):
        grant(pemda, staff, entry)
    mandate_id = pemda.caller(staff.person_id).holders[-1].worn_as
    with pytest.raises(NotYourHolding):
        issue_api_token(
            pemda.session,
            pemda.caller(staff.person_id, confirmed_at=NOON),
            holding_id=mandate_id,
            label="Program",
            lasts=timedelta(days=1),
            now=NOON,
        )


def test_nobody_records_a_letter_for_oneself_nor_ends_it(pemda, head, secretary, vacant):
    with pytest.raises(NoMandateToOneself):
        grant(pemda, secretary, letter(pemda, secretary, secretary.person_id, vacant))
    made = grant(pemda, head, letter(pemda, head, secretary.person_id, vacant))

    with pytest.raises(NoMandateToOneself):
        end_mandate(pemda.session, secretary, mandate_id=made, now=NOON)


def test_it_asks_for_the_password_and_for_a_scan_that_the_recorder_brought(
    pemda, head, secretary, vacant
):
    entry = letter(pemda, head, secretary.person_id, vacant)
    with pytest.raises(PasswordNeeded):
        grant(pemda, head, entry, confirmed=False)

    with pytest.raises(FileNotYours):
        grant(pemda, pemda.administrator, entry)


def test_nothing_of_another_pemda_is_reached(pemda, stranger, head, secretary, vacant):
    foreign = stranger.head("Dinas")
    with pytest.raises(NotFound):
        grant(stranger, foreign, letter(stranger, foreign, secretary.person_id, vacant))
    made = grant(pemda, head, letter(pemda, head, secretary.person_id, vacant))

    with pytest.raises(NotFound):
        end_mandate(stranger.session, foreign, mandate_id=made, now=NOON)
    with pytest.raises(NotFound):
        mandate_of(stranger.session, foreign, made)
    assert mandates_of(stranger.session, foreign, today=TODAY).items == ()


def test_one_jabatan_is_acted_for_by_one_letter_at_a_time(pemda, head, secretary):
    staff = pemda.hire("Dinas", "Kepala Bidang Satu", role="bidang")
    position_id = head.holders[0].position_id
    first = grant(pemda, head, letter(pemda, head, secretary.person_id, position_id))
    overlapping = letter(
        pemda,
        head,
        staff.person_id,
        position_id,
        from_date=TODAY + timedelta(days=6),
        to_date=TODAY + timedelta(days=9),
    )

    with pytest.raises(MandatesOverlap) as refused:
        grant(pemda, head, overlapping)
    assert refused.value.params == {"jabatan": "Kepala Dinas", "letter": "800/7/SP"}

    end_mandate(pemda.session, head, mandate_id=first, now=NOON)
    assert grant(pemda, head, overlapping)


def test_a_plt_leads_a_jabatan_that_nobody_holds(pemda, head, secretary, vacant):
    entry = letter(pemda, head, secretary.person_id, head.holders[0].position_id, kind="plt")
    with pytest.raises(PositionIsHeld):
        grant(pemda, head, entry)

    assert grant(pemda, head, letter(pemda, head, secretary.person_id, vacant, kind="plt"))
    assert "Plt. Kepala Bidang Kosong" in worn_by(pemda, secretary.person_id)


def test_a_jabatan_that_a_plt_leads_gets_no_holder_until_the_penugasan_ends(
    pemda, head, secretary, vacant
):
    until = TODAY + timedelta(days=30)
    entry = letter(pemda, head, secretary.person_id, vacant, kind="plt", to_date=until)
    granted = grant(pemda, head, entry)
    appointed = pemda.person("Pejabat Definitif")

    with pytest.raises(PositionIsLed) as refused:
        pemda.hold(appointed, vacant, since=until)
    assert refused.value.params == {"letter": "800/7/SP"}
    with pytest.raises(PositionIsLed):
        pemda.staff(("Dinas", "dinas", "Bidang", "Kepala Bidang Kosong", "bidang", "pejabat"))

    assert pemda.hold(appointed, vacant, since=until + timedelta(days=1))
    end_mandate(pemda.session, head, mandate_id=granted, now=NOON)
    assert pemda.hold(pemda.person("Pejabat Sementara"), vacant, since=TODAY, until=until)


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (0, 2, 1)])
def test_a_plt_is_extended_once(pemda, head, secretary, vacant, order):
    first, days = TODAY, []
    for _ in range(3):
        days.append((first, last_day(first, 3)))
        first = days[-1][1] + timedelta(days=1)

    def term(number):
        since, until = days[number]
        entry = letter(
            pemda,
            head,
            secretary.person_id,
            vacant,
            kind="plt",
            letter_number=f"800/{number}/SP",
            from_date=since,
            to_date=until,
        )
        return grant(pemda, head, entry)

    assert term(order[0])
    assert term(order[1])
    with pytest.raises(ExtendedBefore):
        term(order[2])


def test_who_holds_the_jabatan_or_nothing_at_all_acts_for_none(pemda, head, secretary, vacant):
    position_id = secretary.holders[0].position_id
    with pytest.raises(HoldsItAnyway):
        grant(pemda, head, letter(pemda, head, secretary.person_id, position_id))
    nobody = pemda.person("Tanpa Jabatan")
    with pytest.raises(NothingOfOnesOwn):
        grant(pemda, head, letter(pemda, head, nobody, vacant))
    with pytest.raises(NothingOfOnesOwn):
        grant(pemda, head, letter(pemda, head, pemda.administrator_id, vacant))


def test_duties_beside_the_lanes_are_never_acted_for(pemda, head, secretary):
    auditor = pemda.position("Dinas", "Auditor", duty="auditor")

    with pytest.raises(PositionNotActedFor):
        grant(pemda, head, letter(pemda, head, secretary.person_id, auditor))


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"kind": "pjs"}, "structure.not-a-choice"),
        ({"letter_number": " "}, "structure.missing"),
        ({"to_date": TODAY - timedelta(days=1)}, "structure.ends-before-it-starts"),
        ({"letter_date": TODAY + timedelta(days=1)}, "structure.starts-before-its-letter"),
        ({"kind": "plt", "to_date": date(2027, 2, 23)}, "structure.mandate-too-long"),
        ({"to_date": TODAY + timedelta(days=366)}, "structure.assignment-too-long"),
        ({"sop_ids": frozenset()}, "structure.missing"),
    ],
)
def test_a_letter_that_breaks_a_rule_by_itself_is_refused(
    pemda, head, secretary, vacant, more, code
):
    with pytest.raises(EntryRefused) as refused:
        grant(pemda, head, letter(pemda, head, secretary.person_id, vacant, **more))

    assert [problem.code for problem in refused.value.problems] == [code]


def test_three_months_of_a_plt_end_on_the_day_before():
    assert last_day(date(2026, 11, 23), 3) == date(2027, 2, 22)
    assert last_day(date(2026, 11, 30), 3) == date(2027, 2, 27)
    assert last_day(date(2026, 1, 31), 1) == date(2026, 2, 27)


def test_a_scope_names_sops_of_that_office_only(pemda, head, secretary, vacant):
    entry = letter(pemda, head, secretary.person_id, vacant, sop_ids=frozenset({uuid4()}))
    with pytest.raises(NotFound):
        grant(pemda, head, entry)


def test_ending_it_counts_at_once_and_twice_is_once(pemda, head, secretary, vacant):
    made = grant(pemda, head, letter(pemda, head, secretary.person_id, vacant))

    for _ in range(2):
        end_mandate(pemda.session, head, mandate_id=made, now=later(hours=1))

    assert worn_by(pemda, secretary.person_id, later(hours=2)) == ["Sekretaris Dinas"]
    assert [kind for kind, *_ in structure_events(pemda)].count("MandateEnded") == 1


def test_the_same_request_twice_is_one_letter(pemda, head, secretary, vacant):
    entry = letter(pemda, head, secretary.person_id, vacant)
    key = request_key("k-1", "penugasan", b"{}")

    first, second = (grant(pemda, head, entry, request=key) for _ in range(2))

    assert first == second
    with read(pemda.session) as connection:
        count = select(func.count()).where(tables.mandate.c.pemda_id == pemda.id)
        assert connection.scalar(count) == 1


def test_who_leaves_the_own_jabatan_or_the_service_acts_no_more(pemda, head, secretary, vacant):
    staff = pemda.hire("Dinas", "Kepala Bidang Satu", role="bidang")
    grant(pemda, head, letter(pemda, head, staff.person_id, vacant))
    end_holding(
        pemda.session,
        pemda.administrator,
        holding_id=staff.holders[0].holding_id,
        last_day=TODAY,
        now=NOON,
    )
    assert worn_by(pemda, staff.person_id, later(days=1)) == []

    deactivate_person(pemda.session, pemda.administrator, person_id=staff.person_id, now=NOON)
    [line] = mandates_of(pemda.session, head, today=TODAY).items
    assert (line.title, line.may_manage) == ("Plh. Kepala Bidang Kosong", True)


def test_the_scan_of_the_letter_is_kept_from_the_sweep_and_checked(pemda, head, secretary, vacant):
    grant(pemda, head, letter(pemda, head, secretary.person_id, vacant))

    assert blobs.sweep(pemda.session, pemda.id, NOON + timedelta(days=400)) == 0


def test_who_holds_no_jabatan_sees_no_penugasan(pemda, head, secretary, vacant):
    made = grant(pemda, head, letter(pemda, head, secretary.person_id, vacant))
    nobody = pemda.caller(pemda.person("Tanpa Jabatan"))

    with pytest.raises(NotFound):
        mandates_of(pemda.session, nobody, today=TODAY)
    with pytest.raises(NotFound):
        mandate_of(pemda.session, nobody, made)
