"""An office that works on its processes, and what every act on it has to hold.

An act has a key, as every form has. It is done or refused whole: the power that goes in its middle
leaves every row as it was, and the same act again, with the same key, is done once. Repeated when
it is done it gives the same answer and changes nothing.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import chain
from typing import TYPE_CHECKING, Any

from service.errors import AlurError
from service.store import dialects, tables
from service.store.database import StoreBusy
from service.store.idempotency import request_key
from service.store.tables import metadata
from tests.integration.running.conftest import NOON
from tests.integration.running.test_move_process import another
from tests.random_office.diagrams import EFFECTIVE, SOPS
from tests.random_office.power import Power, PowerGone
from tests.random_office.whole import (
    assert_begun_once,
    assert_process_whole,
    assert_store_whole,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime
    from uuid import UUID

    from service.commands.fetch_jobs import GivenJob
    from service.store.idempotency import RequestKey
    from tests.databases import Database
    from tests.integration.running.conftest import World

#: Longer than a worker or system that died keeps what it took.
LEASES_END = timedelta(minutes=11)

#: What begins by itself may be more.
MOST_PROCESSES = 8


@dataclass(frozen=True)
class Seen:
    """The rows that somebody who looks for something to do looks at."""

    processes: list[Any]
    tasks: list[Any]
    timers: list[Any]
    jobs: list[Any]
    incidents: list[Any]


@dataclass
class Office:
    """The people of `world`, what they work on, and what they were told."""

    world: World
    database: Database
    power: Power
    #: SOP → its versions
    versions: dict[str, list[UUID]]
    now: datetime = NOON
    #: jobs that a system holds, or held
    held: dict[tuple[UUID, int], GivenJob] = field(default_factory=dict)
    #: repairs that wait for a second person: process, event
    asked: list[tuple[UUID, int]] = field(default_factory=list)
    #: (process, task number) of what was acknowledged, by the kind of its event
    acknowledged: dict[str, list[tuple[UUID, int]]] = field(default_factory=dict)
    #: process → its state and number of events when it was last looked at as a whole
    checked: dict[UUID, Any] = field(default_factory=dict)
    #: acts and refusals by their names
    happened: Counter[str] = field(default_factory=Counter)
    keys: int = 0

    def caller(self, who: str) -> Any:
        return self.world.caller(who, self.now)

    def seen(self) -> Seen:
        rows = self.world.rows
        processes = [it for it in rows(tables.process_instance) if it.status == "running"]
        alive = {it.id for it in processes}
        return Seen(
            processes,
            [it for it in rows(tables.user_task) if it.status == "open"],
            rows(tables.timer),
            rows(tables.job),
            [
                it
                for it in rows(tables.incident)
                if it.resolved_at is None and it.instance_id in alive
            ],
        )

    # ------------------------------------------------------------ acts

    def act(
        self, name: str, call: Callable[[RequestKey], Any], *, fails: Iterable[int] = ()
    ) -> Any:
        """Let somebody do something with a key; return the answer, None when it was refused."""
        self.keys += 1
        request = request_key(f"key {self.keys}", f"/{name}", b"")
        done = self.once(name, lambda: call(request), fails=fails)
        if done is None:
            return None
        before = everything(self.database)
        assert call(request) == done, name
        self.require_same(before, name)
        return done

    def once(self, name: str, call: Callable[[], Any], *, fails: Iterable[int] = ()) -> Any:
        """Let something happen whole or not at all; return None when it was refused.

        The power goes at the statements `fails`, one try after another, and then no more.
        """
        before = everything(self.database)
        done, refused = None, None
        for number in chain(fails, (None,)):
            try:
                with self.power.failing_at(number):
                    done = call()
            except PowerGone:
                self.power.comes_back()
                self.happened["power gone"] += 1
                self.require_same(before, name)
                continue
            except AlurError as error:
                refused = error
            break
        if refused is None:
            self.happened[name] += 1
            return done
        assert not isinstance(refused, StoreBusy), name
        self.require_same(before, name)
        self.happened[f"{name}: {refused.code}"] += 1
        return None

    def require_same(self, before: Mapping[str, list[str]], name: str) -> None:
        """Fail where a row is not as it was, and say in which tables."""
        now = everything(self.database)
        differing = [it for it in {*before, *now} if before.get(it) != now.get(it)]
        assert not differing, (name, differing)

    def acknowledge(self, kind: str, instance_id: UUID, task_no: int) -> None:
        self.acknowledged.setdefault(kind, []).append((instance_id, task_no))

    # ------------------------------------------------------------ what holds

    def look(self) -> None:
        """Check all that changed since the last look."""
        for process in self.world.rows(tables.process_instance):
            stamp = (process.revision, process.state, len(self.world.events(process.id)))
            if self.checked.get(process.id) != stamp:
                assert_process_whole(self.world, process)
                self.checked[process.id] = stamp
        assert_store_whole(self.world, self.acknowledged)
        assert_begun_once(self.world, self.versions)

    def again(self) -> Office:
        """Return an office that has the same versions and has done nothing."""
        return Office(self.world, self.database, Power(self.database), self.versions)


def open_office(world: World, database: Database) -> Office:
    """Publish what the office works by."""
    versions = {}
    for key, (first, *later) in SOPS.items():
        version_id = world.publish(key, first, "effective" if key in EFFECTIVE else "trial")
        versions[key] = [version_id, *(another(world, version_id, xml) for xml in later)]
    return Office(world, database, Power(database), versions)


def everything(database: Database) -> dict[str, list[str]]:
    """Return every row of the store."""
    found = {}
    with database.engine.connect().execution_options(**dialects.READING) as connection:
        for name in metadata.tables:
            rows = connection.exec_driver_sql(f'SELECT * FROM "{name}"')  # noqa: S608 - ours
            found[name] = sorted(map(repr, rows))
    return {name: rows for name, rows in found.items() if rows}
