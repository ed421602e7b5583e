"""Say that a step cannot be done, with the code of an error that the diagram catches."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from service.engine.api import Step, ThrowError
from service.events.engine_moves import JobErrorThrown
from service.running import limits, steps
from service.running.acting import Act, act
from service.running.jobs import doing
from service.store.private_texts import commitments, reference, seal

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.running.jobs import Doing, JobPlace
    from service.running.results import Moved
    from service.store.changes import Change
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
    why = limits.machine_reason_in(message)

    def look(connection: Connection) -> Doing:
        return doing(connection, caller, place, now)

    def think(seen: Doing) -> Step:
        command = ThrowError(place.task_no, code)
        return steps.executed(seen.definition, seen.instance, command, now)

    def changed(tx: Connection, seen: Doing, step: Step) -> Change:
        around = steps.surroundings(tx, seen.instance, seen.definition, step)
        opened = steps.opened_tasks(around, step, now)
        command = ThrowError(place.task_no, code)
        common = steps.moving(command, step, opened, zone=seen.instance.timezone)
        text = seal("reason", why)
        event = JobErrorThrown(
            **common | seen.common, error=code, reason=reference(text), texts=commitments([text])
        )
        own = seen.closing(caller, "cancelled")
        return replace(steps.change_of(step, event, opened, own=own), texts=(text,))

    parts = Act(look, think, changed)
    return act(session, caller, place.instance_id, parts, request=request, now=now)
