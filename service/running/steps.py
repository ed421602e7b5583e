"""An engine step as the store writes it: whose the opened tasks are and until when."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from service.access.candidates import candidate_of, job_key
from service.diagrams.model import Activity, JobTask
from service.engine import ENGINE_TAG, execute
from service.events.process import IncidentRaised
from service.events.process_parts import SentOut, TaskClosed, TaskOpened, TimerArmed
from service.feel import FeelError, compile_expression
from service.running import limits
from service.running.definitions import DefinitionBroken, step_name
from service.running.due_dates import tenggat_of
from service.running.inputs import MoveToVersion, input_of, input_of_move
from service.running.refusals import UnitUnknown
from service.running.results import Moved
from service.store.calendars import calendar_as_of
from service.store.changes import (
    Change,
    Closing,
    NewDispatch,
    NewIncident,
    NewListener,
    NewTask,
    NewTimer,
)
from service.store.ground import ground_of
from service.store.suppliers import units_in_use

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from sqlalchemy import Connection

    from service.diagrams.extensions import NodeExtension
    from service.engine.api import Command, OpenTask, Sent, Step, Taken
    from service.events import Event
    from service.events.engine_moves import EngineMoved
    from service.running.definitions import PinnedDefinition
    from service.store.ground import Ground
    from service.store.instances import Instance
    from service.working_time import OfficeCalendar


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What opening tasks needs to know beside the step itself."""

    definition: PinnedDefinition
    instance: Instance
    #: highest round of elements that were opened before, by path
    rounds: Mapping[str, int]
    #: round of the task whose completion opens the new ones; 0 where none does
    opener_round: int
    #: ids of the active units of the office
    units: frozenset[UUID]
    #: roles for which the process has a team, after the command
    team_roles: frozenset[str]
    #: of the office that owns the process, as it is now; None where no task is opened
    calendar: OfficeCalendar | None = None
    #: the command brought a proof that papers went out: what waits for an agency has no tenggat
    proven: bool = False


def surroundings(
    tx: Connection,
    instance: Instance,
    definition: PinnedDefinition,
    step: Step,
    *,
    opener_round: int = 0,
    team_roles: frozenset[str] | None = None,
    proven: bool = False,
    ground: Ground | None = None,
) -> Surroundings:
    """Read what opening the step's tasks needs to know; nothing when it opens none.

    In the write transaction: the calendar stays as it is until the tasks are there. `ground`: of
    who asked for it together with something else.
    """
    paths = {task.path for task in step.opened}
    of_units = any(definition.engine.node(path).extension.unit is not None for path in paths)
    units = units_in_use(tx, instance.pemda_id, instance.office_id) if of_units else frozenset()
    stands_on = ground or ground_of(tx, instance, paths)
    return Surroundings(
        definition=definition,
        instance=instance,
        rounds={} if stands_on is None else stands_on.rounds,
        opener_round=opener_round,
        units=units,
        team_roles=instance.team_roles if team_roles is None else team_roles,
        calendar=None if stands_on is None else _calendar(tx, instance, stands_on),
        proven=proven,
    )


def _calendar(tx: Connection, instance: Instance, ground: Ground) -> OfficeCalendar:
    office = (instance.pemda_id, instance.office_id, instance.timezone)
    return calendar_as_of(tx, *office, ground.calendar_change)


def opened_tasks(around: Surroundings, step: Step, now: datetime) -> tuple[NewTask, ...]:
    """Return the tasks that the step opened, each with its candidate, round and tenggat.

    Raises UnitUnknown when the data name no unit of the office in use, DefinitionBroken for a lane
    without a role.
    """
    sent_back = _sent_back(around.definition, step.trace)
    made = []
    for task in step.opened:
        extension = around.definition.engine.node(task.path).extension
        unit_id = unit_of(around, task)
        returned = task.path in sent_back
        made.append(
            NewTask(
                task_no=task.task_no,
                element_id=task.element_id,
                path=task.path,
                loop_index=task.instance,
                kind=task.kind,
                role=role_of(around.definition, task.path),
                candidate=candidate_at(around, task.path, unit_id),
                unit_id=unit_id,
                agency=extension.agency,
                round=_round(around, task.path, returned=returned),
                returned=returned,
                due_at=_tenggat(around, task, extension, now),
                topic=topic_at(around.definition, task.path),
            )
        )
    return tuple(made)


