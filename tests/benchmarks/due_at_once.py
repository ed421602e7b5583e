"""Timers that are due in one instant: how late the real workers fire them."""

from __future__ import annotations

import tempfile
import time
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from service.clock import SystemClock
from service.events.engine_moves import TimerFired
from service.store.database import read
from service.store.tables import history_event, timer
from tests.benchmarks.copies import Template, fill
from tests.benchmarks.office import TIMER
from tests.proofs.serving import Programs

if TYPE_CHECKING:
    from tests.benchmarks.office import Office
    from tests.benchmarks.stores import Store

TIMERS = 10_000
WORKERS = 2

#: Copies that are surely written in a second, and what starting workers takes.
_FILLED_IN_A_SECOND = 400
_START = timedelta(seconds=8)


def lateness(store: Store, count: int = TIMERS, workers: int = WORKERS) -> list[float]:
    """Return the seconds from the instant at which all were due to the event of each."""
    clock = SystemClock()
    due = clock.now() + _START + timedelta(seconds=count / _FILLED_IN_A_SECOND)
    with store.open() as (engine, office), ExitStack() as stack:
        instance_id = office.start(TIMER, now=due - timedelta(minutes=1))
        template = Template.of(office.session, office.pemda_id, instance_id)
        fill(office.session, template, count - 1)
        office.session.close()
        store.settle(engine)
        for _ in range(workers):
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="alur-bench-"))
            programs = Programs(store.url, Path(folder))
            stack.callback(programs.stop)
            programs.start("worker")
        time.sleep(max(0.0, (due - clock.now()).total_seconds()))
        while _waiting(office):
            time.sleep(0.5)
        with read(office.session) as connection:
            fired = connection.execute(
                select(history_event.c.recorded_at).where(
                    history_event.c.pemda_id == office.pemda_id,
                    history_event.c.kind == TimerFired.kind,
                )
            ).scalars()
            found = [(instant - due).total_seconds() for instant in fired]
        office.session.close()
    if len(found) != count:
        raise AssertionError(len(found))
    return found


def _waiting(office: Office) -> int:
    with read(office.session) as connection:
        found = connection.scalar(
            select(func.count())
            .select_from(timer)
            .where(timer.c.pemda_id == office.pemda_id, timer.c.status == "waiting")
        )
    office.session.close()
    return int(found or 0)
