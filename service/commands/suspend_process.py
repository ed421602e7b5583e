"""*Tunda proses*: let nothing go on in a process until somebody resumes it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from service.engine.api import SuspendProcess
from service.events.engine_moves import ProcessSuspended
from service.running import limits, steps
from service.running.acting import Act, act, as_thought
from service.running.authority import managed_process
from service.running.definitions import definition_of
from service.running.refusals import AlreadySuspended
from service.running.standing import require_running
from service.store.private_texts import commitments, reference, seal

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from service.access.model import Caller, Holder
    from service.running.definitions import PinnedDefinition
    from service.running.results import Moved
    from service.store.changes import Change
    from service.store.idempotency import RequestKey
    from service.store.instances import Instance


@dataclass(frozen=True, slots=True)
class _Seen:
    instance: Instance
    holder: Holder
    definition: PinnedDefinition


def suspend_process(
    session: Session,
    caller: Caller,
    *,
    instance_id: UUID,
    reason: str,
    request: RequestKey | None = None,
    now: datetime,
) -> Moved:
    """Let nobody do anything in a process; messages are kept, timers wait, tenggat run on.

    The head or secretary of the owning office does, with the password typed just before. Raises
    NotFound, NotTheManager, PasswordNeeded, ReasonMissing, ProcessNotRunning, AlreadySuspended.
    """
    why = limits.reason_in(reason)

    def look(connection: Connection) -> _Seen:
        instance, holder = managed_process(connection, caller, instance_id, now)
        definition = definition_of(connection, caller.pemda_id, instance.version_id)
        return _Seen(instance, holder, definition)

    def think(seen: _Seen) -> Change:
        require_running(seen.instance)
        if seen.instance.suspended_at is not None:
            raise AlreadySuspended(number=seen.instance.number)
        step = steps.executed(seen.definition, seen.instance, SuspendProcess(), now)
        text = seal("reason", why)
        event = ProcessSuspended(
            **steps.moving(SuspendProcess(), step, (), zone=seen.instance.timezone),
            texts=commitments([text]),
            reason=reference(text),
            confirmed_at=caller.confirmed_at,
        )
        return replace(steps.change_of(step, event, ()), suspended=True, texts=(text,))

    parts = Act(look, think, as_thought)
    return act(session, caller, instance_id, parts, request=request, now=now)
