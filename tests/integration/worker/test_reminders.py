"""Digests, escalations and mails: who is told what, once, by the calendar of the office."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert, update

from service.clock import SimulatedClock
from service.commands.change_calendar import change_calendar
from service.commands.claim_task import claim_task
from service.config import Smtp
from service.queries.notices import notices_of, unread_notices
from service.queries.reminders import people_of_office
from service.running import calendar_plans as plans
from service.running.calendar_entries import NewClosedDay
from service.store import office_timers, outbox, tables
from service.store.database import transaction
from service.store.notices import forget_notices
from service.worker.mail import send_mails
from service.worker.remind import remind
from tests.integration.running import diagrams
from tests.smtp import mail_server

pytestmark = pytest.mark.slow

WIB = ZoneInfo("Asia/Pontianak")
ADDRESS = "sekretaris@kantor.invalid"
DAY = timedelta(days=1)


def at(day, hour, minute=0, month=11):
    return datetime(2026, month, day, hour, minute, tzinfo=WIB)


@pytest.fixture
def clock():
    return SimulatedClock(at(19, 6))


@pytest.fixture
def rounds(world, database, clock):
    """Give `rounds(instant)`: the worker at that moment, until nothing is left to do."""

    def go(instant, *, mails=False, worker="w"):
        clock.move_to(instant)
        for _ in range(100):
            if not remind(database.sessions, clock, worker, mails=mails):
                return
        raise AssertionError("reminders without end")

    return go


@pytest.fixture
def structure(world):
    """Give the people of the Dinas their superiors: anggota, ketua, sekretaris, kepala."""
    above = {"anggota": "ketua", "ketua": "sekretaris", "sekretaris": "kadis"}
    by_person = {row.person_id: row.position_id for row in world.rows(tables.holding)}
    positions = {name: by_person[world.people[name]] for name in (*above, "kadis")}
    with transaction(world.session) as tx:
        for name, superior in above.items():
            tx.execute(
                update(tables.position)
                .where(
                    tables.position.c.pemda_id == world.pemda_id,
                    tables.position.c.id == positions[name],
                )
                .values(superior_id=positions[superior])
            )
    return positions


def told(world, name):
    """Return what somebody was told, oldest first: kind, day and why of each task."""
    page = notices_of(world.session, world.caller(name), page=1)
    return [
        (it.kind, it.day.isoformat(), [line.why for line in it.lines])
        for it in reversed(page.items)
    ]


def dated(world, instant=None, **more):
    return world.run("dated", diagrams.DATED, now=instant or at(23, 8), **more)


# ---------------------------------------------------------------- the digest


def test_in_the_morning_everybody_is_told_once_what_is_new_due_and_late(world, rounds):
    rounds(at(23, 7, 30))
    dated(world)

    rounds(at(24, 7, 29))
    assert told(world, "sekretaris") == []
    rounds(at(24, 7, 30))
    rounds(at(24, 12))
    # Tuesday 16.00 is its tenggat: on that morning it is due today.
    assert told(world, "sekretaris") == [("digest", "2026-11-24", ["today"])]
    rounds(at(25, 7, 30))

    assert told(world, "sekretaris")[1:] == [("digest", "2026-11-25", ["late"])]
    assert told(world, "kadis") == []


def test_each_task_stands_once_for_its_most_urgent_reason(world, rounds):
    rounds(at(23, 7, 30))
    dated(world, at(23, 8))
    dated(world, at(24, 8), year=2028)

    rounds(at(25, 7, 30))

    assert told(world, "sekretaris")[-1] == ("digest", "2026-11-25", ["late", "today"])


def test_what_came_since_the_last_working_morning_is_new(world, rounds):
    rounds(at(20, 7, 30))
    without_limit = world.run("one-task", diagrams.ONE_TASK, now=at(20, 15))

    rounds(at(23, 7, 30))
    rounds(at(24, 7, 30))

    assert told(world, "sekretaris") == [("digest", "2026-11-23", ["new"])]
    assert world.open(without_limit) == ["work"]


def test_what_was_told_of_as_new_is_not_new_again_however_late_the_worker_came(world, rounds):
    rounds(at(20, 7, 30))
    world.run("one-task", diagrams.ONE_TASK, now=at(23, 9))

    rounds(at(23, 10))
    rounds(at(24, 7, 30))

    assert told(world, "sekretaris") == [("digest", "2026-11-23", ["new"])]


def test_nobody_is_told_anything_on_a_day_off(world, rounds):
    dated(world, at(20, 8))
    change_calendar(
        world.session,
        world.caller("admin"),
        plans.AddClosedDay(NewClosedDay(date(2026, 11, 24), "local", "Hari jadi", "SE 1"), None),
        now=at(23, 6),
    )

    for day in (21, 22, 24):
        rounds(at(day, 12))

    assert told(world, "sekretaris") == []


def test_a_day_off_that_is_taken_back_overnight_is_a_working_day_like_any_other(world, rounds):
    made = NewClosedDay(date(2026, 11, 25), "local", "Hari jadi", "SE 1")
    dated(world, at(23, 8))
    rounds(at(24, 17))
    change_calendar(
        world.session, world.caller("admin"), plans.AddClosedDay(made, None), now=at(24, 18)
    )

    rounds(at(25, 12))
    rounds(at(26, 7, 30))

    assert [day for _, day, _ in told(world, "sekretaris")] == ["2026-11-24", "2026-11-26"]


def test_a_worker_that_comes_late_tells_of_today_and_not_of_the_days_it_missed(world, rounds):
    dated(world, at(20, 8))

    rounds(at(25, 10))

    assert told(world, "sekretaris") == [("digest", "2026-11-25", ["late"])]


def test_two_workers_at_once_tell_everybody_once(world, database, clock):
    for year in range(2030, 2034):
        dated(world, at(20, 8), year=year)
    clock.move_to(at(23, 7, 30))
    gate = threading.Barrier(2)
    failed = []

    def work(name):
        gate.wait()
        try:
            while remind(database.sessions, clock, name, mails=False):
                pass
        except Exception as error:  # noqa: BLE001 - shown by the test
            failed.append(error)

    threads = [threading.Thread(target=work, args=(name,)) for name in ("a", "b")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failed == []
    assert told(world, "sekretaris") == [("digest", "2026-11-23", ["today"] * 4)]


def test_a_worker_that_dies_in_the_middle_is_followed_and_nobody_is_told_twice(
    world, rounds, clock, database
):
    dated(world, at(20, 8))
    clock.move_to(at(23, 7, 30))
    with transaction(world.session) as tx:
        office_timers.ensure_timers(tx, clock.now())
        while office_timers.claim_office_timer(tx, "dies", clock.now()):
            pass
    rounds(at(23, 7, 31))
    assert told(world, "sekretaris") == []

    rounds(at(23, 7, 30) + office_timers.LEASE)
    rounds(at(23, 9))

    assert len(told(world, "sekretaris")) == 1


def test_what_was_read_is_no_news_any_more(world, rounds):
    from service.commands.read_notices import read_notices

    dated(world, at(20, 8))
    rounds(at(23, 8))
    caller = world.caller("sekretaris")

    assert unread_notices(world.session, caller) == 1
    assert read_notices(world.session, caller, now=at(23, 9)) == 1
    assert unread_notices(world.session, caller) == 0
    assert unread_notices(world.session, world.caller("kadis")) == 0


def test_a_verified_legal_deadline_reminds_and_an_unverified_one_never(world, rounds):
    made = world.run("one-task", diagrams.ONE_TASK, now=at(2, 8), year=2026)
    key = next(row.key for row in world.rows(tables.sop))
    rounds(at(20, 8))
    with transaction(world.session) as tx:
        tx.execute(
            insert(tables.legal_deadline).values(
                pemda_id=world.pemda_id,
                id=made,
                name="LKjIP",
                sop=key,
                years_after=0,
                month=11,
                day=30,
                legal_basis="Perpres",
                article="",
                reason="",
            )
        )
    rounds(at(24, 8))
    assert told(world, "sekretaris") == []

    with transaction(world.session) as tx:
        tx.execute(
            update(tables.legal_deadline)
            .where(tables.legal_deadline.c.pemda_id == world.pemda_id)
            .values(verified_at=at(24, 9))
        )
    rounds(at(25, 8))

    assert told(world, "sekretaris") == [("digest", "2026-11-25", ["legal"])]


# ---------------------------------------------------------------- escalation


def levels(world):
    return [(row.level, row.made_at) for row in sorted(world.rows(tables.escalation))]


def test_after_one_full_working_day_late_the_superior_is_told_and_the_history_says_it(
    world, structure, rounds
):
    made = dated(world)
    rounds(at(24, 16, 1))
    rounds(at(25, 15, 59))
    assert world.rows(tables.escalation) == []

    rounds(at(25, 16))

    [row] = world.rows(tables.escalation)
    assert (row.level, row.position_id) == (1, structure["kadis"])
    assert told(world, "kadis") == [("escalation", "2026-11-25", ["escalated"])]
    kind, payload, event = world.events(made)[-1]
    assert (kind, event["actor_id"], payload["title"]) == (
        "TaskEscalated",
        None,
        "Jabatan kadis",
    )
    world.assert_whole(made)


def test_each_further_day_goes_one_further_up_and_never_past_the_head(world, structure, rounds):
    made = world.run("team-dated", diagrams.TEAM_DATED, now=at(23, 8))
    claim_task(
        world.session,
        world.caller("anggota"),
        instance_id=made,
        task_no=world.task_no(made, "work"),
        now=at(23, 9),
    )
    world.complete("ketua", made, "lead", now=at(23, 9))

    for day in (25, 26, 27, 30):
        rounds(at(day, 17))

    assert [row.position_id for row in sorted(world.rows(tables.escalation))] == [
        structure["ketua"],
        structure["sekretaris"],
        structure["kadis"],
    ]
    assert [len(told(world, name)) for name in ("ketua", "sekretaris", "kadis")] == [1, 1, 1]
    world.assert_whole(made)


def test_who_has_nobody_above_in_the_structure_is_under_the_head(world, rounds):
    dated(world)

    rounds(at(25, 17))

    assert told(world, "kadis")[-1][0] == "escalation"


def sent_out(world, *, proof):
    """Send something to an agency on Monday, which answers within a working day."""
    made = world.run("sent-dated", diagrams.SENT_DATED, now=at(23, 8))
    files = {"lampiran": [world.file("sekretaris")]} if proof else {}
    world.complete("sekretaris", made, "send", {"catatan": "c"}, files=files, now=at(23, 9))
    return made


def test_who_records_an_arrival_is_reminded_of_it_and_then_the_superior_is_told(
    world, structure, rounds
):
    made = sent_out(world, proof=False)

    for day in (24, 25, 26):
        rounds(at(day, 7, 30))
        rounds(at(day, 17))

    assert told(world, "sekretaris") == [
        ("digest", "2026-11-24", ["today"]),
        ("digest", "2026-11-25", ["late"]),
        ("digest", "2026-11-26", ["late"]),
    ]
    [row] = world.rows(tables.escalation)
    assert (row.level, row.position_id) == (1, structure["kadis"])
    assert told(world, "kadis") == [("escalation", "2026-11-25", ["escalated"])]
    # The agency has an account: it is reminded too, and nobody above it is told by us.
    assert {kind for kind, _, _ in told(world, "bkad")} == {"digest"}
    world.assert_whole(made)


def test_while_an_agency_has_what_was_proven_to_be_sent_nothing_is_late(world, structure, rounds):
    sent_out(world, proof=True)

    for day in (24, 25, 26):
        rounds(at(day, 7, 30))
        rounds(at(day, 17))

    assert told(world, "sekretaris") == [("digest", "2026-11-24", ["new"])]
    assert world.rows(tables.escalation) == []
    assert told(world, "kadis") == []


def test_what_waits_for_the_head_goes_to_nobody(world, structure, rounds):
    world.run("head-dated", diagrams.HEAD_DATED, now=at(23, 8))

    for day in (25, 26, 27):
        rounds(at(day, 17))

    assert world.rows(tables.escalation) == []


def test_a_jabatan_that_nobody_holds_is_stepped_over(world, structure, rounds):
    world.retire("sekretaris")
    made = world.run("team-dated", diagrams.TEAM_DATED, now=at(23, 8), by="ketua")
    world.complete("anggota", made, "work", now=at(23, 9))

    rounds(at(25, 17))

    assert [row.position_id for row in world.rows(tables.escalation)] == [structure["kadis"]]


def test_a_task_that_was_done_in_time_is_told_to_nobody(world, structure, rounds):
    made = dated(world)
    world.complete("sekretaris", made, "work", now=at(24, 9))

    rounds(at(25, 17))

    assert world.rows(tables.escalation) == []


def test_the_same_level_is_told_once_however_often_the_worker_looks(
    world, structure, rounds, database, clock
):
    dated(world)
    rounds(at(25, 17))
    with transaction(world.session) as tx:
        tx.execute(
            update(tables.office_timer)
            .where(tables.office_timer.c.pemda_id == world.pemda_id)
            .values(due_at=at(25, 17), last_at=None)
        )

    rounds(at(25, 18))

    assert len(world.rows(tables.escalation)) == 1
    assert len(told(world, "kadis")) == 1


def test_a_fault_in_one_office_does_not_keep_the_others_from_being_told(
    world, rounds, monkeypatch
):
    dated(world, at(20, 8))
    good = people_of_office

    def failing(session, pemda_id, office_id, today):
        if office_id != world.office_id:
            raise RuntimeError
        return good(session, pemda_id, office_id, today)

    monkeypatch.setattr("service.worker.remind.people_of_office", failing)
    rounds(at(23, 8))

    assert len(told(world, "sekretaris")) == 1
    errors = {row.last_error for row in world.rows(tables.office_timer)}
    assert errors == {None, "RuntimeError"}


# ---------------------------------------------------------------- mails


@pytest.fixture
def server():
    with mail_server() as kept:
        yield kept


@pytest.fixture
def smtp(server):
    return Smtp(
        host="127.0.0.1",
        port=server.port,
        security="none",
        user=None,
        password=None,
        sender="alur@kantor.invalid",
        public_url="https://alur.kantor.invalid",
    )


@pytest.fixture
def address(world):
    with transaction(world.session) as tx:
        tx.execute(
            update(tables.person)
            .where(
                tables.person.c.pemda_id == world.pemda_id,
                tables.person.c.id == world.people["sekretaris"],
            )
            .values(email=ADDRESS)
        )
    return ADDRESS


@pytest.fixture
def sent(world, rounds, clock, database, smtp, address):
    """Give `sent()`: hand over every mail that waits."""
    dated(world, at(20, 8))
    rounds(at(23, 8), mails=True)

    def go(worker="w", settings=smtp):
        while send_mails(database.sessions, clock, worker, settings):
            pass

    return go


def test_a_digest_goes_out_by_mail_once_to_who_has_an_address(world, server, sent):
    sent()
    sent()

    [mail] = server.mails
    assert server.recipients == [ADDRESS]
    assert mail["Subject"] == "Alur, 23 November 2026: 1 jatuh tempo hari ini"
    [row] = world.rows(tables.outbox)
    assert (row.status, row.attempts) == ("sent", 1)


def test_a_mail_says_number_step_and_tenggat_and_nothing_of_the_case(world, server, sent):
    sent()

    [mail] = server.mails
    text = mail.get_content()
    [process] = world.rows(tables.process_instance)
    assert process.number in text
    assert f"https://alur.kantor.invalid/tugas/{process.id}/" in text
    assert "23 November 2026 pukul 16.00 WIB" in text
    assert process.title not in text
    assert process.basis not in text
    assert ADDRESS not in "".join(row.payload for row in world.rows(tables.outbox))


def test_without_an_address_or_without_a_mail_server_people_are_told_in_the_application_only(
    world, rounds, address
):
    dated(world, at(20, 8))
    rounds(at(23, 8), mails=False)

    assert len(told(world, "sekretaris")) == 1
    assert world.rows(tables.outbox) == []


def test_a_server_that_is_away_is_tried_again_later_and_then_given_up(
    world, server, sent, smtp, clock
):
    away = replace(smtp, port=1)
    for attempt in range(1, outbox.MOST_ATTEMPTS + 1):
        sent(settings=away)
        [row] = world.rows(tables.outbox)
        assert row.attempts == attempt
        clock.move_to(max(row.due_at, clock.now()))

    assert (row.status, server.raw) == ("dead", [])
    assert row.last_error.startswith("mail.")


def test_a_server_that_comes_back_gets_the_mail(world, server, sent, smtp, clock):
    sent(settings=replace(smtp, port=1))
    sent()
    assert server.raw == []

    clock.advance(timedelta(minutes=2))
    sent()

    assert len(server.raw) == 1


@pytest.mark.parametrize(
    ("answer", "status"), [("550 no such user", "dead"), ("450 busy", "waiting")]
)
def test_an_address_that_is_refused_for_good_is_not_tried_again(
    world, server, sent, answer, status
):
    server.refuses = answer

    sent()

    [row] = world.rows(tables.outbox)
    assert (row.status, row.last_error) == (status, f"mail.refused-{answer[:3]}")


def test_a_line_that_breaks_after_the_mail_was_handed_over_does_not_send_it_twice(
    world, server, sent, clock
):
    server.hangs_up = True
    sent()
    server.hangs_up = False
    clock.advance(DAY)
    sent()

    assert len(server.raw) == 1
    [row] = world.rows(tables.outbox)
    assert (row.status, row.last_error) == ("dead", outbox.UNSURE)


def test_a_worker_that_dies_while_sending_leaves_the_mail_unsent_and_said_so(
    world, server, sent, clock
):
    with transaction(world.session) as tx:
        assert outbox.claim_mail(tx, "dies", clock.now())
    sent()
    clock.advance(outbox.LEASE)
    sent()

    assert server.raw == []
    [row] = world.rows(tables.outbox)
    assert (row.status, row.last_error) == ("dead", outbox.UNSURE)


def test_two_workers_send_each_mail_once(world, database, rounds, clock, server, smtp):
    with transaction(world.session) as tx:
        tx.execute(
            update(tables.person)
            .where(tables.person.c.pemda_id == world.pemda_id)
            .values(email=ADDRESS)
        )
    world.run("team-dated", diagrams.TEAM_DATED, now=at(20, 8))
    world.run("dated", diagrams.DATED, now=at(20, 8))
    rounds(at(23, 7, 30), mails=True)
    expected = len(world.rows(tables.outbox))
    gate = threading.Barrier(2)

    def work(name):
        gate.wait()
        while send_mails(database.sessions, clock, name, smtp):
            pass

    threads = [threading.Thread(target=work, args=(name,)) for name in ("a", "b")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert expected > 1
    assert len(server.raw) == expected
    assert {row.status for row in world.rows(tables.outbox)} == {"sent"}


def test_who_was_erased_gets_no_mail_and_nothing_of_theirs_is_left(world, server, sent):
    with transaction(world.session) as tx:
        forget_notices(tx, world.pemda_id, world.people["sekretaris"])
    sent()

    assert server.raw == []
    for table in (tables.notice, tables.notice_item, tables.outbox):
        assert world.rows(table) == []


def test_who_left_meanwhile_gets_no_mail(world, server, sent):
    with transaction(world.session) as tx:
        tx.execute(
            update(tables.person)
            .where(
                tables.person.c.pemda_id == world.pemda_id,
                tables.person.c.id == world.people["sekretaris"],
            )
            .values(active=False)
        )

    sent()

    assert server.raw == []
    [row] = world.rows(tables.outbox)
    assert (row.status, row.last_error) == ("dead", "mail.nobody")
