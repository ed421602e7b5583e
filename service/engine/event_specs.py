"""The events of a diagram to specs, by where they stand and what they wait for or do."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from service.diagrams.model import (
    CancelEvent,
    CompensateEvent,
    ConditionalEvent,
    EndEvent,
    ErrorEvent,
    EscalationEvent,
    IntermediateCatchEvent,
    IntermediateThrowEvent,
    LinkEvent,
    MessageEvent,
    MultipleEvent,
    NoneEvent,
    SignalEvent,
    StartEvent,
    TerminateEvent,
    TimerEvent,
    events_of,
)
from service.engine.faults import NotExecutable
from service.engine.specs.base import Edge
from service.engine.specs.boundary_events import (
    MessageBoundary,
    ThrownBoundary,
    TimerBoundary,
)
from service.engine.specs.compensation import CompensationThrow
from service.engine.specs.conditions import ConditionBoundary, ConditionWait
from service.engine.specs.ends import TerminateEnd, ThrowingEnd, ThrowingEvent
from service.engine.specs.events import NoneEnd, PassThrough
from service.engine.specs.multiple_events import AllBoundary, MultipleWait
from service.engine.specs.schedule import Schedule
from service.engine.specs.sending import Dispatch, SendingEvent
from service.engine.specs.signals import SignalBoundary, SignalWait
from service.engine.specs.timers import TimerWait
from service.engine.specs.transactions import CancelEnd
from service.engine.specs.waits import MessageWait
from service.feel import compile_expression

if TYPE_CHECKING:
    from collections.abc import Sequence

    from SpiffWorkflow.bpmn.specs import BpmnProcessSpec

    from service.diagrams.model import BoundaryEvent, EventDefinition, Node
    from service.engine.specs.base import FlowNode
    from service.engine.specs.boundary_events import Boundary


class EventSpecs:
    """Makes the specs of one compiled process."""

    def __init__(self, spec: BpmnProcessSpec) -> None:
        self.spec = spec
        #: names of the messages that something could keep
        self.kept_messages: set[str] = set()
        #: names of the specs that wait for a condition
        self.conditions: list[str] = []
        #: of an event that throws several things: the spec of the last one
        self._last: dict[str, FlowNode] = {}
        #: of an event at a border with several definitions: the specs of the others
        self._beside: dict[str, tuple[str, ...]] = {}

    def of(self, node: Node, path: str) -> FlowNode:
        """Return the spec of an event that is not at the border of an activity.

        The start event of an event subprocess stands at the border of the scope around.
        """
        match node:
            case StartEvent(event=NoneEvent() | CompensateEvent()):
                return PassThrough(self.spec, path, node.id, path)
            case StartEvent():
                return self.armed(node, path)
            case IntermediateCatchEvent(event=MultipleEvent() as event):
                wait = MultipleWait(self.spec, path, node.id, path, parallel=event.parallel)
                wait.awaited = self._awaited(node, path, event)
                return wait
            case IntermediateCatchEvent(event=event):
                return self._catch(node, path, path, event)
            case IntermediateThrowEvent() | EndEvent():
                return self._thrown(node, path)
            case _:
                raise NotExecutable(element=node.id, kind=type(node).__name__)

    def exit(self, entry: FlowNode) -> FlowNode:
        """Return the spec from which tokens leave that entered at `entry`."""
        return self._last.get(entry.name, entry)

    def armed_beside(self, name: str) -> tuple[str, ...]:
        """Return the specs that are armed where the one of this name is, this one first."""
        return (name, *self._beside.get(name, ()))

    def share_ways(self) -> None:
        """Let each definition of an event lead where the event leads, once all is connected."""
        for name, others in self._beside.items():
            for other in others:
                self.spec.task_specs[other].edges = self.spec.task_specs[name].edges

    def message(
        self, kind: type[MessageWait], node: Node, name: str, path: str, event: MessageEvent
    ) -> MessageWait:
        """Return the spec of a catch event or receive task; messages are kept for it."""
        self.kept_messages.add(event.name)
        key = None if event.correlation is None else compile_expression(event.correlation)
        return kind(self.spec, name, node.id, path, event.name, key)

    def armed(self, node: BoundaryEvent | StartEvent, path: str) -> Boundary:
        """Return the spec of an event at the border of an activity, or of a scope.

        Of several definitions, any of which is enough, each is armed by itself.
        """
        match node.event:
            case MultipleEvent(parallel=True) as event:
                boundary = AllBoundary(self.spec, path, node.id, path, parallel=True)
                boundary.awaited = self._awaited(node, path, event)
                specs: list[Boundary] = [boundary]
            case MultipleEvent(events=events):
                names = [path, *(f"{path}#{place}" for place in range(2, len(events) + 1))]
                specs = [
                    self._armed(node, name, path, event)
                    for name, event in zip(names, events, strict=True)
                ]
                self._beside[path] = tuple(names[1:])
            case event:
                specs = [self._armed(node, path, path, event)]
        for spec in specs:
            spec.interrupting = node.interrupting
        return specs[0]

    def _armed(self, node: Node, name: str, path: str, event: EventDefinition) -> Boundary:
        match event:
            case MessageEvent(name=message, correlation=correlation):
                key = None if correlation is None else compile_expression(correlation)
                return MessageBoundary(self.spec, name, node.id, path, message, key)
            case SignalEvent(name=signal):
                return SignalBoundary(self.spec, name, node.id, path, signal)
            case ConditionalEvent(condition=condition):
                self.conditions.append(name)
                awaited = compile_expression(condition)
                return ConditionBoundary(self.spec, name, node.id, path, awaited)
            case TimerEvent():
                return TimerBoundary(self.spec, name, node.id, path, Schedule.of(event))
            case ErrorEvent() | EscalationEvent() | CancelEvent():
                return ThrownBoundary(self.spec, name, node.id, path, _caught(event))
            case _:
                raise NotExecutable(element=node.id, kind=type(event).__name__)

    def _awaited(self, node: Node, path: str, event: MultipleEvent) -> tuple[str, ...]:
        """Return the names of the specs that wait for one definition each."""
        names = []
        for place, each in enumerate(event.events, 1):
            wait = self._catch(node, f"{path}#{place}", path, each)
            wait.queued = wait.traced = False
            if isinstance(wait, MessageWait) and not isinstance(node, IntermediateCatchEvent):
                wait.keeps_early = False
            names.append(wait.name)
        return tuple(names)

    def _catch(self, node: Node, name: str, path: str, event: EventDefinition) -> FlowNode:
        match event:
            case MessageEvent(correlation=correlation) if not isinstance(
                node, IntermediateCatchEvent
            ):
                key = None if correlation is None else compile_expression(correlation)
                return MessageWait(self.spec, name, node.id, path, event.name, key)
            case MessageEvent():
                return self.message(MessageWait, node, name, path, event)
            case SignalEvent(name=signal):
                return SignalWait(self.spec, name, node.id, path, signal)
            case ConditionalEvent(condition=condition):
                self.conditions.append(name)
                awaited = compile_expression(condition)
                return ConditionWait(self.spec, name, node.id, path, awaited)
            case TimerEvent():
                return TimerWait(self.spec, name, node.id, path, Schedule.of(event))
            case LinkEvent():
                return PassThrough(self.spec, name, node.id, path)
            case _:
                raise NotExecutable(element=node.id, kind=type(event).__name__)

    # ------------------------------------------------------------ what is thrown

    def _thrown(self, node: Node, path: str) -> FlowNode:
        """Return the first spec of an event that throws; the others stand behind it.

        Messages and signals go first, together, and what ends the scope goes last.
        """
        events = sorted(events_of(node), key=_turn)
        sent = [event for event in events if isinstance(event, MessageEvent | SignalEvent)]
        alone = events[len(sent) :]
        specs: list[FlowNode] = [self._sending(node, path, sent)] if sent else []
        for event in alone:
            name = f"{path}#{len(specs) + 1}" if specs else path
            specs.append(self._throws(node, name, path, event))
        for before, after in pairwise(specs):
            before.edges = (Edge("", after.name),)
            before.connect(after)
            after.traced = False
        self._last[path] = specs[-1]
        return specs[0]

    def _throws(self, node: Node, name: str, path: str, event: EventDefinition) -> FlowNode:
        match event:
            case CompensateEvent(activity=activity, waits=waits):
                return CompensationThrow(self.spec, name, node.id, path, activity, waits=waits)
            case EscalationEvent(code=str(code)) if len(events_of(node)) > 1:
                return ThrowingEvent(self.spec, name, node.id, path, code)
            case _ if isinstance(node, EndEvent):
                return self._ends(node, name, path, event)
            case NoneEvent() | LinkEvent():
                return PassThrough(self.spec, name, node.id, path)
            case EscalationEvent(code=str(code)):
                return ThrowingEvent(self.spec, name, node.id, path, code)
            case _:
                raise NotExecutable(element=node.id, kind=type(event).__name__)

    def _ends(self, node: Node, name: str, path: str, event: EventDefinition) -> FlowNode:
        match event:
            case NoneEvent():
                return NoneEnd(self.spec, name, node.id, path)
            case CancelEvent():
                return CancelEnd(self.spec, name, node.id, path)
            case TerminateEvent():
                return TerminateEnd(self.spec, name, node.id, path)
            case ErrorEvent(code=str(code)):
                return ThrowingEnd(self.spec, name, node.id, path, "error", code)
            case EscalationEvent(code=str(code)):
                return ThrowingEnd(self.spec, name, node.id, path, "escalation", code)
            case _:
                raise NotExecutable(element=node.id, kind=type(event).__name__)

    def _sending(self, node: Node, path: str, events: Sequence[EventDefinition]) -> SendingEvent:
        payload = tuple(
            (item.variable, compile_expression(item.value)) for item in node.extension.payload
        )
        dispatches = tuple(
            _dispatch(event) for event in events if isinstance(event, MessageEvent | SignalEvent)
        )
        return SendingEvent(self.spec, path, node.id, path, dispatches, payload)


def _turn(event: EventDefinition) -> int:
    """Return which definitions of one event are thrown before others."""
    if isinstance(event, MessageEvent | SignalEvent):
        return 0
    return 2 if isinstance(event, ErrorEvent | TerminateEvent | CancelEvent) else 1


def _dispatch(event: MessageEvent | SignalEvent) -> Dispatch:
    if isinstance(event, SignalEvent):
        return Dispatch("signal", event.name)
    key = None if event.correlation is None else compile_expression(event.correlation)
    return Dispatch("message", event.name, key)


def _caught(event: ErrorEvent | EscalationEvent | CancelEvent) -> tuple[str, str | None]:
    """Return kind and code of what an event catches; None: every code."""
    match event:
        case ErrorEvent(code=code):
            return "error", code
        case EscalationEvent(code=code):
            return "escalation", code
        case CancelEvent():
            return "cancel", None
