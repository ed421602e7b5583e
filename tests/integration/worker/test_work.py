from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from datetime import UTC, timedelta

import pytest
from sqlalchemy import event, insert, select, update

from service.clock import SimulatedClock
from service.commands.fire_timer import fire_timer
from service.commands.save_draft import save_draft
from service.store import blobs, tables
from service.store.database import read, transaction
from service.store.housekeeping import Swept, sweep
from service.store.timers import BATCH, LEASE, claim_due, next_due
from service.worker.work import fire_due
from tests.integration.running import diagrams
from tests.integration.running.conftest import NOON

HOUR = timedelta(hours=1)


@pytest.fixture
def timed(world):
    return world.run("timed", diagrams.TIMED)


@pytest.fixture
def clock():
    return SimulatedClock(NOON)


def test_the_worker_fires_what_is_due_and_nothing_else(world, database, timed, clock):
    assert fire_due(database.sessions, clock, "w") == NOON + HOUR
    assert world.open(timed) == ["work"]

    clock.advance(HOUR)

    fire_due(database.sessions, clock, "w")
    assert world.open(timed) == ["second"]
    world.assert_whole(timed)


def test_the_worker_fires_more_than_one_batch_in_a_round(world, database, clock):
    version_id = world.publish("timed", diagrams.TIMED)
    started = [
        world.start(version_id, year=year).instance_id for year in range(2027, 2028 + BATCH)
    ]
    clock.advance(HOUR)

    fire_due(database.sessions, clock, "w")

    assert {tuple(world.open(instance_id)) for instance_id in started} == {("second",)}


