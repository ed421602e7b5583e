"""Which units handed in what a step collects, and whose part was waived."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from service.store.joins import on
from service.store.tables import unit, user_task

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from service.engine import Definition
    from service.store.instances import Instance, Task

#: Units side by side: the width of a multi-instance at most.
_MOST: Final = 1_000


@dataclass(frozen=True, slots=True)
class Supplied:
    """How the units stand that were asked side by side for what a step collects, by name."""

    sent: tuple[str, ...]
    waived: tuple[str, ...]
    waiting: tuple[str, ...]

    @property
    def asked(self) -> int:
        """Of how many units something was asked."""
        return len(self.sent) + len(self.waived) + len(self.waiting)


def supplied(
    connection: Connection, instance: Instance, task: Task, definition: Definition
) -> tuple[Supplied, ...]:
    """Return what the units did that a task collects from, the last time that they were asked.

    One for each multi-instance whose `alur:collector` is the task's element; without one nothing
    is read.
    """
    asking = [
        path
        for path, node in definition.nodes.items()
        if node.extension.collector is not None
        and f"{path.rpartition('/')[0]}/{node.extension.collector}" == task.path
    ]
    if not asking:
        return ()
    rows = connection.execute(
        select(
            user_task.c.path,
            user_task.c.opened_seq,
            user_task.c.status,
            unit.c.name,
        )
        .join(unit, on(unit.c.id, user_task.c.unit_id))
        .where(
            user_task.c.pemda_id == instance.pemda_id,
            user_task.c.instance_id == instance.id,
            user_task.c.path.in_(asking),
            user_task.c.status.in_(("completed", "waived", "open")),
            # A page of an earlier round says what stood then.
            user_task.c.opened_seq < task.opened_seq,
        )
        .order_by(user_task.c.opened_seq.desc(), unit.c.sort, unit.c.name)
        .limit(_MOST)
    ).all()
    last: dict[str, int] = {}
    for row in rows:
        last.setdefault(row.path, row.opened_seq)

    def named(path: str, status: str) -> tuple[str, ...]:
        return tuple(
            row.name
            for row in rows
            if (row.path, row.opened_seq, row.status) == (path, last[path], status)
        )

    return tuple(
        Supplied(
            sent=named(path, "completed"),
            waived=named(path, "waived"),
            waiting=named(path, "open"),
        )
        for path in asking
        if path in last
    )
