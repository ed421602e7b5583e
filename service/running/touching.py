"""Commands that touch one task and leave the engine alone: taking it and letting it go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.running.attempts import Answered, Attempt, attempt
from service.running.authority import require_holder
from service.running.refusals import ProcessNotRunning, TaskNotOpen
from service.running.results import Moved, moved
from service.store.authority import require_still_holds
from service.store.history import actor_of
from service.store.idempotency import first_answer, remember
from service.store.instances import instance_and_task
from service.store.record import record

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from service.access.model import Caller, Holder
    from service.store.changes import Change
    from service.store.idempotency import RequestKey
    from service.store.instances import Instance, Task


@dataclass(frozen=True, slots=True)
class Touched:
    """A task that is open, and the jabatan in which the caller may do it."""

    instance: Instance
    task: Task
    holder: Holder


def touch(
    session: Session,
    caller: Caller,
    instance_id: UUID,
    task_no: int,
    change: Callable[[Touched], Change | None],
    *,
    holder_of: Callable[[Connection, Caller, Instance, Task], Holder] = require_holder,
    request: RequestKey | None,
    now: datetime,
) -> Moved:
    """Write what `change` makes of an open task; None: there is nothing to do.

    `holder_of` says in which jabatan the caller may, or raises NotFound or NotYourTask. Raises
    TaskNotOpen, ProcessNotRunning and what the two functions raise.
    """

    def look(connection: Connection) -> Touched | Answered:
        answer = first_answer(connection, caller.pemda_id, caller.person_id, request)
        if answer is not None:
            return Answered(answer)
        instance, task = instance_and_task(connection, caller.pemda_id, instance_id, task_no)
        return Touched(instance, task, holder_of(connection, caller, instance, task))

    def think(seen: Touched) -> Change | None:
        if seen.task.status != "open":
            raise TaskNotOpen(jabatan=seen.task.claimed_jabatan or "")
        if seen.instance.status != "running":
            raise ProcessNotRunning(number=seen.instance.number)
        return change(seen)

    def write(tx: Connection, seen: Touched, made: Change | None) -> Moved:
        require_still_holds(tx, caller, seen.holder, now)
        seq = seen.instance.head.seq
        if made is not None:
            record(tx, seen.instance, made, actor_of(caller, seen.holder), now)
            seq += 1
        result = Moved(seen.instance.id, seen.instance.number, seq, "running")
        remember(tx, caller.pemda_id, caller.person_id, request, result.answer(), now)
        return result

    return attempt(session, caller.pemda_id, instance_id, Attempt(look, think, write, moved))
