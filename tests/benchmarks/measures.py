"""What `./alur bench` measures: seconds per completion, of things that are done in turn.

What is compared is done alternately, completion by completion, in one store: whatever else the
machine does then happens to both. In which order is drawn anew each time: what comes after a page
of another program finds the processor's caches cold, and warms them for what follows.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from tests.benchmarks.floor import Recorder, replayer
from tests.benchmarks.office import ROUNDS, instances
from tests.benchmarks.page import Answering, Page

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from sqlalchemy import Engine

    from service.access.model import Caller
    from tests.benchmarks.floor import Recording
    from tests.benchmarks.office import Office
    from tests.benchmarks.stores import Store

#: Completions of each thing in one run.
TURNS = 40
#: Before anything is measured: statements are compiled and pages are in memory then.
WARM_UP = 10
#: Completions of each width in one run; fewer than the smallest width has instances.
WIDTH_TURNS = 8


@dataclass(frozen=True)
class Step:
    """A completion in all its parts, in one run: seconds by what was done."""

    seconds: dict[str, list[float]]
    statements: float
    commits: float
    #: of the write-ahead log
    log_bytes: float


class Rounds:
    """A process that goes round, and who completes its task."""

    def __init__(self, office: Office, rounds: int, fields: int = 0) -> None:
        self._office = office
        self._caller = office.caller()
        self._fields = fields
        self.instance_id = office.start(ROUNDS, fields)
        self._task = office.open_tasks(self.instance_id)[0]
        self.go(rounds)

    def go(self, rounds: int) -> None:
        for _ in range(rounds):
            self._task = self._office.complete(
                self._caller, self.instance_id, self._task, again=True, fields=self._fields
            )

    def in_memory(self) -> float:
        """Return how long the engine alone takes for it, from bytes to bytes."""
        run = self._office.in_memory(self.instance_id, self._task)
        return _timed(run)

    def timed(self) -> float:
        """Complete the task once more and return the seconds that it took."""
        return _timed(lambda: self.go(1))


class Instances:
    """A process with one multi-instance, whose instances are completed one by one."""

    def __init__(self, office: Office, width: int) -> None:
        self._office = office
        self._caller: Caller = office.caller()
        self._instance_id: UUID = office.start(instances(width))
        self._tasks = iter(office.open_tasks(self._instance_id))

    def timed(self) -> float:
        """Complete the next instance and return the seconds that it took."""
        task = next(self._tasks)
        begun = time.perf_counter()
        self._office.complete(self._caller, self._instance_id, task, again=False)
        return time.perf_counter() - begun


def persisted_step(store: Store, turns: int = TURNS) -> Step:
    """Measure completions, their very statements without Alur, and completions by a page."""
    with store.open() as (engine, office):
        process = Rounds(office, WARM_UP)
        office.session.close()
        copies = {name: store.copy(engine, name) for name in ("bare", "core")}
        store.forget_log(engine)
        before = store.log_bytes(engine)
        recording = _recorded(engine, lambda: process.go(1), turns)
        written = store.log_bytes(engine) - before
        web = Answering(store.url, office)
        for _ in range(WARM_UP):
            web.complete()
        office.session.close()
        web.engine.dispose()
        copies |= {name: store.copy(engine, name) for name in ("own-bare", "own-core")}
        own = _recorded(web.engine, web.complete, turns)
        web.engine.dispose()
        with (
            replayer(copies["bare"], recording, bare=True) as bare,
            replayer(copies["core"], recording, bare=False) as core,
            replayer(copies["own-bare"], own, bare=True) as own_bare,
            replayer(copies["own-core"], own, bare=False) as own_core,
            Page(store.url, office) as page,
        ):
            things: dict[str, Callable[[int], float]] = {
                "memory": lambda _: process.in_memory(),
                "step": lambda _: process.timed(),
                "bare": bare,
                "core": core,
                "own-bare": own_bare,
                "own-core": own_core,
                "page": lambda _: page.timed(),
            }
            seconds: dict[str, list[float]] = {name: [] for name in things}
            drawn = Random(turns)
            for number in range(turns):
                for name in drawn.sample(sorted(things), len(things)):
                    seconds[name].append(things[name](number))
        office.session.close()
    seconds["page-own"] = seconds["page"]
    return Step(seconds, recording.statements, recording.commits, written / turns)


def _recorded(engine: Engine, complete: Callable[[], None], turns: int) -> Recording:
    recorder = Recorder(engine)
    for _ in range(turns):
        recorder.begin_turn()
        complete()
    return recorder.end()


def after_rounds(
    store: Store, ages: tuple[int, ...], turns: int = TURNS
) -> dict[int, list[float]]:
    """Measure completions of processes that have gone round so many times before."""
    with store.open() as (_, office):
        processes = {age: Rounds(office, age) for age in ages}
        for process in processes.values():
            process.go(1)
        return _in_turn(processes, turns)


def at_form_size(
    store: Store, sizes: tuple[int, ...], turns: int = TURNS
) -> dict[int, list[float]]:
    """Measure completions with forms of so many more fields."""
    with store.open() as (_, office):
        processes = {size: Rounds(office, WARM_UP, size) for size in sizes}
        return _in_turn(processes, turns)


def at_width(
    store: Store, widths: tuple[int, ...], turns: int = WIDTH_TURNS
) -> dict[int, list[float]]:
    """Measure completions in parallel multi-instances of so many instances."""
    with store.open() as (_, office):
        processes = {width: Instances(office, width) for width in widths}
        for process in processes.values():
            process.timed()
        return _in_turn(processes, turns)


def _in_turn(
    processes: dict[int, Rounds] | dict[int, Instances], turns: int
) -> dict[int, list[float]]:
    seconds: dict[int, list[float]] = {key: [] for key in processes}
    for _ in range(turns):
        for key, process in processes.items():
            seconds[key].append(process.timed())
    return seconds


def _timed(run: Callable[[], object]) -> float:
    begun = time.perf_counter()
    run()
    return time.perf_counter() - begun
