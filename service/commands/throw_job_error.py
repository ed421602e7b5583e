"""Say that a step cannot be done, with the code of an error that the diagram catches."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from service.engine.api import Step, ThrowError
from service.events.process import JobErrorThrown
from service.running import limits, steps
from service.running.attempts import Answered, Attempt, attempt
from service.running.jobs import doing
from service.running.results import Moved, moved
from service.store.authority import require_still_holds
from service.store.history import actor_of
from service.store.idempotency import first_answer, remember
from service.store.private_texts import commitments, reference, seal
from service.store.record import record

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.running.jobs import Doing, JobPlace
    from service.store.idempotency import RequestKey


def throw_job_error(
    session: Session,
    caller: Caller,
    *,
    place: JobPlace,
    code: str,
    message: str,
    request: RequestKey | None = None,
    now: datetime,
) -> Moved:
    """Let the nearest boundary event or event subprocess of that code go on.

    `message` is personal text. Raises what `complete_job` raises, and ErrorNotCaught of the engine
    where nothing catches the code.
    """
    why = limits.reason_in(message)

    def look(connection: Connection) -> Doing | Answered:
        answer = first_answer(connection, caller.pemda_id, caller.person_id, request)
        return doing(connection, caller, place, now) if answer is None else Answered(answer)

    def think(seen: Doing) -> Step:
        command = ThrowError(place.task_no, code)
        step = steps.executed(seen.definition, seen.instance, command, now)
        limits.require_room(events=seen.instance.head.seq, state=step.state)
        return step

    def write(tx: Connection, seen: Doing, step: Step) -> Moved:
        require_still_holds(tx, caller, seen.holder, now)
        around = steps.surroundings(tx, seen.instance, seen.definition, step)
        opened = steps.opened_tasks(around, step, now)
        command = ThrowError(place.task_no, code)
        common = steps.moving(command, step, opened, zone=seen.instance.timezone)
        text = seal("reason", why)
        event = JobErrorThrown(
            **common | seen.common, error=code, reason=reference(text), texts=commitments([text])
        )
        own = seen.closing(caller, "cancelled")
        change = replace(steps.change_of(step, event, opened, own=own), texts=(text,))
        record(tx, seen.instance, change, actor_of(caller, seen.holder), now)
        result = steps.moved_by(seen.instance, step)
        remember(tx, caller.pemda_id, caller.person_id, request, result.answer(), now)
        return result

    return attempt(session, caller.pemda_id, place.instance_id, Attempt(look, think, write, moved))
