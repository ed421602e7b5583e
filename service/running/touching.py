"""Commands that touch one task and leave the engine alone: taking it and letting it go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.running.acting import Act, act, as_thought
from service.running.authority import require_holder
from service.running.refusals import TaskNotOpen
from service.running.standing import require_running
from service.store.instances import instance_and_task

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from service.access.model import Caller, Holder
    from service.running.results import Moved
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

    def look(connection: Connection) -> Touched:
        instance, task = instance_and_task(connection, caller.pemda_id, instance_id, task_no)
        return Touched(instance, task, holder_of(connection, caller, instance, task))

    def think(seen: Touched) -> Change | None:
        if seen.task.status != "open":
            raise TaskNotOpen(jabatan=seen.task.claimed_jabatan or "")
        require_running(seen.instance)
        return change(seen)

    parts = Act(look, think, as_thought)
    return act(session, caller, instance_id, parts, request=request, now=now)
