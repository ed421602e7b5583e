"""Count the open tasks of a process again by the calendar of its office; a worker does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from service.events.process import DueDatesMoved
from service.events.process_parts import DueMoved
from service.running.attempts import Answered, Attempt, attempt
from service.running.definitions import definition_of
from service.running.due_dates import DueAgain
from service.store.calendars import held_calendar, office_calendar
from service.store.changes import Change, NewDue
from service.store.history import SYSTEM
from service.store.instances import instance_of
from service.store.record import record
from service.store.tables import user_task

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection, Row, Select
    from sqlalchemy.orm import Session

    from service.running.definitions import PinnedDefinition
    from service.store.instances import Instance
    from service.working_time import OfficeCalendar


@dataclass(frozen=True, slots=True)
class _Seen:
    instance: Instance
    definition: PinnedDefinition
    #: open tasks with a tenggat
    tasks: Sequence[Row[Any]]


def move_due_dates(session: Session, *, pemda_id: UUID, instance_id: UUID, now: datetime) -> int:
    """Move every tenggat that the calendar gives otherwise now; return how many moved.

    Doing it again moves nothing more. Raises NotFound, DefinitionBroken, NoWorkingTime.
    """

    def look(connection: Connection) -> _Seen | Answered:
        instance = instance_of(connection, pemda_id, instance_id)
        tasks = _tasks(connection, instance)
        definition = definition_of(connection, pemda_id, instance.version_id)
        seen = _Seen(instance, definition, tasks)
        calendar = office_calendar(connection, pemda_id, instance.office_id, instance.timezone)
        if instance.status != "running" or not list(_moves(seen, calendar, now)):
            return Answered({"moved": 0})
        return seen

    def write(tx: Connection, seen: _Seen, _: None) -> int:
        instance = seen.instance
        calendar = held_calendar(tx, pemda_id, instance.office_id, instance.timezone)
        moves = tuple(_moves(seen, calendar, now))
        if moves and calendar.change_id is not None:
            event = DueDatesMoved(change_id=calendar.change_id, moves=moves)
            due_dates = tuple(NewDue(it.task_no, it.after) for it in moves)
            change = Change(events=(event,), due_dates=due_dates)
            record(tx, instance, change, SYSTEM, now)
        return len(moves)

    parts = Attempt(look, lambda _: None, write, _repeated)
    return attempt(session, pemda_id, instance_id, parts)


def _tasks(connection: Connection, instance: Instance) -> Sequence[Row[Any]]:
    query: Select[Any] = (
        select(user_task.c.task_no, user_task.c.path, user_task.c.opened_at, user_task.c.due_at)
        .where(
            user_task.c.pemda_id == instance.pemda_id,
            user_task.c.instance_id == instance.id,
            user_task.c.status == "open",
            user_task.c.due_at.is_not(None),
        )
        .order_by(user_task.c.task_no)
    )
    return connection.execute(query).all()


def _moves(seen: _Seen, calendar: OfficeCalendar, now: datetime) -> Iterator[DueMoved]:
    again = DueAgain(seen.definition, lambda: seen.instance.state, now)
    for task in seen.tasks:
        after = again.tenggat(task.task_no, task.path, task.opened_at, calendar)
        if after is not None and after != task.due_at:
            yield DueMoved(task.task_no, task.path, task.due_at, after)


def _repeated(answer: Mapping[str, Any]) -> int:
    return int(answer["moved"])
