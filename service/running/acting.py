"""What every act of a person on a process has in common.

The same request is answered once, the authority still holds when it is written, and one change is
recorded with what it answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from service.running.attempts import Answered, Attempt, attempt
from service.running.results import Moved, moved
from service.store.authority import require_still_holds
from service.store.history import actor_of
from service.store.idempotency import first_answer, remember
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
    from service.store.instances import Instance


class OfProcess(Protocol):
    """What was read of a process, and in which jabatan the caller acts on it."""

    @property
    def instance(self) -> Instance: ...
    @property
    def holder(self) -> Holder: ...


Seen = TypeVar("Seen", bound=OfProcess)
Thought = TypeVar("Thought")


@dataclass(frozen=True, slots=True)
class Act(Generic[Seen, Thought]):
    """The parts of an act. None of them keeps anything between two runs."""

    #: reads, and says that the caller may
    look: Callable[[Connection], Seen]
    think: Callable[[Seen], Thought]
    #: in the write transaction; None: there is nothing to write
    change: Callable[[Connection, Seen, Thought], Change | None]
    #: what is answered, where the change does not say it
    result: Callable[[Seen, Thought], Moved] | None = None


def act(
    session: Session,
    caller: Caller,
    instance_id: UUID,
    parts: Act[Seen, Thought],
    *,
    request: RequestKey | None,
    now: datetime,
) -> Moved:
    """Carry out an act and return where the process stands then.

    Raises what its parts raise, NotYourHolding and KeyReused; nothing was written then.
    """

    def look(connection: Connection) -> Seen | Answered:
        answer = first_answer(connection, caller.pemda_id, caller.person_id, request)
        return parts.look(connection) if answer is None else Answered(answer)

    def write(tx: Connection, seen: Seen, thought: Thought) -> Moved:
        require_still_holds(tx, caller, seen.holder, now)
        change = parts.change(tx, seen, thought)
        if change is not None:
            record(tx, seen.instance, change, actor_of(caller, seen.holder), now)
        if parts.result is None:
            result = _answered_by(seen.instance, change)
        else:
            result = parts.result(seen, thought)
        remember(tx, caller.pemda_id, caller.person_id, request, result.answer(), now)
        return result

    return attempt(session, caller.pemda_id, instance_id, Attempt(look, parts.think, write, moved))


def _answered_by(instance: Instance, change: Change | None) -> Moved:
    if change is None:
        return Moved(instance.id, instance.number, instance.head.seq, "running")
    return Moved(
        instance_id=instance.id,
        number=instance.number,
        seq=instance.head.seq + 1,
        status=change.status,
        opened=tuple(task.task_no for task in change.opened),
        incident=None if change.incident is None else change.incident.number,
    )


def as_thought(_tx: Connection, _seen: OfProcess, change: Change | None) -> Change | None:
    """Return the change as it was thought: nothing more is read to write it."""
    return change
