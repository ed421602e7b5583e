"""Due dates by the calendar of the office, and what becomes of them when it changes."""

from __future__ import annotations

import threading
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update

from service.clock import SimulatedClock
from service.commands.change_calendar import change_calendar
from service.commands.move_due_dates import move_due_dates
from service.running import calendar_plans as plans
from service.running.calendar_entries import NewClosedDay, NewSchedule, Withdrawal
from service.store import recounts, tables
from service.store.database import make_engine, make_sessions, read, transaction
from service.worker.recount import recount_due
from tests.integration.running import diagrams
from tests.integration.running.conftest import NOON

pytestmark = pytest.mark.slow

WIB = ZoneInfo("Asia/Pontianak")
TUESDAY = date(2026, 11, 24)
ENDS = datetime(2026, 11, 24, 16, tzinfo=WIB)
DAY = timedelta(days=1)


@pytest.fixture
def clock():
    return SimulatedClock(NOON)


@pytest.fixture
def dated(world):
    return world.run("dated", diagrams.DATED)


def close(world, day=TUESDAY, *, office=False, by="admin"):
    return change_calendar(
        world.session,
        world.caller(by),
        plans.AddClosedDay(
            NewClosedDay(day, "local", "Hari jadi", "SE 1/2026"),
            world.office_id if office else None,
        ),
        now=NOON,
    )


def due(world, instance_id):
    [task] = world.tasks(instance_id, "open")
    return task.due_at


def recount(database, clock, worker="w"):
    while recount_due(database.sessions, clock, worker):
        pass


def progress(world):
    return world.rows(tables.due_recount)[-1]


# ---------------------------------------------------------------- opening


def test_a_task_is_due_by_the_calendar_of_its_office_at_the_moment_it_opens(world):
    close(world)

    assert due(world, world.run("dated", diagrams.DATED)) == ENDS + DAY


def test_the_calendar_of_another_office_does_not_count(world):
    other = next(row.id for row in world.rows(tables.office) if row.name == "Dinas Lain")
    change_calendar(
        world.session,
        world.caller("admin"),
        plans.AddClosedDay(NewClosedDay(TUESDAY, "local", "Hari jadi", "SE 1/2026"), other),
        now=NOON,
    )

    assert due(world, world.run("dated", diagrams.DATED)) == ENDS


def test_the_strict_switch_lets_two_hours_be_two_hours(world):
    change_calendar(
        world.session,
        world.caller("kadis"),
        plans.SwitchMinimum(world.office_id, strict=True),
        now=NOON,
    )
    made = world.run("dated", diagrams.DATED)
    world.complete("sekretaris", made, "work")

    assert due(world, made) == datetime(2026, 11, 23, 12, tzinfo=WIB)


@pytest.mark.parametrize(
    ("zone", "ends"),
    [("Asia/Jakarta", 16), ("Asia/Makassar", 15), ("Asia/Jayapura", 14)],
)
def test_each_office_counts_in_its_own_zone(world, zone, ends):
    with transaction(world.session) as tx:
        tx.execute(
            update(tables.office)
            .where(tables.office.c.pemda_id == world.pemda_id)
            .values(timezone=zone)
        )

    made = world.run("dated", diagrams.DATED)

    assert due(world, made) == datetime(2026, 11, 24, ends, tzinfo=ZoneInfo("Asia/Jakarta"))
    world.assert_whole(made)


# ---------------------------------------------------------------- counting again


def test_a_change_of_the_calendar_moves_what_is_open_by_an_event_of_the_process(
    world, database, dated, clock
):
    made = close(world)
    assert due(world, dated) == ENDS

    recount(database, clock)

    assert due(world, dated) == ENDS + DAY
    kind, payload, row = world.events(dated)[-1]
    assert (kind, row["actor_id"]) == ("DueDatesMoved", None)
    assert payload["change_id"] == str(made.id)
    [moved] = payload["moves"]
    assert (moved["task_no"], moved["before"], moved["after"]) == (
        world.task_no(dated, "work"),
        ENDS,
        ENDS + DAY,
    )
    world.assert_whole(dated)
    done = progress(world)
    assert (done.status, done.total, done.seen, done.moved, done.failed) == ("done", 1, 1, 1, 0)
    assert done.finished_at == NOON


def test_counting_again_what_is_counted_changes_nothing(world, database, dated, clock):
    close(world)
    recount(database, clock)
    before = world.process(dated).revision

    again = move_due_dates(world.session, pemda_id=world.pemda_id, instance_id=dated, now=NOON)

    assert again == 0
    assert world.process(dated).revision == before


