"""*Lanjutkan proses*: let a suspended process go on, with what came for it meanwhile."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from service.engine.api import ResumeProcess, Step
from service.events.process import ProcessResumed
from service.running import limits, steps
from service.running.attempts import Answered, Attempt, attempt
from service.running.authority import managed_process
from service.running.definitions import definition_of
from service.running.refusals import NotSuspended
from service.running.results import Moved, moved
from service.running.standing import require_running
from service.store.authority import require_still_holds
from service.store.history import actor_of
from service.store.idempotency import first_answer, remember
from service.store.private_texts import commitments, reference, seal
from service.store.record import record

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from service.access.model import Caller, Holder
    from service.running.definitions import PinnedDefinition
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

    def look(connection: Connection) -> _Seen | Answered:
        answer = first_answer(connection, caller.pemda_id, caller.person_id, request)
        if answer is not None:
            return Answered(answer)
        instance, holder = managed_process(connection, caller, instance_id, now)
        require_running(instance)
        if instance.suspended_at is None:
            raise NotSuspended(number=instance.number)
        definition = definition_of(connection, caller.pemda_id, instance.version_id)
        return _Seen(instance, holder, definition, instance.suspended_at)

    def think(seen: _Seen) -> Step:
        step = steps.executed(seen.definition, seen.instance, ResumeProcess(), now)
        limits.require_room(events=seen.instance.head.seq, state=step.state)
        return step

    def write(tx: Connection, seen: _Seen, step: Step) -> Moved:
        require_still_holds(tx, caller, seen.holder, now)
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
        change = replace(steps.change_of(step, event, opened), suspended=False, texts=(text,))
        awake = replace(seen.instance, suspended_at=None)
        record(tx, awake, change, actor_of(caller, seen.holder), now)
        result = steps.moved_by(seen.instance, step)
        remember(tx, caller.pemda_id, caller.person_id, request, result.answer(), now)
        return result

    return attempt(session, caller.pemda_id, instance_id, Attempt(look, think, write, moved))
