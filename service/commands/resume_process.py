"""*Lanjutkan proses*: let a suspended process go on, with what came for it meanwhile."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from service.engine.api import ResumeProcess, Step
from service.events.engine_moves import ProcessResumed
from service.running import limits, steps
from service.running.acting import Act, act
from service.running.authority import managed_process
from service.running.definitions import definition_of
from service.running.refusals import NotSuspended
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
    suspended_at: datetime


def resume_process(
    session: Session,
    caller: Caller,
    *,
    instance_id: UUID,
    reason: str,
    request: RequestKey | None = None,
    now: datetime,
) -> Moved:
    """Let a suspended process go on; timers that came due meanwhile are fired by the worker.

    The head or secretary of the owning office does, with the password typed just before. Messages
    that were held back are given to it in the order in which they came. Raises NotFound,
    NotTheManager, PasswordNeeded, ReasonMissing, ProcessNotRunning, NotSuspended.
    """
    why = limits.reason_in(reason)

    def look(connection: Connection) -> _Seen:
        instance, holder = managed_process(connection, caller, instance_id, now)
        require_running(instance)
        if instance.suspended_at is None:
            raise NotSuspended(number=instance.number)
        definition = definition_of(connection, caller.pemda_id, instance.version_id)
        awake = replace(instance, suspended_at=None)
        return _Seen(awake, holder, definition, instance.suspended_at)

    def think(seen: _Seen) -> Step:
        return steps.executed(seen.definition, seen.instance, ResumeProcess(), now)

    def changed(tx: Connection, seen: _Seen, step: Step) -> Change:
        around = steps.surroundings(tx, seen.instance, seen.definition, step)
        opened = steps.opened_tasks(around, step, now)
        text = seal("reason", why)
        event = ProcessResumed(
            **steps.moving(ResumeProcess(), step, opened, zone=seen.instance.timezone),
            texts=commitments([text]),
            suspended_at=seen.suspended_at,
            reason=reference(text),
            unclaimed=step.unclaimed,
            confirmed_at=caller.confirmed_at,
        )
        return replace(steps.change_of(step, event, opened), suspended=False, texts=(text,))

    parts = Act(look, think, changed)
    return act(session, caller, instance_id, parts, request=request, now=now)
