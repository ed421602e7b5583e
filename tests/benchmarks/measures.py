"""What `./alur bench` measures: seconds per completion, as lists that can be compared."""

from __future__ import annotations

import shutil
import statistics
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import make_url, text

from service.store.database import make_engine, make_sessions
from service.store.schema import migrate
from tests.benchmarks.floor import Recorder, by_driver
from tests.benchmarks.office import ROUNDS, Office, instances, make_office

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Engine

#: Completions of one measurement.
TURNS = 60


@dataclass(frozen=True)
class Store:
    """A place where stores can be made and copied."""

    url: str

    @property
    def is_sqlite(self) -> bool:
        return make_url(self.url).get_backend_name() == "sqlite"

    @contextmanager
    def open(self) -> Iterator[tuple[Engine, Office]]:
        """Give an engine on a fresh store, with an office in it."""
        self._remove(self.url)
        self._make(self.url)
        engine = make_engine(self.url)
        migrate(engine)
        with make_sessions(engine)() as session:
            yield engine, make_office(session)
        engine.dispose()

    def copy(self, engine: Engine) -> str:
        """Copy the store as it is and return the address of the copy."""
        engine.dispose()
        if self.is_sqlite:
            source = make_url(self.url).database
            target = f"{source}.copy"
            for ending in ("", "-wal", "-shm"):
                shutil.copyfile(f"{source}{ending}", f"{target}{ending}") if _exists(
                    f"{source}{ending}"
                ) else None
            return f"sqlite:///{target}"
        name = make_url(self.url).database
        copied = make_url(self.url).set(database=f"{name}_copy")
        address = copied.render_as_string(hide_password=False)
        self._remove(address)
        self._administer(f'CREATE DATABASE "{name}_copy" TEMPLATE "{name}"')
        return address

    def _make(self, url: str) -> None:
        if not self.is_sqlite:
            self._administer(f'CREATE DATABASE "{make_url(url).database}"')

    def _remove(self, url: str) -> None:
        if self.is_sqlite:
            from pathlib import Path

            for ending in ("", "-wal", "-shm"):
                Path(f"{make_url(url).database}{ending}").unlink(missing_ok=True)
            return
        self._administer(f'DROP DATABASE IF EXISTS "{make_url(url).database}" WITH (FORCE)')

    def _administer(self, statement: str) -> None:
        server = make_url(self.url).set(database="postgres")
        engine = make_engine(server.render_as_string(hide_password=False))
        with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            connection.execute(text(statement))
        engine.dispose()


@dataclass(frozen=True)
class StepMeasure:
    """A persisted step against its floor."""

    step: list[float]
    floor: list[float]
    statements: float
    commits: float


def persisted_step(store: Store, turns: int = TURNS) -> StepMeasure:
    """Measure completions and the same statements through a bare driver."""
    with store.open() as (engine, office):
        instance_id = office.start(ROUNDS)
        caller = office.caller()
        task = office.open_tasks(instance_id)[0]
        for _ in range(10):
            task = office.complete(caller, instance_id, task, again=True)
        office.session.close()
        before = store.copy(engine)
        recorder = Recorder(engine)
        step = []
        for _ in range(turns):
            recorder.begin_turn()
            begun = time.perf_counter()
            task = office.complete(caller, instance_id, task, again=True)
            step.append(time.perf_counter() - begun)
        recording = recorder.recording
    floor = by_driver(before, recording)
    return StepMeasure(step, floor, recording.statements, recording.commits)


def after_rounds(store: Store, rounds: int, turns: int = TURNS) -> list[float]:
    """Measure completions of a process that has gone round `rounds` times."""
    with store.open() as (_, office):
        instance_id = office.start(ROUNDS)
        caller = office.caller()
        task = office.open_tasks(instance_id)[0]
        for _ in range(rounds):
            task = office.complete(caller, instance_id, task, again=True)
        return _timed(office, caller, instance_id, task, turns)


def at_width(store: Store, width: int, turns: int = 9) -> list[float]:
    """Measure completions in a parallel multi-instance of `width` instances."""
    with store.open() as (_, office):
        instance_id = office.start(instances(width))
        caller = office.caller()
        seconds = []
        for task in office.open_tasks(instance_id)[: min(turns, width - 1)]:
            begun = time.perf_counter()
            office.complete(caller, instance_id, task, again=False)
            seconds.append(time.perf_counter() - begun)
        return seconds


def _timed(office: Office, caller, instance_id, task: int, turns: int) -> list[float]:
    seconds = []
    for _ in range(turns):
        begun = time.perf_counter()
        task = office.complete(caller, instance_id, task, again=True)
        seconds.append(time.perf_counter() - begun)
    return seconds


def median_ms(seconds: list[float]) -> float:
    return statistics.median(seconds) * 1000


def _exists(path: str) -> Path | None:
    from pathlib import Path

    found = Path(path)
    return found if found.exists() else None
