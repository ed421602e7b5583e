"""Complete a step that a system outside did, with what it brings."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from service.engine.api import CompleteTask, Step
from service.events.engine_moves import JobCompleted
from service.running import steps
from service.running.acting import Act, act
from service.running.jobs import doing, results
from service.store.private_texts import commitments

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.running.jobs import Doing, JobPlace
    from service.running.results import Moved
    from service.store.changes import Change
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

    def look(connection: Connection) -> Doing:
        return doing(connection, caller, place, now)

    def think(seen: Doing) -> _Thought:
        values, texts = results(seen, brought)
        command = CompleteTask(place.task_no, values)
        step = steps.executed(seen.definition, seen.instance, command, now)
        return _Thought(command, step, tuple(texts))

    def changed(tx: Connection, seen: Doing, thought: _Thought) -> Change:
        step = thought.step
        around = steps.surroundings(
            tx, seen.instance, seen.definition, step, opener_round=seen.task.round
        )
        opened = steps.opened_tasks(around, step, now)
        common = steps.moving(thought.command, step, opened, zone=seen.instance.timezone)
        event = JobCompleted(**common | seen.common, texts=commitments(thought.texts))
        own = seen.closing(caller, "completed")
        change = steps.change_of(step, event, opened, own=own)
        return replace(change, texts=thought.texts)

    parts = Act(look, think, changed)
    return act(session, caller, place.instance_id, parts, request=request, now=now)