def test_what_has_no_tenggat_gets_none_and_what_is_closed_keeps_its_own(world, database, clock):
    without = world.run("one-task", diagrams.ONE_TASK)
    ended = world.run("dated", diagrams.DATED, year=2028)
    world.complete("sekretaris", ended, "work")
    close(world)

    recount(database, clock)

    assert due(world, without) is None
    first, second = world.tasks(ended)
    assert (first.due_at, second.due_at) == (ENDS, ENDS + DAY)


def test_a_day_that_was_given_at_the_start_stays_that_day_or_the_next_that_is_worked(
    world, database, clock
):
    version = world.publish("adjusted", diagrams.ADJUSTED)
    made = world.start(version, adjusted={"send": TUESDAY}).instance_id
    world.complete("sekretaris", made, "work", {"catatan": "c"})
    assert due(world, made) == ENDS
    day = close(world)

    recount(database, clock)
    assert due(world, made) == ENDS + DAY
    world.assert_whole(made)

    [row] = [it for it in world.rows(tables.closed_day) if it.day == TUESDAY]
    change_calendar(
        world.session,
        world.caller("admin"),
        plans.WithdrawClosedDay(row.id, Withdrawal("SE 2/2026")),
        now=NOON,
    )
    recount(database, clock)
    assert due(world, made) == ENDS
    assert day.id != progress(world).change_id


def test_a_change_for_one_office_leaves_the_others_alone(world, database, dated, clock):
    other = next(row.id for row in world.rows(tables.office) if row.name == "Dinas Lain")
    change_calendar(
        world.session,
        world.caller("admin"),
        plans.AddClosedDay(NewClosedDay(TUESDAY, "local", "Hari jadi", "SE 1/2026"), other),
        now=NOON,
    )

    recount(database, clock)

    assert due(world, dated) == ENDS
    assert progress(world).total == 0


def test_the_hours_of_the_week_move_due_dates_too(world, database, dated, clock):
    week = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday"), "08.00-15.00")
    change_calendar(
        world.session,
        world.caller("kadis"),
        plans.AddSchedule(
            NewSchedule("usual", date(2026, 11, 1), None, "Perbup 3/2026", **week), world.office_id
        ),
        now=NOON,
    )

    recount(database, clock)

    assert due(world, dated) == datetime(2026, 11, 24, 15, tzinfo=WIB)


def test_a_worker_that_dies_between_two_batches_is_followed_by_one_that_goes_on(
    world, database, clock, monkeypatch
):
    monkeypatch.setattr(recounts, "BATCH", 2)
    version = world.publish("dated", diagrams.DATED)
    started = [world.start(version, year=2030 + number).instance_id for number in range(5)]
    close(world)
    assert recount_due(database.sessions, clock, "dies")
    assert progress(world).seen == 2

    recount(database, clock, "follows")

    assert {due(world, it) for it in started} == {ENDS + DAY}
    assert [world.kinds(it).count("DueDatesMoved") for it in started] == [1] * 5
    assert (progress(world).seen, progress(world).moved) == (5, 5)


def test_a_worker_that_dies_within_a_batch_is_followed_when_its_lease_is_over(
    world, database, dated, clock
):
    close(world)
    with transaction(world.session) as tx:
        recounts.claim_recount(tx, "dies", clock.now())
    move_due_dates(world.session, pemda_id=world.pemda_id, instance_id=dated, now=NOON)

    assert not recount_due(database.sessions, clock, "waits")
    clock.advance(recounts.LEASE)
    recount(database, clock, "follows")

    assert progress(world).status == "done"
    assert world.kinds(dated).count("DueDatesMoved") == 1


def test_a_process_that_began_meanwhile_is_due_by_the_new_calendar_already(world, database, clock):
    close(world)
    later = world.run("dated", diagrams.DATED)

    recount(database, clock)

    assert due(world, later) == ENDS + DAY
    assert "DueDatesMoved" not in world.kinds(later)


def test_a_process_that_cannot_be_counted_does_not_hold_up_the_others(
    world, database, dated, clock, monkeypatch
):
    other = world.run("dated", diagrams.DATED, year=2028)
    close(world)
    good = move_due_dates

    def failing(session, **asked):
        if asked["instance_id"] == dated:
            raise RuntimeError
        return good(session, **asked)

    monkeypatch.setattr("service.worker.recount.move_due_dates", failing)
    recount(database, clock)

    assert due(world, other) == ENDS + DAY
    assert (progress(world).moved, progress(world).failed) == (1, 1)


