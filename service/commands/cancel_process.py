"""*Batalkan proses*: end a process before its end, with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from service.events.process import ProcessCancelled, TaskClosed
from service.running import limits
from service.running.attempts import Answered, Attempt, attempt
from service.running.authority import managed_process
from service.running.refusals import ProcessNotRunning
from service.running.results import Moved, moved
from service.store.authority import require_still_holds
from service.store.changes import Change, Closing
from service.store.history import actor_of
from service.store.idempotency import first_answer, remember
from service.store.private_texts import commitments, reference, seal
from service.store.record import record
from service.store.tables import timer, user_task

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from service.access.model import Caller, Holder
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

    def look(connection: Connection) -> _Seen | Answered:
        answer = first_answer(connection, caller.pemda_id, caller.person_id, request)
        if answer is not None:
            return Answered(answer)
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
        if seen.instance.status != "running":
            raise ProcessNotRunning(number=seen.instance.number)
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

    def write(tx: Connection, seen: _Seen, change: Change) -> Moved:
        require_still_holds(tx, caller, seen.holder, now)
        head = record(tx, seen.instance, change, actor_of(caller, seen.holder), now)
        result = Moved(seen.instance.id, seen.instance.number, head.seq, "cancelled")
        remember(tx, caller.pemda_id, caller.person_id, request, result.answer(), now)
        return result

    return attempt(session, caller.pemda_id, instance_id, Attempt(look, think, write, moved))