def test_two_workers_fire_every_timer_once(world, database, clock):
    version_id = world.publish("timed", diagrams.TIMED)
    started = [world.start(version_id, year=year).instance_id for year in range(2027, 2037)]
    clock.advance(HOUR)

    threads = [
        threading.Thread(target=fire_due, args=(database.sessions, clock, name))
        for name in ("a", "b")
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    for instance_id in started:
        assert world.kinds(instance_id) == ["ProcessStarted", "TimerFired"]


def test_a_timer_that_fails_does_not_hold_up_the_others(world, database, timed, clock):
    other = world.run("timed", diagrams.TIMED, year=2028)
    with transaction(world.session) as tx:
        tx.execute(
            update(tables.process_instance)
            .where(
                tables.process_instance.c.pemda_id == world.pemda_id,
                tables.process_instance.c.id == timed,
            )
            .values(state=b"no state at all")
        )
    clock.advance(HOUR)

    fire_due(database.sessions, clock, "w")

    assert world.open(other) == ["second"]
    [left] = world.rows(tables.timer)
    assert (left.instance_id, left.attempts, left.status) == (timed, 1, "waiting")
    assert left.last_error


def test_a_worker_that_died_after_claiming_is_replaced(world, database, timed, clock):
    clock.advance(HOUR)
    with transaction(world.session) as tx:
        claim_due(tx, "dead", clock.now())

    fire_due(database.sessions, clock, "alive")
    assert world.open(timed) == ["work"]
    clock.advance(LEASE)
    fire_due(database.sessions, clock, "alive")

    assert world.open(timed) == ["second"]


def test_what_is_claimed_is_looked_at_again_when_its_lease_ends(world, timed, clock):
    clock.advance(HOUR)
    with transaction(world.session) as tx:
        claim_due(tx, "dead", clock.now())

    with read(world.session) as connection:
        assert next_due(connection, clock.now()) == clock.now() + LEASE


def test_what_is_due_beside_what_is_claimed_is_looked_at_now(world, timed, clock):
    clock.advance(HOUR)
    with transaction(world.session) as tx:
        claim_due(tx, "slow", clock.now())
    world.run("timed", diagrams.TIMED, now=clock.now() - 2 * HOUR)

    with read(world.session) as connection:
        assert next_due(connection, clock.now()) == clock.now() - HOUR


def test_firing_is_a_handful_of_statements(world, database, timed):
    [due] = world.rows(tables.timer)
    sent = []
    event.listen(
        database.engine,
        "before_cursor_execute",
        lambda _c, _cur, statement, *_: sent.append(statement.split()[0]),
    )
    fire_timer(
        world.session,
        pemda_id=due.pemda_id,
        instance_id=timed,
        token_no=due.token_no,
        now=due.due_at,
    )

    # the process and its timer; then together how often the step was opened, and the calendar
    assert len([it for it in sent if it in ("SELECT", "WITH")]) == 3
    # process, event, timer, the task that opens; the one that ends, and drafts of it
    assert len([it for it in sent if it in ("INSERT", "UPDATE", "DELETE")]) == 6


def test_sweeping_takes_what_has_had_its_time(world, session):
    day = timedelta(days=1)
    blobs.put(session, world.pemda_id, b"orphan", "application/pdf", NOON - 2 * day)
    world.file("sekretaris", b"waiting")
    with transaction(session) as tx:
        tx.execute(
            insert(tables.session),
            [
                {
                    "token_hash": name,
                    "pemda_id": world.pemda_id,
                    "person_id": world.people["kadis"],
                    "csrf": "x",
                    "made_at": NOON - day,
                    "seen_at": NOON - day,
                    "expires_at": expires_at,
                }
                for name, expires_at in (("old", NOON - day), ("new", NOON + day))
            ],
        )

    assert sweep(session, NOON) == Swept(uploads=0, blobs=1, answers=0, sessions=1)

    with read(session) as connection:
        left = connection.execute(select(tables.session.c.token_hash)).scalars().all()
    assert left == ["new"]
    assert [row.size for row in world.rows(tables.blob)] == [len(b"waiting")]


def test_sweeping_takes_a_draft_that_came_while_its_task_was_completed(world, session, timed):
    """`save_draft` finds the task open, then it is completed, then the draft is written."""
    task_no = world.task_no(timed, "work")
    world.complete("sekretaris", timed, "work")
    with transaction(session) as tx:
        tx.execute(
            insert(tables.draft).values(
                pemda_id=world.pemda_id,
                instance_id=timed,
                task_no=task_no,
                person_id=world.people["sekretaris"],
                typed="{}",
                saved_at=NOON,
            )
        )

    assert sweep(session, NOON).drafts == 1

    assert world.rows(tables.draft) == []


def test_sweeping_leaves_the_draft_of_an_open_task(world, session, timed):
    save_draft(
        session,
        world.caller("sekretaris"),
        instance_id=timed,
        task_no=world.task_no(timed, "work"),
        typed={"catatan": "setengah"},
        now=NOON,
    )

    assert sweep(session, NOON).drafts == 0

    assert len(world.rows(tables.draft)) == 1


@pytest.mark.slow
def test_the_program_works_until_it_is_told_to_stop(world, database, timed, tmp_path):
    with transaction(world.session) as tx:
        long_ago = NOON.replace(year=2020).astimezone(UTC)
        tx.execute(
            update(tables.timer)
            .where(tables.timer.c.pemda_id == world.pemda_id)
            .values(due_at=long_ago)
        )
    environment = os.environ | {
        "ALUR_DATABASE_URL": database.url,
        "ALUR_DATA": str(tmp_path),
        "ALUR_LOG_LEVEL": "info",
        "ALUR_LOG_FORMAT": "json",
    }
    command = [sys.executable, "-m", "service", "worker"]
    lines = []
    with subprocess.Popen(
        command, env=environment, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True
    ) as program:
        assert program.stderr is not None
        for line in program.stderr:
            lines.append(line)
            if "timer_" in line:
                program.send_signal(signal.SIGTERM)

    assert program.returncode == 0
    assert any("timer_" in line for line in lines)
    assert "worker_stopped" in lines[-1]
