"""Workers are killed while they hand on: every receiver gets everything, and nothing twice."""

from __future__ import annotations

import random
import signal
import time
from datetime import timedelta

import pytest
from sqlalchemy import update

from service.clock import SystemClock
from service.store import tables
from service.store.database import transaction
from tests.integration.running import sending_diagrams as drawn
from tests.proofs.serving import Programs

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("crashes")]

HEARERS = 60
TAKERS = 20
KILLS = 6
MOST_SECONDS = 240


def test_nothing_that_was_sent_is_lost_or_doubled_when_workers_are_killed(
    world, database, tmp_path
):
    now = SystemClock().now() - timedelta(minutes=10)
    hearers = _waiting(world, "hearer", drawn.HEARER, HEARERS, now)
    takers = _waiting(world, "any", drawn.ANY, TAKERS, now)
    callers = [world.run("caller", drawn.CALLER, now=now)]
    callers += [world.run("sender", drawn.SENDER, now=now) for _ in range(TAKERS)]
    for instance_id in callers:
        world.complete("sekretaris", instance_id, "work", now=now + timedelta(minutes=1))

    programs = Programs(database.url, tmp_path / "data")
    kills = _killed_now_and_then(world, programs)

    for instance_id in hearers:
        assert world.kinds(instance_id)[2:] == ["SignalReceived"]
    for instance_id in takers:
        assert world.kinds(instance_id)[2:] == ["MessageReceived"]
    for instance_id in (*hearers[:5], *takers[:5], *callers[:2]):
        world.assert_whole(instance_id)
    assert {row.status for row in world.rows(tables.dispatch)} == {"done"}
    assert kills >= 2


def _waiting(world, key, xml, many, now):
    version_id = world.publish(key, xml)
    made = [world.start(version_id, now=now).instance_id for _ in range(many)]
    for instance_id in made:
        world.complete("sekretaris", instance_id, "work", now=now)
    return made


def _killed_now_and_then(world, programs):
    """Let a worker work, kill it in the middle a few times, then let it end; return the kills."""
    seed = random.Random(13)
    until, kills = time.monotonic() + MOST_SECONDS, 0
    programs.start("worker")
    try:
        while any(row.status == "waiting" for row in world.rows(tables.dispatch)):
            assert time.monotonic() < until
            before = len(world.rows(tables.dispatch_receipt))
            time.sleep(seed.uniform(0.05, 0.3))
            in_the_middle = 0 < len(world.rows(tables.dispatch_receipt)) > before
            if kills < KILLS and in_the_middle:
                programs.running["worker"].send_signal(signal.SIGKILL)
                programs.running["worker"].wait()
                kills += 1
                _leases_end(world)
                programs.mend()
    finally:
        programs.stop()
    return kills


def _leases_end(world):
    """Five minutes later, at once."""
    with transaction(world.session) as tx:
        tx.execute(
            update(tables.dispatch)
            .where(tables.dispatch.c.pemda_id == world.pemda_id)
            .values(lease_until=None)
        )