def test_a_recount_that_never_gets_on_is_given_up_for_people_to_see(world, dated, clock):
    close(world)
    for _ in range(recounts.MOST_ATTEMPTS):
        with transaction(world.session) as tx:
            assert recounts.claim_recount(tx, "w", clock.now())
        clock.advance(recounts.LEASE)

    with transaction(world.session) as tx:
        assert recounts.claim_recount(tx, "w", clock.now()) is None
    assert progress(world).status == "dead"


@pytest.fixture
def hosts(database):
    """Give each host its own connections to the one store."""
    engines = [make_engine(database.url) for _ in range(2)]
    yield [make_sessions(engine) for engine in engines]
    for engine in engines:
        engine.dispose()


def waits(world, sessions):
    with sessions() as session, read(session) as connection:
        query = select(tables.due_recount.c.status).where(
            tables.due_recount.c.pemda_id == world.pemda_id
        )
        return connection.execute(query).scalar_one() == "waiting"


def at_once(*works):
    """Let each work begin at the same moment; return what they raised."""
    gate = threading.Barrier(len(works))
    failed = []

    def begin(work):
        gate.wait()
        try:
            work()
        except Exception as error:  # noqa: BLE001 - shown by the test
            failed.append(error)

    threads = [threading.Thread(target=begin, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failed


def test_workers_of_two_hosts_count_each_process_exactly_once(world, hosts, clock, monkeypatch):
    monkeypatch.setattr(recounts, "BATCH", 2)
    version = world.publish("dated", diagrams.DATED)
    started = [world.start(version, year=2030 + number).instance_id for number in range(12)]
    close(world)
    counted = {"a": 0, "b": 0}

    def host(name, sessions):
        def count():
            # While the other has a batch there is nothing to claim: it is asked for again.
            while waits(world, sessions):
                counted[name] += recount_due(sessions, clock, name)

        return count

    failed = at_once(*(host(name, it) for name, it in zip(counted, hosts, strict=True)))

    assert failed == []
    assert {due(world, it) for it in started} == {ENDS + DAY}
    assert [world.kinds(it).count("DueDatesMoved") for it in started] == [1] * 12
    found = progress(world)
    assert (found.status, found.seen, found.moved, found.failed) == ("done", 12, 12, 0)
    # Six batches and the look that finds no more; both hosts had a part in it or one was faster.
    assert sum(counted.values()) == 7
    for instance_id in started:
        world.assert_whole(instance_id)


def test_a_worker_whose_lease_ran_out_and_its_follower_move_each_due_date_once(
    world, hosts, clock
):
    version = world.publish("dated", diagrams.DATED)
    started = [world.start(version, year=2030 + number).instance_id for number in range(6)]
    close(world)
    moved: list[int] = []

    def count(sessions):
        def go():
            with sessions() as session:
                moved.extend(
                    move_due_dates(session, pemda_id=world.pemda_id, instance_id=it, now=NOON)
                    for it in started
                )

        return go

    failed = at_once(*map(count, hosts))

    assert failed == []
    assert sorted(moved) == [0] * 6 + [1] * 6
    assert [world.kinds(it).count("DueDatesMoved") for it in started] == [1] * 6


def test_people_who_work_while_due_dates_move_lose_nothing(world, database, clock):
    version = world.publish("dated", diagrams.DATED)
    started = [world.start(version, year=2030 + number).instance_id for number in range(6)]
    gate = threading.Barrier(3)
    failed = []

    def count():
        gate.wait()
        recount(database, clock, threading.current_thread().name)

    def work():
        with database.sessions() as session:
            own = type(world)(
                session, world.pemda_id, world.office_id, world.people, world.holdings, world.units
            )
            gate.wait()
            for instance_id in started:
                try:
                    own.complete("sekretaris", instance_id, "work")
                except Exception as error:  # noqa: BLE001 - shown by the test
                    failed.append(error)

    close(world)
    threads = [threading.Thread(target=it) for it in (count, count, work)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    clock.advance(recounts.LEASE)
    recount(database, clock)

    assert failed == []
    for instance_id in started:
        # Two hours, but not before the next working day ends: Wednesday, as Tuesday is off.
        assert due(world, instance_id) == ENDS + DAY
        world.assert_whole(instance_id)
