"""*Lepaskan tugas*: let a taken task go, so that others of the jabatan can take it.

Who is ill, on leave or gone cannot let go what they took; the head and the secretary of the office
do it for them, in their own name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.events.process import UserTaskReleased
from service.running.authority import may_manage, require_holder_or_manager
from service.running.refusals import NotYoursToRelease
from service.running.touching import Touched, touch
from service.store.changes import Change, Claiming

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.running.results import Moved
    from service.store.idempotency import RequestKey


def release_task(
    session: Session,
    caller: Caller,
    *,
    instance_id: UUID,
    task_no: int,
    request: RequestKey | None = None,
    now: datetime,
) -> Moved:
    """Let a task go that the caller, or somebody of the office that they lead, has taken.

    Letting go of a free one changes nothing.

    Raises NotFound, NotYourTask, TaskNotOpen, NotYoursToRelease.
    """

    def change(seen: Touched) -> Change | None:
        if seen.task.claimed_by is None:
            return None
        if seen.task.claimed_by != caller.person_id and not may_manage(caller, seen.task):
            raise NotYoursToRelease(jabatan=seen.task.claimed_jabatan or "")
        event = UserTaskReleased(element_id=seen.task.element_id, task_no=task_no)
        return Change(events=(event,), claims=(Claiming(task_no, None, None),))

    return touch(
        session,
        caller,
        instance_id,
        task_no,
        change,
        holder_of=require_holder_or_manager,
        request=request,
        now=now,
    )
