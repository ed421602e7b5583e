"""Executing recorded events again: two programs, each with every other process of a store.

`python -m tests.benchmarks.replaying ADDRESS PART PARTS`: one of them.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from service.running.reexecution import processes, reexecute
from service.store.database import make_engine, make_sessions, read
from service.store.verify import tenants
from tests.benchmarks.copies import Template, fill
from tests.benchmarks.measures import Rounds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.benchmarks.stores import Store

EVENTS = 100_000
LARGE = 1_000_000
PARTS = 2
#: Of a process: as many as a SOP of the catalogue takes.
_ROUNDS = 24


@contextmanager
def recorded(store: Store, events: int) -> Iterator[str]:
    """Give the address of a store with so many events of processes."""
    place = store.beside("events")
    with place.open() as (engine, office):
        process = Rounds(office, _ROUNDS)
        template = Template.of(office.session, office.pemda_id, process.instance_id)
        fill(office.session, template, round(events / (_ROUNDS + 1)) - 1)
        office.session.close()
        place.settle(engine)
        yield place.url


def seconds_for_a_million(url: str) -> float:
    """Replay what the store holds by two programs at once; return it for a million events."""
    called = [sys.executable, "-m", "tests.benchmarks.replaying", url]
    running = [
        subprocess.Popen(
            [*called, str(part), str(PARTS)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE
        )
        for part in range(PARTS)
    ]
    told: list[dict[str, float]] = [json.loads(program.communicate()[0]) for program in running]
    return max(it["seconds"] for it in told) / sum(it["events"] for it in told) * 1_000_000


def _part(url: str, part: int, parts: int) -> dict[str, float]:
    engine = make_engine(url)
    events = 0
    begun = time.perf_counter()
    with make_sessions(engine)() as session:
        for pemda_id in tenants(session):
            with read(session) as connection:
                ids = processes(connection, pemda_id)
            for instance_id in ids[part::parts]:
                with read(session) as connection:
                    done = reexecute(connection, pemda_id, instance_id)
                if done.difference is not None:
                    raise AssertionError(done)
                events += done.executed
    engine.dispose()
    return {"events": events, "seconds": time.perf_counter() - begun}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_part(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))))