def change_of(
    step: Step,
    event: EngineMoved,
    opened: tuple[NewTask, ...],
    *,
    own: Closing | None = None,
    after: tuple[Event, ...] = (),
) -> Change:
    """Return what the store writes for a step: `event` first, then `after`, then an incident.

    `own` is the task that a person closed; what the step cancelled with it is closed too.
    """
    return Change(
        events=(event, *after, *_incident_events(step)),
        state=step.state,
        engine_tag=ENGINE_TAG,
        status=step.status,
        element_id=event.element_id or "",
        closed=_closings(step, own),
        opened=opened,
        armed=tuple(NewTimer(it.token_no, it.element_id, it.due) for it in step.armed),
        disarmed=step.disarmed,
        listening=listening_of(step),
        silenced=step.silenced,
        sent=_dispatches(step),
        incident=_new_incident(step),
    )


def listening_of(step: Step) -> tuple[NewListener, ...]:
    """Return who began to wait for a message or a signal."""
    return tuple(
        NewListener(it.token_no, it.kind, it.name, it.correlated, it.key, it.early)
        for it in step.listening
    )


def _dispatches(step: Step) -> tuple[NewDispatch, ...]:
    """Return what is for other processes: a message that the process took itself is not."""
    return tuple(
        NewDispatch(position, it.kind, it.name, it.correlation)
        for position, it in enumerate(step.sent)
        if not it.taken
    )


def _closings(step: Step, own: Closing | None) -> tuple[Closing, ...]:
    """Return how tasks ended: the person's own, and by themselves those that the step ended."""
    found = [] if own is None else [own]
    mine = () if own is None else own.task_nos
    hows: tuple[Literal["completed", "cancelled"], ...] = ("completed", "cancelled")
    for how in hows:
        others = tuple(
            it.task_no for it in step.closed if it.how == how and it.task_no not in mine
        )
        if others:
            found.append(Closing(others, how))
    return tuple(found)


def _new_incident(step: Step) -> NewIncident | None:
    report = step.incident
    if report is None:
        return None
    return NewIncident(report.number, report.element_id, report.code, report.params)


def _incident_events(step: Step) -> tuple[Event, ...]:
    report = step.incident
    if report is None:
        return ()
    raised = IncidentRaised(
        element_id=report.element_id,
        engine_tag=ENGINE_TAG,
        number=report.number,
        code=report.code,
        params=report.params,
    )
    return (raised,)


def executed(
    definition: PinnedDefinition, instance: Instance, command: Command, now: datetime
) -> Step:
    """Execute a command on the stored state, in the zone of the process's office.

    Raises HistoryFull where the process would outgrow what one may hold.
    """
    step = execute(definition.engine, instance.state, command, now, ZoneInfo(instance.timezone))
    limits.require_room(events=instance.head.seq, state=step.state)
    return step


def moving(
    command: Command | MoveToVersion, step: Step, opened: Iterable[NewTask], *, zone: str
) -> dict[str, Any]:
    """Return the fields that every event of an engine command has (`events.EngineMoved`).

    `zone`: that of the office, in which the command was executed.
    """
    given = input_of_move(command) if isinstance(command, MoveToVersion) else input_of(command)
    return {
        "engine_tag": ENGINE_TAG,
        "input": {**given, "zone": zone},
        "state_sha256": hashlib.sha256(step.state).hexdigest(),
        "status": step.status,
        "trace": tuple((it.kind, it.path, it.token_no) for it in step.trace),
        "opened": tuple(
            TaskOpened(
                task_no=task.task_no,
                path=task.path,
                role=task.role,
                candidate=task.candidate,
                round=task.round,
                returned=task.returned,
                due_at=task.due_at,
                unit_id=task.unit_id,
                agency=task.agency,
                topic=task.topic,
            )
            for task in opened
        ),
        "closed": tuple(TaskClosed(it.task_no, it.how) for it in step.closed),
        "armed": tuple(TimerArmed(it.token_no, it.element_id, it.due) for it in step.armed),
        "disarmed": step.disarmed,
        "sent": _told(step.sent),
    }


