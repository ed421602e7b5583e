"""What begins a process without a person: every rule on both databases (docs/decisions/0015)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import update

from service.clock import SimulatedClock
from service.commands.begin_by_sent import begin_by_sent
from service.commands.send_from_outside import Sending, send_from_outside
from service.running.by_itself import MOST_IN_A_ROW
from service.running.refusals import DispatchGone
from service.store import tables
from service.store.database import transaction
from service.store.dispatches import claim_dispatches
from service.worker.begin import begin_due
from service.worker.hand_on import hand_on_sent
from tests.integration.running import sending_diagrams as drawn
from tests.integration.running.conftest import NOON

MINUTE = timedelta(minutes=1)
#: The fourth of January, 08.00 WIB.
JANUARY = datetime(2027, 1, 4, 1, 0, tzinfo=UTC)
YEARLY = drawn.every("R/2027-01-04T01:00:00Z/P1Y")


@pytest.fixture
def clock():
    return SimulatedClock(NOON + timedelta(hours=1))


@pytest.fixture
def go(database, clock):
    def round_of_the_worker(worker="w"):
        begin_due(database.sessions, clock, worker)
        hand_on_sent(database.sessions, clock, worker)

    return round_of_the_worker


def throw(world, key="caller", xml=drawn.CALLER, **more):
    """Let a process throw, and return it."""
    instance_id = world.run(key, xml, **more)
    world.complete("sekretaris", instance_id, "work", now=NOON + 30 * MINUTE)
    return instance_id


def begun(world, version_id):
    rows = world.rows(tables.process_instance)
    return [row for row in rows if row.version_id == version_id]


def change(world, version_id, **columns):
    with transaction(world.session) as tx:
        tx.execute(
            update(tables.sop_version)
            .where(
                tables.sop_version.c.pemda_id == world.pemda_id,
                tables.sop_version.c.id == version_id,
            )
            .values(**columns)
        )


# ---------------------------------------------------------------- by a signal


def test_a_signal_begins_each_version_that_begins_with_it_once(world, go):
    versions = [world.publish("begun-by-signal", drawn.BEGUN_BY_SIGNAL) for _ in range(2)]
    sender = throw(world)

    go()
    go("another")

    for version_id in versions:
        [made] = begun(world, version_id)
        assert (made.trial, made.number[:3]) == (True, "UC-")
        assert world.open(made.id) == ["work"]
        [(kind, payload, row)] = world.events(made.id)
        assert (kind, row["actor_id"]) == ("ProcessStarted", None)
        assert payload["input"]["start"] == "start"
        assert payload["sender"]["process_id"] == str(sender)
        world.assert_whole(made.id)


def test_what_a_process_begins_is_about_what_it_is_about(world, go):
    version_id = world.publish("begun-by-signal", drawn.BEGUN_BY_SIGNAL)
    throw(world, year=2028)

    go()

    [made] = begun(world, version_id)
    assert (made.title, made.year, made.kind) == ("RKA 2027", 2028, "murni")
    assert made.unit_id == world.units["sekretaris"]
    assert made.basis == "Sinyal anggaran-dibuka dari proses UC-0001/2026"


@pytest.mark.parametrize(("thrower", "listener"), [("trial", "effective"), ("effective", "trial")])
def test_trials_begin_by_trials_and_real_processes_by_real_ones(world, go, thrower, listener):
    version_id = world.publish("begun-by-signal", drawn.BEGUN_BY_SIGNAL, listener)
    sender = world.start(world.publish("caller", drawn.CALLER, thrower)).instance_id
    world.complete("sekretaris", sender, "work", now=NOON + 30 * MINUTE)

    go()

    assert begun(world, version_id) == []


@pytest.mark.parametrize(
    "over",
    [
        {"status": "withdrawn"},
        {"effective_to": date(2026, 11, 22)},
        {"effective_from": date(2026, 11, 24)},
    ],
)
def test_a_version_that_is_not_in_force_begins_nothing(world, go, over):
    version_id = world.publish("begun-by-signal", drawn.BEGUN_BY_SIGNAL, "effective")
    sender = world.start(world.publish("caller", drawn.CALLER, "effective")).instance_id
    world.complete("sekretaris", sender, "work", now=NOON + 30 * MINUTE)
    change(world, version_id, **over)

    go()

    assert begun(world, version_id) == []


def test_a_signal_from_before_a_version_was_published_begins_nothing(world, go):
    sender = world.run("caller", drawn.CALLER)
    world.complete("sekretaris", sender, "work", now=NOON - MINUTE)
    version_id = world.publish("begun-by-signal", drawn.BEGUN_BY_SIGNAL)

    go()

    assert begun(world, version_id) == []


def test_of_several_trials_of_one_sop_the_newest_begins(world, go):
    older, newer = (world.publish("begun-by-signal", drawn.BEGUN_BY_SIGNAL) for _ in range(2))
    [sop_id] = [row.sop_id for row in world.rows(tables.sop_version) if row.id == older]
    change(world, newer, sop_id=sop_id, number=2)
    throw(world)

    go()

    assert (len(begun(world, older)), len(begun(world, newer))) == (0, 1)


# ---------------------------------------------------------------- by a message


def test_a_message_that_nobody_waits_for_begins_one_process(world, go):
    first, second = (world.publish("begun-by-message", drawn.BEGUN_BY_MESSAGE) for _ in range(2))
    throw(world, "sender", drawn.SENDER)

    go()
    go()

    [made] = begun(world, first) + begun(world, second)
    payload = world.events(made.id)[0][1]
    assert payload["input"]["data"] == {"tahun": 2027, "jenis": "murni", "lembar": 2028}
    assert [row.status for row in world.rows(tables.dispatch)] == ["done"]


def test_a_message_goes_to_who_waits_for_it_before_it_begins_a_process(world, go):
    version_id = world.publish("begun-by-message", drawn.BEGUN_BY_MESSAGE)
    waits = world.run("any", drawn.ANY)
    world.complete("sekretaris", waits, "work", now=NOON + MINUTE)
    throw(world, "sender", drawn.SENDER)

    go()

    assert world.open(waits) == ["second"]
    assert begun(world, version_id) == []


def test_a_message_for_a_version_that_is_over_stays_on_its_way(world, go):
    version_id = world.publish("begun-by-message", drawn.BEGUN_BY_MESSAGE, "effective")
    sender = world.start(world.publish("sender", drawn.SENDER, "effective")).instance_id
    world.complete("sekretaris", sender, "work", now=NOON + 30 * MINUTE)
    change(world, version_id, effective_to=date(2026, 11, 22))

    go()

    assert begun(world, version_id) == []
    [kept] = world.rows(tables.dispatch)
    assert (kept.status, kept.attempts) == ("waiting", 0)


def test_what_came_from_outside_says_what_the_process_is_about(world, go):
    version_id = world.publish("begun-by-message", drawn.BEGUN_BY_MESSAGE)
    said = {"judul": "Surat Bappeda", "tahun": 2029, "jenis": "perubahan", "isi": "Mohon data"}

    send_from_outside(
        world.session,
        world.caller("sekretaris"),
        office_id=world.office_id,
        sending=Sending("message", "surat", said, trial=True),
        now=NOON + 10 * MINUTE,
    )
    go()

    [made] = begun(world, version_id)
    assert (made.title, made.year, made.kind) == ("Surat Bappeda", 2029, "perubahan")
    [(_, payload, row)] = world.events(made.id)
    assert row["actor_id"] == world.people["sekretaris"]
    assert payload["input"]["data"].keys() == {"tahun", "jenis", "isi"}
    assert "Mohon data" not in row["payload"]
    world.assert_whole(made.id)


def test_processes_that_begin_one_another_come_to_an_end(world, go, clock):
    world.publish("ping", drawn.PING)
    world.publish("pong", drawn.PONG)
    throw(world, "sender", drawn.SENDER)

    for _ in range(12):
        go()
        clock.advance(timedelta(hours=1))

    assert len(world.rows(tables.process_instance)) <= MOST_IN_A_ROW + 2
    assert [row.status for row in world.rows(tables.dispatch)].count("dead") == 1


def test_a_worker_that_died_in_between_is_replaced_and_nothing_begins_twice(world, go, clock):
    version_id = world.publish("begun-by-signal", drawn.BEGUN_BY_SIGNAL)
    throw(world)
    with transaction(world.session) as tx:
        [claimed] = claim_dispatches(tx, "dead", clock.now())
    asked = {"pemda_id": world.pemda_id, "dispatch_id": claimed.id, "version_id": version_id}

    begin_by_sent(world.session, **asked, now=clock.now())
    with pytest.raises(DispatchGone):
        begin_by_sent(world.session, **asked, now=clock.now())
    clock.advance(timedelta(hours=1))
    go()

    assert len(begun(world, version_id)) == 1


# ---------------------------------------------------------------- by the clock


def test_a_time_begins_a_process_once_for_each_time(world, go, clock):
    version_id = world.publish("begun-by-time", YEARLY, "effective")

    go()
    assert begun(world, version_id) == []
    for year in (2027, 2028):
        clock.move_to(JANUARY.replace(year=year) + MINUTE)
        go()
        go("another")

    rows = sorted(begun(world, version_id), key=lambda row: row.started_at)
    assert [(row.started_at.year, row.trial) for row in rows] == [(2027, False), (2028, False)]
    assert rows[0].title == "begun-by-time 2028"
    assert rows[0].basis == "Jadwal SOP, 04-01-2027"
    [(_, payload, row)] = world.events(rows[0].id)
    assert (payload["input"]["start"], row["actor_id"]) == ("start", None)
    assert row["occurred_at"] == JANUARY
    world.assert_whole(rows[0].id)


def test_of_what_was_missed_one_process_begins(world, go, clock):
    version_id = world.publish(
        "begun-by-time", drawn.every("R/2026-12-01T01:00:00Z/P1M"), "effective"
    )

    clock.move_to(datetime(2027, 6, 15, tzinfo=UTC))
    go()

    assert len(begun(world, version_id)) == 1
    [way] = [row for row in world.rows(tables.way_in) if row.version_id == version_id]
    assert way.due_at == datetime(2027, 7, 1, 1, 0, tzinfo=UTC)


def test_a_trial_begins_at_no_time(world, go, clock):
    version_id = world.publish("begun-by-time", YEARLY)

    clock.move_to(JANUARY + MINUTE)
    go()

    assert begun(world, version_id) == []


@pytest.mark.parametrize("over", [{"status": "withdrawn"}, {"effective_to": date(2027, 1, 3)}])
def test_a_version_that_is_replaced_or_withdrawn_begins_at_no_time(world, go, clock, over):
    version_id = world.publish("begun-by-time", YEARLY, "effective")
    change(world, version_id, **over)

    clock.move_to(JANUARY + MINUTE)
    go()

    assert begun(world, version_id) == []
    [way] = [row for row in world.rows(tables.way_in) if row.version_id == version_id]
    assert way.due_at is None


def test_a_date_begins_one_process_and_never_again(world, go, clock):
    version_id = world.publish(
        "begun-by-time", drawn.every("2027-01-04T08:00:00+07:00", "timeDate"), "effective"
    )

    for day in (0, 1, 400):
        clock.move_to(JANUARY + MINUTE + timedelta(days=day))
        go()

    assert len(begun(world, version_id)) == 1
