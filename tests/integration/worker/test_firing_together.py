"""Timers that are due together are fired in one transaction; each stays a command of its own."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta
from itertools import count

import pytest
from sqlalchemy import event, insert, update

from service.clock import SimulatedClock
from service.store import tables
from service.store.database import transaction
from service.store.history import head_of
from service.store.timers import LEASE
from service.worker.work import fire_due
from tests.integration.running import diagrams
from tests.integration.running.conftest import NOON
from tests.random_office.power import Power, PowerGone

HOUR = timedelta(hours=1)
TOGETHER = 6

#: Two tasks beside each other, each with a timer of an hour.
TWICE_TIMED = diagrams.TIMED.replace(
    b"</bpmn:boundaryEvent>",
    b"</bpmn:boundaryEvent>"
    b'<bpmn:boundaryEvent id="told" attachedToRef="work" cancelActivity="false">'
    b"<bpmn:timerEventDefinition><bpmn:timeDuration>PT30M</bpmn:timeDuration>"
    b"</bpmn:timerEventDefinition></bpmn:boundaryEvent>"
    b'<bpmn:sequenceFlow id="told-second" sourceRef="told" targetRef="second"/>',
    1,
).replace(b">start work", b">start told work")


@pytest.fixture
def clock():
    return SimulatedClock(NOON)


@pytest.fixture
def several(world, clock):
    """Processes whose timers are due now."""
    version_id = world.publish("timed", diagrams.TIMED)
    started = [
        world.start(version_id, year=year).instance_id for year in range(2027, 2027 + TOGETHER)
    ]
    clock.advance(HOUR)
    return started


@contextmanager
def written(database):
    """Count the commits of transactions that write."""
    commits = []

    def note(connection):
        if connection.get_execution_options().get("alur_writes"):
            commits.append(1)

    event.listen(database.engine, "commit", note)
    try:
        yield commits
    finally:
        event.remove(database.engine, "commit", note)


def assert_fired_once(world, instance_ids):
    for instance_id in instance_ids:
        assert world.kinds(instance_id) == ["ProcessStarted", "TimerFired"]
        assert world.open(instance_id) == ["second"]
        world.assert_whole(instance_id)


def test_timers_due_together_wait_for_the_disk_once(world, database, several, clock):
    with written(database) as commits:
        fire_due(database.sessions, clock, "w")

    # the claim, and the timers
    assert len(commits) == 2
    assert_fired_once(world, several)
    assert world.rows(tables.timer) == []


def test_a_process_that_cannot_be_read_stops_none_beside_it(world, database, several, clock):
    poisoned, *others = several
    _spoil(world, poisoned)

    with written(database) as commits:
        fire_due(database.sessions, clock, "w")

    # the claim, the others together, and giving back the one
    assert len(commits) == 3
    assert_fired_once(world, others)
    [left] = world.rows(tables.timer)
    assert (left.instance_id, left.attempts, left.status) == (poisoned, 1, "waiting")
    assert left.last_error


def test_a_process_that_cannot_be_written_stops_none_beside_it(world, database, several, clock):
    *others, poisoned = several
    _take_next_number(world, poisoned)

    fire_due(database.sessions, clock, "w")

    assert_fired_once(world, others)
    [left] = world.rows(tables.timer)
    assert (left.instance_id, left.attempts, left.last_error) == (poisoned, 1, "store.head-moved")
    assert world.open(poisoned) == ["work"]


def test_a_neighbour_who_is_faster_stops_none_beside_it(world, database, several, clock):
    faster, *others = several
    looks = []

    def complete_before(connection):
        if not connection.get_execution_options().get("alur_reads"):
            return
        looks.append(1)
        # First it was asked whether any is due, then what to fire; next comes the writing.
        if len(looks) == 2:
            world.complete("sekretaris", faster, "work")

    event.listen(database.engine, "commit", complete_before)
    try:
        fire_due(database.sessions, clock, "w")
    finally:
        event.remove(database.engine, "commit", complete_before)

    assert_fired_once(world, others)
    assert world.kinds(faster) == ["ProcessStarted", "UserTaskCompleted"]
    assert world.process(faster).status == "completed"
    assert world.rows(tables.timer) == []


def test_two_timers_of_one_process_both_fire(world, database, clock):
    version_id = world.publish("timed", TWICE_TIMED)
    started = [world.start(version_id, year=year).instance_id for year in (2027, 2028)]
    clock.advance(HOUR)

    fire_due(database.sessions, clock, "w")

    for instance_id in started:
        assert world.kinds(instance_id) == ["ProcessStarted", "TimerFired", "TimerFired"]
        world.assert_whole(instance_id)
    assert world.rows(tables.timer) == []


def test_power_that_goes_at_any_statement_loses_and_doubles_nothing(
    world, database, several, clock
):
    power = Power(database)
    try:
        for number in count(1):
            try:
                with power.failing_at(number):
                    fire_due(database.sessions, clock, "w")
            except PowerGone:
                power.comes_back()
            fired = [it for it in several if "TimerFired" in world.kinds(it)]
            assert fired in ([], several)
            if fired:
                break
            clock.advance(LEASE)
    finally:
        power.remove()

    # The claim and what fires them are more statements than these.
    assert number > 5
    assert_fired_once(world, several)
    assert world.rows(tables.timer) == []


def _spoil(world, instance_id):
    table = tables.process_instance
    with transaction(world.session) as tx:
        tx.execute(
            update(table)
            .where(table.c.pemda_id == world.pemda_id, table.c.id == instance_id)
            .values(state=b"no state at all")
        )


def _take_next_number(world, instance_id):
    """Write an event by hand, past the end of the chain, so that nothing can be appended."""
    table = tables.history_event
    with transaction(world.session) as tx:
        end = head_of(tx, world.stream(instance_id))
        tx.execute(
            insert(table).values(
                pemda_id=world.pemda_id,
                stream_id=instance_id,
                seq=end.seq + 1,
                stream="process",
                kind="Forged",
                occurred_at=NOON,
                recorded_at=NOON,
                payload="{}",
                prev_hash=end.hash,
                hash="f" * 64,
            )
        )
