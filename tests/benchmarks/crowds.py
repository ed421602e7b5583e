"""Stores with many processes: what a completion costs in them, and the inbox of one person.

They are filled once, with copies of a process that waits for its first task, and measured in turn.
"""

from __future__ import annotations

import time
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import update

from service.queries.inbox import my_tasks
from service.store import tables
from service.store.database import transaction
from service.store.ids import new_id
from tests.benchmarks.copies import Template, fill
from tests.benchmarks.measures import TURNS, WARM_UP, Rounds
from tests.benchmarks.office import NOON, ROUNDS
from tests.benchmarks.page import Inbox

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

    from tests.benchmarks.office import Office
    from tests.benchmarks.stores import Store

SIZES = (1_000, 100_000)
LARGE = 1_000_000
#: The store in which the inbox is looked at.
OPEN_TASKS = 100_000
#: Jabatan among which the open tasks lie; one of them is the caller's.
_JABATAN = 500
#: Looks at the inbox in one run.
_LOOKS = 40


class Crowds:
    """Stores of each size, with a process in each whose steps are completed in turn."""

    def __init__(self, offices: dict[int, Office], inbox: Inbox) -> None:
        self._offices = offices
        self._inbox = inbox
        self._rounds = {size: Rounds(office, WARM_UP) for size, office in offices.items()}

    def completions(self) -> dict[int, list[float]]:
        """Return the seconds of completions, by size of the store."""
        seconds: dict[int, list[float]] = {size: [] for size in self._rounds}
        for _ in range(TURNS):
            for size, process in self._rounds.items():
                seconds[size].append(process.timed())
        return seconds

    def looks(self) -> dict[str, list[float]]:
        """Return the seconds of looks at the inbox: by its query, and as a page."""
        office = self._offices[OPEN_TASKS]
        caller = office.caller()
        self._inbox.warm_up()
        seconds: dict[str, list[float]] = {"query": [], "page": []}
        for _ in range(_LOOKS):
            begun = time.perf_counter()
            my_tasks(office.session, caller, today=NOON.date())
            seconds["query"].append(time.perf_counter() - begun)
            office.session.close()
            seconds["page"].append(self._inbox.timed())
        return seconds

    def all_to_one(self) -> None:
        """Let every open task wait for the caller's jabatan: no office has so many."""
        office = self._offices[OPEN_TASKS]
        task = tables.user_task
        with transaction(office.session) as tx:
            mine = own_key(office)
            tx.execute(
                update(task).where(task.c.pemda_id == office.pemda_id).values(candidate=mine)
            )


def own_key(office: Office) -> str:
    """Return what a task of the office's Sekretaris waits for."""
    [holder] = office.caller().holders
    return f"office:{holder.office_id}:{holder.role}"


@contextmanager
def crowded(store: Store, sizes: tuple[int, ...]) -> Iterator[Crowds]:
    """Fill a store of each size; give them together."""
    with ExitStack() as stack:
        offices = {}
        for size in sizes:
            place = store.beside(f"of_{size}")
            engine, office = stack.enter_context(place.open())
            _crowd(place, engine, office, size)
            offices[size] = office
        inbox = Inbox(store.beside(f"of_{OPEN_TASKS}").url, offices[OPEN_TASKS])
        yield Crowds(offices, stack.enter_context(inbox))


def _crowd(place: Store, engine: Engine, office: Office, size: int) -> None:
    instance_id = office.start(ROUNDS)
    template = Template.of(office.session, office.pemda_id, instance_id)
    others = [f"unit:{new_id()}:anggota_tim" for _ in range(_JABATAN - 1)]
    keys = [own_key(office), *others]
    fill(office.session, template, size, lambda number: keys[number % _JABATAN])
    office.session.close()
    place.settle(engine)
