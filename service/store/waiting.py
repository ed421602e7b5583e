"""Open tasks that wait for whoever holds a jabatan in a part of the structure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from service.access.candidates import office_keys, unit_keys
from service.store.joins import on
from service.store.tables import process_instance, unit, user_task

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import Connection

    from service.store.structure import Part

#: Process numbers that are named; the count is of all.
_NAMED = 10


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many open tasks wait, and in which processes."""

    tasks: int = 0
    processes: int = 0
    #: numbers of the first of the processes
    numbers: tuple[str, ...] = ()


def waiting_in(connection: Connection, pemda_id: UUID, part: Part, part_id: UUID) -> Waiting:
    """Return the open tasks whose candidates sit in an office or a unit.

    Not only of its own processes: a Bidang supplies to those of every unit. A jabatan is no
    candidate by itself, so nothing ever waits for one.
    """
    if part == "position":
        return Waiting()
    keys = unit_keys(part_id)
    if part == "office":
        units = connection.execute(
            select(unit.c.id).where(unit.c.pemda_id == pemda_id, unit.c.office_id == part_id)
        ).scalars()
        keys = (*office_keys(part_id), *(key for one in units for key in unit_keys(one)))
    rows = connection.execute(
        select(process_instance.c.number, func.count())
        .join(user_task, on(user_task.c.instance_id, process_instance.c.id))
        .where(
            process_instance.c.pemda_id == pemda_id,
            user_task.c.candidate.in_(keys),
            user_task.c.status == "open",
        )
        .group_by(process_instance.c.number)
        .order_by(process_instance.c.number)
    ).all()
    numbers = [str(number) for number, _ in rows]
    return Waiting(sum(count for _, count in rows), len(rows), tuple(numbers[:_NAMED]))
