"""*Batalkan proses*: end a process before its end, with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from service.events.process import ProcessCancelled
from service.events.process_parts import TaskClosed
from service.running import limits
from service.running.acting import Act, act, as_thought
from service.running.authority import managed_process
from service.running.standing import require_running
from service.store.changes import Change, Closing
from service.store.private_texts import commitments, reference, seal
from service.store.tables import timer, user_task

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from service.access.model import Caller, Holder
    from service.running.results import Moved
    from service.store.idempotency import RequestKey
    from service.store.instances import Instance


@dataclass(frozen=True, slots=True)
class _Seen:
    instance: Instance
    holder: Holder
    open_tasks: tuple[int, ...]
    timers: tuple[int, ...]


def cancel_process(
    session: Session,
    caller: Caller,
    *,
    instance_id: UUID,
    reason: str,
    request: RequestKey | None = None,
    now: datetime,
) -> Moved:
    """End a running process; its history and documents stay.

    The head or secretary of the owning office does, with the password typed just before. Raises
    NotFound, NotTheManager, PasswordNeeded, ReasonMissing, ProcessNotRunning.
    """
    why = limits.reason_in(reason)

    def look(connection: Connection) -> _Seen:
        instance, holder = managed_process(connection, caller, instance_id, now)
        tasks = connection.execute(
            select(user_task.c.task_no)
            .where(
                user_task.c.pemda_id == caller.pemda_id,
                user_task.c.instance_id == instance_id,
                user_task.c.status == "open",
            )
            .order_by(user_task.c.task_no)
        ).scalars()
        timers = connection.execute(
            select(timer.c.token_no).where(
                timer.c.pemda_id == caller.pemda_id, timer.c.instance_id == instance_id
            )
        ).scalars()
        return _Seen(instance, holder, tuple(tasks), tuple(timers))

    def think(seen: _Seen) -> Change:
        require_running(seen.instance)
        text = seal("reason", why)
        event = ProcessCancelled(
            reason=reference(text),
            closed=tuple(TaskClosed(number, "cancelled") for number in seen.open_tasks),
            texts=commitments([text]),
        )
        closed = (Closing(seen.open_tasks, "cancelled", by=caller.person_id),)
        return Change(
            events=(event,),
            status="cancelled",
            closed=closed if seen.open_tasks else (),
            disarmed=seen.timers,
            texts=(text,),
        )

    parts = Act(look, think, as_thought)
    return act(session, caller, instance_id, parts, request=request, now=now)
