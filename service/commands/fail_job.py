"""Say that an attempt at a step failed: it is given out again, or stands at an incident."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from service.engine.api import GiveUpJob, Step
from service.events.engine_moves import JobGivenUp
from service.events.process import JobFailed
from service.running import limits, steps
from service.running.acting import Act, act
from service.running.jobs import doing
from service.store.changes import Change
from service.store.jobs import let_go
from service.store.private_texts import commitments, reference, seal

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.running.jobs import Doing, JobPlace
    from service.running.results import Moved
    from service.store.idempotency import RequestKey


@dataclass(frozen=True, slots=True)
class Failure:
    """How an attempt failed."""

    #: personal text
    message: str
    #: attempts that are left; None: one fewer than before
    retries: int | None = None
    #: how long the step rests before the next one
    rest: timedelta = timedelta()


def fail_job(
    session: Session,
    caller: Caller,
    *,
    place: JobPlace,
    failure: Failure,
    request: RequestKey | None = None,
    now: datetime,
) -> Moved:
    """Let go of a step; with no attempt left it stands at an incident, which people retry.

    Raises what `complete_job` raises about job and lock.
    """
    why = limits.machine_reason_in(failure.message)

    def look(connection: Connection) -> Doing:
        return doing(connection, caller, place, now)

    def think(seen: Doing) -> Step | None:
        if _left(seen, failure) > 0:
            limits.require_room(events=seen.instance.head.seq, state=seen.instance.state)
            return None
        return steps.executed(seen.definition, seen.instance, GiveUpJob(place.task_no), now)

    def changed(tx: Connection, seen: Doing, step: Step | None) -> Change:
        left = _left(seen, failure)
        change = _change(seen, step, left, why)
        incident = None if change.incident is None else change.incident.number
        due_at = now + failure.rest
        let_go(tx, caller.pemda_id, seen.job, retries=left, due_at=due_at, incident=incident)
        return change

    parts = Act(look, think, changed)
    return act(session, caller, place.instance_id, parts, request=request, now=now)


def _left(seen: Doing, failure: Failure) -> int:
    return max(seen.job.retries - 1 if failure.retries is None else failure.retries, 0)


def _change(seen: Doing, step: Step | None, left: int, why: str) -> Change:
    text = seal("reason", why)
    said = {**seen.common, "reason": reference(text), "texts": commitments([text])}
    if step is None:
        failed = JobFailed(**said, retries=left)  # type: ignore[arg-type]
        return Change(events=(failed,), element_id=seen.task.path, texts=(text,))
    command = GiveUpJob(seen.task.task_no)
    common = steps.moving(command, step, (), zone=seen.instance.timezone)
    return replace(steps.change_of(step, JobGivenUp(**common | said), ()), texts=(text,))
