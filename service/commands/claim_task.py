"""*Ambil tugas*: take an open task, so that nobody else of the jabatan works on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.events.process import UserTaskClaimed
from service.running.authority import require_unclaimed
from service.running.standing import require_awake
from service.running.touching import Touched, touch
from service.store.changes import Change, Claiming
from service.store.history import actor_of

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.running.results import Moved
    from service.store.idempotency import RequestKey


def claim_task(
    session: Session,
    caller: Caller,
    *,
    instance_id: UUID,
    task_no: int,
    request: RequestKey | None = None,
    now: datetime,
) -> Moved:
    """Take an open task; taking what one has changes nothing.

    Raises NotFound, NotYourTask, TaskNotOpen, ProcessSuspended, and ClaimedByAnother with that
    jabatan.
    """

    def change(seen: Touched) -> Change | None:
        require_awake(seen.instance)
        require_unclaimed(caller, seen.task)
        if seen.task.claimed_by == caller.person_id:
            return None
        event = UserTaskClaimed(element_id=seen.task.element_id, task_no=task_no)
        actor = actor_of(caller, seen.holder)
        claim = Claiming(task_no, actor.person_id, actor.holding_id, actor.mandate_id)
        return Change(events=(event,), claims=(claim,))

    return touch(session, caller, instance_id, task_no, change, request=request, now=now)
