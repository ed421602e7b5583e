"""What the commands on a job have in common: whose it is, its lock, and what a system brings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from service.access.refusals import NotYourTask
from service.access.rules import job_holder_for, require_may_see_process
from service.diagrams.model import JobTask
from service.running import limits
from service.running.definitions import definition_of
from service.running.refusals import JobNotLocked, ResultRefused, ResultUnknown, TaskNotOpen
from service.running.standing import require_awake
from service.store.changes import Closing
from service.store.instances import facts_of, instance_and_task
from service.store.jobs import job_of
from service.store.private_texts import reference, seal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from typing import Literal
    from uuid import UUID

    from sqlalchemy import Connection

    from service.access.model import Caller, Holder
    from service.diagrams.model import JobResult
    from service.running.definitions import PinnedDefinition
    from service.store.instances import Instance, Task
    from service.store.jobs import Job
    from service.store.private_texts import PrivateText
    from service.values import Value

#: How long a system may hold a job before it has to ask for more time.
LONGEST_LOCK: Final = timedelta(hours=1)

#: Characters of a choice.
_CHOICE: Final = 100


@dataclass(frozen=True, slots=True)
class JobPlace:
    """Which job, under which lock."""

    instance_id: UUID
    task_no: int
    lock: UUID


@dataclass(frozen=True, slots=True)
class Doing:
    """A job that a system of the caller holds."""

    instance: Instance
    task: Task
    holder: Holder
    definition: PinnedDefinition
    job: Job

    @property
    def common(self) -> dict[str, object]:
        """Return what every event about the job says."""
        return {
            "element_id": self.task.path,
            "task_no": self.task.task_no,
            "path": self.task.path,
            "topic": self.job.topic,
        }

    def closing(self, caller: Caller, how: Literal["completed", "cancelled"]) -> Closing:
        """Return how the step ends by the caller's system; completing takes it."""
        taking = self.holder if how == "completed" else None
        mandate = None if taking is None else taking.mandate
        return Closing(
            (self.task.task_no,),
            how,
            by=caller.person_id,
            claiming_holding=None if taking is None else taking.holding_id,
            claiming_mandate=None if mandate is None else mandate.mandate_id,
            drafted=False,
        )


def doing(connection: Connection, caller: Caller, place: JobPlace, now: datetime) -> Doing:
    """Return a job under its lock.

    Raises NotFound, NotYourTask, ProcessNotRunning, ProcessSuspended, TaskNotOpen, JobNotLocked.
    """
    instance, task = instance_and_task(
        connection, caller.pemda_id, place.instance_id, place.task_no
    )
    holder = _holder(connection, caller, instance, task)
    require_awake(instance)
    it = job_of(connection, caller.pemda_id, instance.id, task.task_no)
    if it is None:
        raise TaskNotOpen
    if it.lock != place.lock or it.locked_until is None or it.locked_until <= now:
        raise JobNotLocked
    definition = definition_of(connection, caller.pemda_id, instance.version_id)
    return Doing(instance, task, holder, definition, it)


def results(it: Doing, brought: Mapping[str, Value]) -> tuple[dict[str, Value], list[PrivateText]]:
    """Return what a system brought as the engine takes it, and its personal texts.

    Raises ResultUnknown for what the diagram does not name, ResultRefused for another kind.
    """
    node = it.definition.engine.node(it.task.path)
    named = {item.variable: item for item in node.returns} if isinstance(node, JobTask) else {}
    values: dict[str, Value] = {}
    texts: list[PrivateText] = []
    for name, value in brought.items():
        if name not in named:
            raise ResultUnknown(variable=name)
        values[name] = None if value is None else _checked(named[name], value, texts)
    return values, texts


def _checked(expected: JobResult, value: Value, texts: list[PrivateText]) -> Value:
    match expected.kind, value:
        case "text", str():
            texts.append(
                seal(
                    expected.variable,
                    limits.entry(expected.variable, value, limits.REASON_CHARACTERS),
                )
            )
            return reference(texts[-1])
        case "choice", str() if not value.startswith("text:"):
            return limits.entry(expected.variable, value, _CHOICE)
        case "boolean", bool():
            return value
        case "number", int() | Decimal() if not isinstance(value, bool):
            return value
        case "date", str():
            return _date(expected, value)
    raise ResultRefused(variable=expected.variable, kind=expected.kind)


def _date(expected: JobResult, value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise ResultRefused(variable=expected.variable, kind=expected.kind) from error


def _holder(connection: Connection, caller: Caller, instance: Instance, task: Task) -> Holder:
    try:
        return job_holder_for(caller, task)
    except NotYourTask:
        require_may_see_process(caller, facts_of(connection, instance))
        raise
