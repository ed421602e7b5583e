"""One command on one state: the pure function that the rest of Alur calls.

A command has two parts: the act itself, and the automatic steps that follow from it. When a step
fails, the run is thrown away and the act alone is done again; its tokens stay where they arrived,
held by an incident, and no error state is ever stored (decisions/0002). A condition that cannot be
answered afterwards holds its own event only, and the run is done again without it.
"""

from __future__ import annotations

from datetime import UTC
from importlib import metadata
from typing import TYPE_CHECKING, assert_never

from service.engine.api import (
    ArmedTimer,
    BroadcastSignal,
    Command,
    CompleteTask,
    CorrectVariable,
    DeliverMessage,
    FireTimer,
    GiveUpJob,
    IncidentReport,
    Listening,
    MoveToken,
    OpenTask,
    ResumeProcess,
    RetryIncident,
    StartProcess,
    Step,
    SuspendProcess,
    ThrowError,
    WaiveTask,
)
from service.engine.codec import VERSION, dump, load
from service.engine.faults import (
    ConditionFault,
    OutOfOrder,
    ProcessEnded,
    ProcessFault,
    StartUnknown,
    VariableUnknown,
)
from service.engine.instance import Instance
from service.engine.specs.signals import broadcast
from service.engine.storable import require_storable
from service.engine.suspension import hold_back, is_suspended, require_takes, resume, suspend
from service.engine.token_moves import move_token
from service.feel import together

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime, tzinfo
    from uuid import UUID

    from service.engine.definition import Definition
    from service.values import Value

#: Raised by every change after which a recorded command could give other bytes of state, from the
#: first release on (decisions/0006); `tests/golden` notices.
COMPILER_VERSION = 1

#: Stands on every event and state; a release re-executes only the tags that it names.
ENGINE_TAG = (
    f"spiff-{metadata.version('SpiffWorkflow')}/codec-{VERSION}/compiler-{COMPILER_VERSION}"
)


def execute(
    definition: Definition,
    state: bytes | None,
    command: Command,
    now: datetime,
    zone: tzinfo = UTC,
) -> Step:
    """Return what `command` makes of `state` at the instant `now`.

    Timers that wait for months count them on the calendar of `zone`, which whoever executes the
    command again must give again.
    `state` is None for StartProcess and only for it. Raises a Rejected of
    `service.engine.faults` when the command does not fit the state; nothing has changed then.
    """
    if (state is None) != isinstance(command, StartProcess):
        raise OutOfOrder
    with together():
        return _executed(definition, state, command, now, zone)


def _executed(
    definition: Definition, state: bytes | None, command: Command, now: datetime, zone: tzinfo
) -> Step:
    aside: dict[int, ProcessFault] = {}
    while True:
        instance = _instance(definition, state, now, zone)
        instance.conditions.set_aside = aside.keys()
        require_takes(instance, command)
        try:
            _act(definition, instance, command)
            if not is_suspended(instance):
                instance.settle()
        except ConditionFault as fault:
            if isinstance(command, RetryIncident):
                again = _instance(definition, state, now, zone)
                return _act_alone(definition, again, command, fault, instance.at_rest)
            aside[fault.token_no] = fault
        except ProcessFault as fault:
            again = _instance(definition, state, now, zone)
            return _act_alone(definition, again, command, fault, instance.at_rest)
        else:
            return _done(instance, command, aside)


def open_tasks(definition: Definition, state: bytes, now: datetime) -> tuple[OpenTask, ...]:
    """Return every task that waits for a person."""
    return load(definition.spec, state, now).all_open()


def armed_timers(definition: Definition, state: bytes, now: datetime) -> tuple[ArmedTimer, ...]:
    """Return every timer that waits, the next one first."""
    return load(definition.spec, state, now).all_armed()


def all_listening(definition: Definition, state: bytes, now: datetime) -> tuple[Listening, ...]:
    """Return every token that waits for a message or a signal, the longest armed first."""
    return load(definition.spec, state, now).all_listening()


def _instance(
    definition: Definition, state: bytes | None, now: datetime, zone: tzinfo = UTC
) -> Instance:
    if state is None:
        instance = Instance(definition.spec, now)
    else:
        instance = load(definition.spec, state, now)
    if instance.status != "running":
        raise ProcessEnded
    instance.zone = zone
    return instance


