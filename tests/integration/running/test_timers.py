from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from service.commands.fire_timer import fire_timer
from service.engine.faults import TimerNotDue
from service.running.inputs import EventUnreadable, recorded_steps
from service.running.refusals import TimerGone
from service.store import tables
from service.store.database import read, transaction
from service.store.timers import LEASE, MOST_ATTEMPTS, DueTimer, claim_due, give_back, next_due
from service.values import canonical_bytes
from tests.integration.running import diagrams
from tests.integration.running.conftest import NOON

HOUR = timedelta(hours=1)


@pytest.fixture
def timed(world):
    return world.run("timed", diagrams.TIMED)


def _timer(world):
    [row] = world.rows(tables.timer)
    return row


def _fire(world, instance_id, now):
    return fire_timer(
        world.session,
        pemda_id=world.pemda_id,
        instance_id=instance_id,
        token_no=_timer(world).token_no,
        now=now,
    )


def test_a_timer_is_a_row_with_its_instant(world, timed):
    row = _timer(world)

    assert (row.instance_id, row.element_id, row.status) == (timed, "late", "waiting")
    assert row.due_at == NOON + HOUR
    with read(world.session) as connection:
        assert next_due(connection, NOON) == NOON + HOUR


#: One o'clock in the night of 1 March where the office is, still February in UTC.
FIRST_OF_MARCH = datetime(2027, 2, 28, 18, tzinfo=UTC)


def test_months_are_counted_on_the_calendar_of_the_office_also_in_replay(world):
    monthly = diagrams.TIMED.replace(b"PT1H", b"P1M")
    waiting = world.run("timed", monthly, now=FIRST_OF_MARCH)

    # 1 April there; in UTC the month would have ended on 28 March.
    assert _timer(world).due_at == datetime(2027, 3, 31, 18, tzinfo=UTC)
    assert world.events(waiting)[-1][1]["input"]["zone"] == "Asia/Pontianak"
    world.assert_whole(waiting)

    _fire(world, waiting, datetime(2027, 3, 31, 18, tzinfo=UTC))
    world.assert_whole(waiting)


def test_an_event_without_a_zone_was_computed_in_utc():
    payload = {"input": {"command": "fire_timer", "token_no": 1}, "state_sha256": "0" * 64}
    row = {"payload": canonical_bytes(payload).decode(), "recorded_at": NOON, "seq": 1}

    [(recorded, _, _)] = recorded_steps([row])

    assert recorded.zone == UTC


@pytest.mark.parametrize(
    "given", [[], "x", None, {"command": "fire_timer", "token_no": 1, "zone": "Asia"}]
)
def test_an_input_that_was_forged_is_named_by_its_event(given):
    payload = {"input": given, "state_sha256": "0" * 64}
    row = {"payload": canonical_bytes(payload).decode(), "recorded_at": NOON, "seq": 7}

    with pytest.raises(EventUnreadable) as refused:
        list(recorded_steps([row]))

    assert refused.value.params["seq"] == "7"


def test_a_due_timer_moves_the_process_on_as_the_system(world, timed):
    _fire(world, timed, NOON + HOUR)

    assert world.open(timed) == ["second"]
    assert [row.status for row in world.tasks(timed)] == ["cancelled", "open"]
    assert world.rows(tables.timer) == []
    kind, payload, row = world.events(timed)[-1]
    assert (kind, row["actor_id"], row["element_id"]) == ("TimerFired", None, "late")
    assert payload["due_at"] == NOON + HOUR
    world.assert_whole(timed)


def test_a_timer_does_not_fire_before_its_instant(world, timed):
    with pytest.raises(TimerNotDue):
        _fire(world, timed, NOON + HOUR - timedelta(seconds=1))

    assert len(world.rows(tables.timer)) == 1
    assert world.kinds(timed) == ["ProcessStarted"]


def test_a_timer_goes_with_the_activity_it_stands_on(world, timed):
    world.complete("sekretaris", timed, "work")

    assert world.rows(tables.timer) == []


def test_a_timer_fires_once(world, timed):
    token_no = _timer(world).token_no
    _fire(world, timed, NOON + HOUR)

    with pytest.raises(TimerGone):
        fire_timer(
            world.session,
            pemda_id=world.pemda_id,
            instance_id=timed,
            token_no=token_no,
            now=NOON + HOUR,
        )

    assert world.kinds(timed) == ["ProcessStarted", "TimerFired"]


# ---------------------------------------------------------------- claims


def _claim(world, worker, now):
    with transaction(world.session) as tx:
        return claim_due(tx, worker, now)


def test_only_what_is_due_is_claimed(world, timed):
    assert _claim(world, "a", NOON + HOUR - timedelta(seconds=1)) == ()

    [due] = _claim(world, "a", NOON + HOUR)
    assert (due.instance_id, due.attempts) == (timed, 1)


def test_a_claimed_timer_is_nobody_elses_until_the_lease_ends(world, timed):
    _claim(world, "a", NOON + HOUR)

    assert _claim(world, "b", NOON + HOUR + LEASE - timedelta(seconds=1)) == ()
    [due] = _claim(world, "b", NOON + HOUR + LEASE)
    assert due.attempts == 2


def test_two_workers_at_once_claim_each_timer_once(world, database):
    for year in range(2027, 2037):
        world.run("timed", diagrams.TIMED, year=year)
    claimed: list[DueTimer] = []
    gate = threading.Barrier(2)

    def work(name):
        with database.sessions() as session:
            gate.wait()
            with transaction(session) as tx:
                claimed.extend(claim_due(tx, name, NOON + HOUR))

    threads = [threading.Thread(target=work, args=(name,)) for name in ("a", "b")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(claimed) == 10
    assert len({due.instance_id for due in claimed}) == 10


def test_a_timer_that_keeps_failing_is_tried_later_and_then_left_dead(world, timed):
    now = NOON + HOUR
    for attempt in range(1, MOST_ATTEMPTS + 1):
        [due] = _claim(world, "a", now)
        assert due.attempts == attempt
        with transaction(world.session) as tx:
            now = give_back(tx, due, "running.definition-broken", now) or now
    row = _timer(world)

    assert (row.status, row.last_error) == ("dead", "running.definition-broken")
    assert _claim(world, "a", now + timedelta(days=30)) == ()


def test_a_given_back_timer_waits_before_it_is_tried_again(world, timed):
    [due] = _claim(world, "a", NOON + HOUR)
    with transaction(world.session) as tx:
        again = give_back(tx, due, "store.busy", NOON + HOUR)

    assert again is not None
    assert again > NOON + HOUR
    assert _claim(world, "b", again - timedelta(seconds=1)) == ()
    assert len(_claim(world, "b", again)) == 1


def test_a_dead_timer_is_not_waited_for(world, timed):
    with transaction(world.session) as tx:
        tx.execute(
            update(tables.timer)
            .where(tables.timer.c.pemda_id == world.pemda_id)
            .values(status="dead")
        )

    with read(world.session) as connection:
        assert next_due(connection, NOON) is None
