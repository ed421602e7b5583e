"""Tell the next superior of a task that is late by full working days; a worker does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from service.events.process import TaskEscalated
from service.running.attempts import Answered, Attempt, attempt
from service.store.changes import Change, NewEscalation
from service.store.history import SYSTEM
from service.store.instances import instance_and_task
from service.store.notices import NewNotice, NoticeItem, tell_person
from service.store.record import record
from service.store.tables import escalation

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from service.store.instances import Instance, Task


@dataclass(frozen=True, slots=True)
class Told:
    """The superior's jabatan and who holds it."""

    #: 1: the direct superior
    level: int
    position_id: UUID
    title: str
    people: Sequence[UUID]


@dataclass(frozen=True, slots=True)
class _Seen:
    instance: Instance
    task: Task


def escalate_task(
    session: Session,
    *,
    pemda_id: UUID,
    instance_id: UUID,
    task_no: int,
    told: Told,
    day: date,
    now: datetime,
    mails: bool,
) -> bool:
    """Record the escalation in the history of the process and tell the superior.

    False: the task is done, or this level was told before. Raises NotFound.
    """

    def look(connection: Connection) -> _Seen | Answered:
        instance, task = instance_and_task(connection, pemda_id, instance_id, task_no)
        done = connection.scalar(
            select(func.max(escalation.c.level)).where(
                escalation.c.pemda_id == pemda_id,
                escalation.c.instance_id == instance_id,
                escalation.c.task_no == task_no,
            )
        )
        still_late = task.due_at is not None and task.due_at < now
        if task.status != "open" or not still_late or told.level != (done or 0) + 1:
            return Answered({"told": False})
        return _Seen(instance, task)

    def write(tx: Connection, seen: _Seen, _: None) -> bool:
        event = TaskEscalated(
            element_id=seen.task.element_id,
            task_no=task_no,
            path=seen.task.path,
            level=told.level,
            position_id=told.position_id,
            title=told.title,
        )
        change = Change(
            events=(event,), escalated=NewEscalation(task_no, told.level, told.position_id)
        )
        record(tx, seen.instance, change, SYSTEM, now)
        for person_id in told.people:
            notice = NewNotice(
                person_id,
                "escalation",
                f"{instance_id} {task_no} {told.level}",
                day,
                (NoticeItem(instance_id, task_no, "escalated"),),
            )
            tell_person(tx, pemda_id, notice, now, mails=mails)
        return True

    parts = Attempt(look, lambda _: None, write, _repeated)
    try:
        return attempt(session, pemda_id, instance_id, parts)
    except IntegrityError:
        # Another worker was faster.
        return False


def _repeated(answer: Mapping[str, Any]) -> bool:
    return bool(answer["told"])
