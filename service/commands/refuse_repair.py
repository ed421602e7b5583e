"""Refuse a repair that waits for a second person, or take the own request back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.events.process import RepairRefused
from service.running import limits
from service.running.acting import Act, act, as_thought
from service.running.authority import managed_process
from service.running.repairs import requested
from service.running.standing import require_running
from service.store.changes import Change
from service.store.private_texts import commitments, reference, seal

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


def refuse_repair(
    session: Session,
    caller: Caller,
    *,
    instance_id: UUID,
    number: int,
    reason: str,
    request: RequestKey | None = None,
    now: datetime,
) -> Moved:
    """Let the repair that the event `number` asked for not be made.

    The head or secretary of the owning office does, also who asked for it, with the password typed
    just before. Raises NotFound, NotTheManager, PasswordNeeded, ReasonMissing, NoSuchRequest,
    ProcessNotRunning.
    """
    why = limits.reason_in(reason)

    def look(connection: Connection) -> _Seen:
        instance, holder = managed_process(connection, caller, instance_id, now)
        require_running(instance)
        requested(connection, instance, number)
        return _Seen(instance, holder)

    def think(seen: _Seen) -> Change:
        limits.require_room(events=seen.instance.head.seq, state=seen.instance.state)
        text = seal("reason", why)
        event = RepairRefused(
            request=number,
            reason=reference(text),
            confirmed_at=caller.confirmed_at,
            texts=commitments([text]),
        )
        return Change(events=(event,), texts=(text,))

    parts = Act(look, think, as_thought)
    return act(session, caller, instance_id, parts, request=request, now=now)
