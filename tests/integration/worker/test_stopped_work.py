"""What the worker gave up goes on once somebody lets it, and is done once: on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert, update

from service.clock import SimulatedClock
from service.commands.settle_work import NothingStopped, dismiss_dispatch, try_work_again
from service.events.structure import StoppedWork
from service.store import dispatches, recounts, tables, timers
from service.store.database import read, transaction
from service.store.ids import new_id
from service.store.stopped_work import stopped_work
from service.store.ways_in import MOST_ATTEMPTS
from service.worker import begin
from service.worker.hand_on import hand_on_sent
from service.worker.work import fire_due
from tests.integration.running import diagrams
from tests.integration.running import sending_diagrams as drawn
from tests.integration.running.conftest import NOON

HOUR = timedelta(hours=1)
#: The fourth of January, 08.00 WIB.
JANUARY = datetime(2027, 1, 4, 1, 0, tzinfo=UTC)
#: Longer than any attempt rests.
LONG = timedelta(days=1)


@pytest.fixture
def clock():
    return SimulatedClock(NOON + HOUR)


@pytest.fixture
def broken(world):
    """Give `broken(process)`: damage its state, and return what mends it."""

    def damage(instance_id):
        [row] = [it for it in world.rows(tables.process_instance) if it.id == instance_id]

        def put(state):
            with transaction(world.session) as tx:
                tx.execute(
                    update(tables.process_instance)
                    .where(
                        tables.process_instance.c.pemda_id == world.pemda_id,
                        tables.process_instance.c.id == instance_id,
                    )
                    .values(state=state)
                )

        put(b"no state at all")
        return lambda: put(row.state)

    return damage


def _stopped(world):
    with read(world.session) as connection:
        return stopped_work(connection, world.pemda_id)


def _again(world, now, work=None):
    return try_work_again(world.session, world.caller("admin"), work=work, now=now)


@pytest.fixture
def given_up_timer(world, database, clock, broken):
    process = world.run("timed", diagrams.TIMED)
    mend = broken(process)
    for _ in range(timers.MOST_ATTEMPTS):
        fire_due(database.sessions, clock, "w")
        clock.advance(LONG)
    mend()
    return process


@pytest.fixture
def given_up_signal(world, database, clock, broken):
    hearer = world.run("hearer", drawn.HEARER)
    world.complete("sekretaris", hearer, "work", now=NOON)
    mend = broken(hearer)
    caller = world.run("caller", drawn.CALLER)
    world.complete("sekretaris", caller, "work", now=NOON + HOUR / 2)
    for _ in range(dispatches.MOST_ATTEMPTS):
        hand_on_sent(database.sessions, clock, "w")
        clock.advance(LONG)
    mend()
    return hearer


@pytest.fixture
def given_up_way(world, database, monkeypatch):
    """Give a version that should have begun a process in January, and its clock, a month later."""
    clock = SimulatedClock(NOON)
    version_id = world.publish(
        "begun-by-time", drawn.every("R/2027-01-04T01:00:00Z/P1Y"), "effective"
    )
    clock.advance(JANUARY - NOON)

    def fails(*_args, **_more):
        raise OSError

    with monkeypatch.context() as patched:
        patched.setattr(begin, "begin_by_time", fails)
        for _ in range(MOST_ATTEMPTS):
            begin.begin_due(database.sessions, clock, "w")
            clock.advance(LONG)
    return version_id, clock


def _begun(world, version_id):
    return [it for it in world.rows(tables.process_instance) if it.version_id == version_id]


def test_a_given_up_time_begins_once_after_it_was_let_and_then_as_it_is_set(
    world, database, given_up_way
):
    version_id, clock = given_up_way
    [found] = _stopped(world)
    begin.begin_due(database.sessions, clock, "w")
    assert _begun(world, version_id) == []
    assert (found.work.kind, found.since, found.attempts) == ("way", JANUARY, MOST_ATTEMPTS)

    assert _again(world, clock.now(), (found.work,)) == 1
    begin.begin_due(database.sessions, clock, "a")
    begin.begin_due(database.sessions, clock, "b")

    [made] = _begun(world, version_id)
    [(_, _, event)] = world.events(made.id)
    assert event["occurred_at"] == JANUARY
    assert _stopped(world) == ()
    world.assert_whole(made.id)
    clock.advance(timedelta(days=370))
    begin.begin_due(database.sessions, clock, "a")
    assert len(_begun(world, version_id)) == 2


def test_a_given_up_time_of_a_version_that_was_withdrawn_begins_nothing(
    world, database, given_up_way
):
    version_id, clock = given_up_way
    with transaction(world.session) as tx:
        mine = (
            tables.sop_version.c.pemda_id == world.pemda_id,
            tables.sop_version.c.id == version_id,
        )
        tx.execute(update(tables.sop_version).where(*mine).values(status="withdrawn"))

    _again(world, clock.now())
    begin.begin_due(database.sessions, clock, "w")

    assert _begun(world, version_id) == []
    assert _stopped(world) == ()


def test_a_time_cannot_be_dismissed(world, given_up_way):
    _, clock = given_up_way
    work = tuple(it.work for it in _stopped(world))

    with pytest.raises(NothingStopped):
        dismiss_dispatch(world.session, world.caller("admin"), work=work, now=clock.now())

    assert len(_stopped(world)) == 1


def test_a_given_up_timer_fires_once_after_it_was_let(world, database, clock, given_up_timer):
    [found] = _stopped(world)
    fire_due(database.sessions, clock, "w")
    assert world.open(given_up_timer) == ["work"]
    assert found.work.id == given_up_timer
    assert found.attempts == timers.MOST_ATTEMPTS

    assert _again(world, clock.now(), (found.work,)) == 1
    fire_due(database.sessions, clock, "a")
    fire_due(database.sessions, clock, "b")

    assert world.open(given_up_timer) == ["second"]
    assert world.kinds(given_up_timer).count("TimerFired") == 1
    assert _stopped(world) == ()
    world.assert_whole(given_up_timer)


def test_a_given_up_signal_is_heard_once_after_it_was_let(world, database, clock, given_up_signal):
    [found] = _stopped(world)
    assert found.sent is not None

    _again(world, clock.now())
    hand_on_sent(database.sessions, clock, "a")
    hand_on_sent(database.sessions, clock, "b")

    assert world.open(given_up_signal) == ["second"]
    assert world.kinds(given_up_signal).count("SignalReceived") == 1
    assert _stopped(world) == ()


def test_a_dismissed_signal_is_heard_by_nobody(world, database, clock, given_up_signal):
    work = tuple(it.work for it in _stopped(world))

    assert dismiss_dispatch(world.session, world.caller("admin"), work=work, now=clock.now()) == 1
    hand_on_sent(database.sessions, clock, "w")

    assert "SignalReceived" not in world.kinds(given_up_signal)
    assert _stopped(world) == ()


def test_a_timer_cannot_be_dismissed(world, clock, given_up_timer):
    work = tuple(it.work for it in _stopped(world))

    with pytest.raises(NothingStopped):
        dismiss_dispatch(world.session, world.caller("admin"), work=work, now=clock.now())

    assert len(_stopped(world)) == 1


def test_a_given_up_recount_is_claimed_again_after_it_was_let(world, clock):
    with transaction(world.session) as tx:
        tx.execute(
            insert(tables.due_recount).values(
                pemda_id=world.pemda_id,
                change_id=new_id(),
                made_at=NOON,
                total=1,
                seen=0,
                moved=0,
                failed=0,
                status="waiting",
                attempts=recounts.MOST_ATTEMPTS,
            )
        )
        assert recounts.claim_recount(tx, "w", NOON) is None

    assert [it.work.kind for it in _stopped(world)] == ["recount"]
    _again(world, clock.now())

    with transaction(world.session) as tx:
        assert recounts.claim_recount(tx, "w", clock.now()) is not None


def test_what_was_settled_meanwhile_is_left_alone(world, clock, given_up_timer):
    [found] = _stopped(world)
    _again(world, clock.now(), (found.work,))

    with pytest.raises(NothingStopped):
        _again(world, clock.now(), (found.work,))
    with pytest.raises(NothingStopped):
        _again(world, clock.now(), (StoppedWork("dispatch", new_id()),))