def _act(definition: Definition, instance: Instance, command: Command) -> None:
    match command:
        case StartProcess(data=data, start=start):
            require_storable(data)
            if start not in instance.spec.start.ways:
                raise StartUnknown(start=start)
            root = instance.create(instance.spec.start.name, None, own={}, begun=start)
            instance.task_tree = root
            instance.write(root, data, root.task_spec.element_id)
            instance.queue.clear()
            root.task_spec.enter(root)
        case CompleteTask(task_no=number, values=values):
            require_storable(values)
            instance.complete_task(number, values)
        case WaiveTask(task_no=number):
            instance.waive_task(number)
        case DeliverMessage() | BroadcastSignal():
            _receive(instance, command)
        case ThrowError() | GiveUpJob():
            _end_job(instance, command)
        case FireTimer(token_no=number):
            instance.fire_timer(number)
        case RetryIncident(number=number):
            instance.release(number)
        case SuspendProcess() | ResumeProcess() | MoveToken() | CorrectVariable():
            _repair(definition, instance, command)
        case _:
            assert_never(command)


def _end_job(instance: Instance, command: ThrowError | GiveUpJob) -> None:
    if isinstance(command, ThrowError):
        instance.throw_error(command.task_no, command.code)
    else:
        instance.give_up_job(command.task_no)


def _receive(instance: Instance, command: DeliverMessage | BroadcastSignal) -> None:
    """Take what comes from outside, now or when a suspended process goes on."""
    key = command.correlation if isinstance(command, DeliverMessage) else None
    require_storable({**command.payload, "correlation": key})
    if is_suspended(instance):
        hold_back(instance, command)
    elif isinstance(command, DeliverMessage):
        instance.deliver(command.name, command.payload, key)
    else:
        broadcast(instance, command.name, command.payload)


def _repair(
    definition: Definition,
    instance: Instance,
    command: SuspendProcess | ResumeProcess | MoveToken | CorrectVariable,
) -> None:
    match command:
        case SuspendProcess():
            suspend(instance)
        case ResumeProcess():
            resume(instance)
        case MoveToken(token_no=number, target=target):
            move_token(instance, definition, number, target)
        case CorrectVariable(name=name, value=value):
            require_storable({name: value})
            _correct(instance, name, value)


def _correct(instance: Instance, name: str, value: Value) -> None:
    """Give a variable of the process itself another value. Raises VariableUnknown."""
    root = instance.task_tree
    if name not in root.data:
        raise VariableUnknown(variable=name)
    instance.write(root, {name: value}, root.task_spec.element_id)


def _done(instance: Instance, command: Command, aside: Mapping[int, ProcessFault]) -> Step:
    resolved = command.number if isinstance(command, RetryIncident) else None
    waiting = {task.id.int for task in instance.waits()}
    faults = [fault for number, fault in aside.items() if number in waiting]
    if not faults:
        return _step(instance, _given_up(instance), resolved)
    instance.incidents += 1
    instance.conditions.hold(instance.incidents)
    return _step(instance, _report(instance.incidents, faults[0]), resolved)


def _act_alone(
    definition: Definition,
    instance: Instance,
    command: Command,
    fault: ProcessFault,
    at_rest: tuple[UUID, ...],
) -> Step:
    if isinstance(command, RetryIncident):
        # Nothing but the retry itself happened: the tokens stay held under the same number.
        report = _report(command.number, fault)
        return _step(instance, report, None)
    instance.act_alone = True
    _act(definition, instance, command)
    instance.incidents += 1
    instance.hold(instance.incidents, at_rest)
    if isinstance(command, CorrectVariable):
        # It moves no token itself: what it made happen is all that a retry can find.
        instance.conditions.hold_due(instance.incidents)
    return _step(instance, _report(instance.incidents, fault), None)


def _given_up(instance: Instance) -> IncidentReport | None:
    """Return the incident of a job for which no attempt is left."""
    job = instance.given_up
    if job is None:
        return None
    spec = job.task_spec
    fault = ProcessFault("engine.job-given-up", spec.element_id, topic=spec.topic)
    return _report(job.internal_data["held"], fault)


def _report(number: int, fault: ProcessFault) -> IncidentReport:
    return IncidentReport(number, fault.element_id, fault.fault_code, fault.params)


def _step(instance: Instance, incident: IncidentReport | None, resolved: int | None) -> Step:
    return Step(
        state=dump(instance),
        status=instance.status,
        opened=instance.did.opened(),
        closed=instance.did.closed(),
        armed=instance.did.armed(),
        disarmed=instance.did.disarmed(),
        listening=instance.did.listening(),
        silenced=instance.did.silenced(),
        trace=instance.did.trace(),
        sent=instance.did.sent(),
        decided=instance.did.decided(),
        incident=incident,
        resolved=resolved,
        buffered=len(instance.kept),
        unclaimed=tuple(instance.unclaimed),
    )
