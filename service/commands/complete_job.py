"""Complete a step that a system outside did, with what it brings."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from service.engine.api import CompleteTask, Step
from service.events.process import JobCompleted
from service.running import limits, steps
from service.running.attempts import Answered, Attempt, attempt
from service.running.jobs import doing, results
from service.running.results import Moved, moved
from service.store.authority import require_still_holds
from service.store.history import actor_of
from service.store.idempotency import first_answer, remember
from service.store.private_texts import commitments
from service.store.record import record

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.running.jobs import Doing, JobPlace
    from service.store.idempotency import RequestKey
    from service.store.private_texts import PrivateText
    from service.values import Value


@dataclass(frozen=True, slots=True)
class _Thought:
    command: CompleteTask
    step: Step
    texts: tuple[PrivateText, ...]


def complete_job(
    session: Session,
    caller: Caller,
    *,
    place: JobPlace,
    brought: Mapping[str, Value],
    request: RequestKey | None = None,
    now: datetime,
) -> Moved:
    """Let the process go on behind the step, in the name of the jabatan of the token.

    Raises NotFound, NotYourTask, TaskNotOpen, JobNotLocked, ProcessNotRunning, ProcessSuspended,
    ResultUnknown and ResultRefused.
    """

    def look(connection: Connection) -> Doing | Answered:
        answer = first_answer(connection, caller.pemda_id, caller.person_id, request)
        return doing(connection, caller, place, now) if answer is None else Answered(answer)

    def think(seen: Doing) -> _Thought:
        values, texts = results(seen, brought)
        command = CompleteTask(place.task_no, values)
        step = steps.executed(seen.definition, seen.instance, command, now)
        limits.require_room(events=seen.instance.head.seq, state=step.state)
        return _Thought(command, step, tuple(texts))

    def write(tx: Connection, seen: Doing, thought: _Thought) -> Moved:
        require_still_holds(tx, caller, seen.holder, now)
        step = thought.step
        around = steps.surroundings(
            tx, seen.instance, seen.definition, step, opener_round=seen.task.round
        )
        opened = steps.opened_tasks(around, step, now)
        common = steps.moving(thought.command, step, opened, zone=seen.instance.timezone)
        event = JobCompleted(**common | seen.common, texts=commitments(thought.texts))
        own = seen.closing(caller, "completed")
        change = steps.change_of(step, event, opened, own=own)
        change = replace(change, texts=thought.texts)
        record(tx, seen.instance, change, actor_of(caller, seen.holder), now)
        result = steps.moved_by(seen.instance, step)
        remember(tx, caller.pemda_id, caller.person_id, request, result.answer(), now)
        return result

    return attempt(session, caller.pemda_id, place.instance_id, Attempt(look, think, write, moved))
