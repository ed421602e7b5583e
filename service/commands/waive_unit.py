"""*Lewati*: close the part of a late unit, with a reason (decisions §3.4)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from service.access.candidates import candidate_keys
from service.access.refusals import NotYourTask
from service.access.rules import holder_for, require_may_see_process
from service.engine.api import Step, WaiveTask
from service.events.engine_moves import UserTaskWaived
from service.running import limits, steps
from service.running.acting import Act, act
from service.running.past_versions import definition_of_task
from service.running.refusals import (
    LastUnit,
    NotTheCollector,
    NotWaivable,
    TaskNotOpen,
)
from service.running.standing import require_awake
from service.store.changes import Change, Closing
from service.store.instances import facts_of, instance_of, siblings_of, task_of
from service.store.private_texts import commitments, reference, seal

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from service.access.model import Caller, Holder
    from service.running.definitions import PinnedDefinition
    from service.running.results import Moved
    from service.store.idempotency import RequestKey
    from service.store.instances import Instance, Task


@dataclass(frozen=True, slots=True)
class _CollectorTask:
    """The step that collects, as the rules of authority look at a task."""

    pemda_id: UUID
    office_id: UUID
    sop_id: UUID
    candidate: str
    kind: str = "user"
    claimed_by: UUID | None = None
    claimed_jabatan: str | None = None


@dataclass(frozen=True, slots=True)
class _Seen:
    instance: Instance
    task: Task
    definition: PinnedDefinition
    siblings: tuple[Task, ...]
    holder: Holder


def waive_unit(
    session: Session,
    caller: Caller,
    *,
    instance_id: UUID,
    task_no: int,
    reason: str,
    request: RequestKey | None = None,
    now: datetime,
) -> Moved:
    """Close one unit's open part of a step that collects from several, without what it owes.

    Only who holds the role of the step that collects may, and only while another unit has
    supplied or still can. Raises NotFound, NotTheCollector, NotWaivable, LastUnit, TaskNotOpen,
    ReasonMissing, EntryRefused.
    """
    why = limits.reason_in(reason)

    def look(connection: Connection) -> _Seen:
        instance = instance_of(connection, caller.pemda_id, instance_id)
        require_may_see_process(caller, facts_of(connection, instance))
        task = task_of(connection, instance, task_no)
        definition = definition_of_task(connection, instance, task)
        holder = _collecting(caller, instance, task, definition)
        siblings = siblings_of(connection, instance, task)
        return _Seen(instance, task, definition, siblings, holder)

    def think(seen: _Seen) -> Step:
        if seen.task.status != "open":
            raise TaskNotOpen(jabatan=seen.task.claimed_jabatan or "")
        require_awake(seen.instance)
        if not any(_supplies(other) for other in seen.siblings if other.task_no != task_no):
            raise LastUnit
        command = WaiveTask(task_no)
        return steps.executed(seen.definition, seen.instance, command, now)

    def changed(tx: Connection, seen: _Seen, step: Step) -> Change:
        around = steps.surroundings(
            tx, seen.instance, seen.definition, step, opener_round=seen.task.round
        )
        opened = steps.opened_tasks(around, step, now)
        text = seal("reason", why)
        event = UserTaskWaived(
            **steps.moving(WaiveTask(task_no), step, opened, zone=seen.instance.timezone),
            element_id=seen.task.element_id,
            texts=commitments([text]),
            task_no=task_no,
            path=seen.task.path,
            unit_id=seen.task.unit_id,
            reason=reference(text),
        )
        own = Closing((task_no,), "waived", by=caller.person_id)
        return replace(steps.change_of(step, event, opened, own=own), texts=(text,))

    parts = Act(look, think, changed)
    return act(session, caller, instance_id, parts, request=request, now=now)


def _collecting(
    caller: Caller, instance: Instance, task: Task, definition: PinnedDefinition
) -> Holder:
    """Return the jabatan of the caller that holds the role of the step that collects."""
    collector = definition.engine.node(task.path).extension.collector
    if collector is None or task.loop_index is None:
        raise NotWaivable
    scope = task.path.rpartition("/")[0]
    candidate = steps.candidate_at(
        steps.Surroundings(definition, instance, {}, 0, frozenset(), instance.team_roles),
        f"{scope}/{collector}",
    )
    if candidate not in candidate_keys(caller, instance.sop_id):
        raise NotTheCollector
    try:
        return holder_for(
            caller,
            _CollectorTask(instance.pemda_id, instance.office_id, instance.sop_id, candidate),
        )
    except NotYourTask as refused:
        raise NotTheCollector from refused


def _supplies(other: Task) -> bool:
    """Say whether a unit has supplied or still can: at least one must (decisions §3.4)."""
    return other.status in ("open", "completed")