def _told(sent: tuple[Sent, ...]) -> tuple[SentOut, ...] | None:
    """Return what the step threw as its event tells it; None: nothing."""
    return (
        tuple(
            SentOut(it.kind, it.name, it.element_id, it.payload, it.correlation, it.taken)
            for it in sent
        )
        or None
    )


def moved_by(instance: Instance, step: Step) -> Moved:
    """Return what a command answers that made this step of the process."""
    return Moved(
        instance_id=instance.id,
        number=instance.number,
        seq=instance.head.seq + 1,
        status=step.status,
        opened=tuple(task.task_no for task in step.opened),
        incident=None if step.incident is None else step.incident.number,
    )


def role_of(definition: PinnedDefinition, path: str) -> str:
    """Return the role of the lane that holds an element. Raises DefinitionBroken."""
    lane = definition.engine.lane(path)
    if lane is None or lane.binding.role is None:
        raise DefinitionBroken(step=step_name(definition, path))
    return lane.binding.role


def candidate_at(around: Surroundings, path: str, unit_id: UUID | None = None) -> str:
    """Return who a task at `path` would wait for, if it were opened now, by this unit."""
    key = candidate_of(
        role_of(around.definition, path),
        office_id=around.instance.office_id,
        owning_unit_id=around.instance.unit_id,
        instance_id=around.instance.id,
        team_roles=around.team_roles,
        unit_id=unit_id,
        agency=around.definition.engine.node(path).extension.agency,
    )
    return key if topic_at(around.definition, path) is None else job_key(key)


def topic_at(definition: PinnedDefinition, path: str) -> str | None:
    """Return what a system asks for to do the step at `path`; None: a person does it."""
    node = definition.engine.node(path)
    return node.topic if isinstance(node, JobTask) else None


def unit_of(around: Surroundings, task: OpenTask) -> UUID | None:
    """Return the unit whose part a task is; None: no unit's. Raises UnitUnknown."""
    extension = around.definition.engine.node(task.path).extension
    if extension.unit is None:
        return None
    try:
        unit_id = UUID(compile_expression(extension.unit).evaluate(task.data))
    except (FeelError, ValueError, TypeError, AttributeError) as error:
        raise UnitUnknown(step=step_name(around.definition, task.path)) from error
    if unit_id not in around.units:
        raise UnitUnknown(step=step_name(around.definition, task.path))
    return unit_id


def _round(around: Surroundings, path: str, *, returned: bool) -> int:
    """Return how often this work was sent back before: 1 is *perbaikan ke-1*.

    A step that comes again because a later one sent its work back is in the round of the step
    that was repaired; a step that comes again for another document begins anew.
    """
    if path not in around.rounds:
        return 1 if returned else 0
    return around.rounds[path] + 1 if returned else around.opener_round


def _tenggat(
    around: Surroundings, task: OpenTask, extension: NodeExtension, now: datetime
) -> datetime | None:
    if around.calendar is None:
        raise AssertionError  # `surroundings` reads it for every step that opens a task
    if task.kind in ("service", "send"):
        return None
    if task.kind == "receive" and around.proven:
        # The clock of the office stands still until it arrives (decisions §5.3).
        return None
    return tenggat_of(task, extension, now, around.calendar)


def _sent_back(definition: PinnedDefinition, trace: Iterable[Taken]) -> frozenset[str]:
    """Return the paths of the activities that a return flow led to, through gateways or not."""
    reached: set[str] = set()
    for taken in trace:
        if taken.kind != "flow":
            continue
        flow = definition.engine.flows[taken.path]
        scope = taken.path.rpartition("/")[0]
        source = f"{scope}/{flow.source}"
        through = source in reached and not isinstance(definition.engine.node(source), Activity)
        if flow.purpose == "return" or through:
            target = f"{scope}/{flow.target}"
            # A link goes on elsewhere without a flow of the diagram.
            reached |= {target, definition.engine.links.get(target, target)}
    return frozenset(reached)
