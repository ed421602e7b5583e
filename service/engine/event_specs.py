"""The events of a diagram to specs, by where they stand and what they wait for or do."""

from __future__ import annotations

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
    NoneEvent,
    SignalEvent,
    StartEvent,
    TerminateEvent,
    TimerEvent,
)
from service.engine.faults import NotExecutable
from service.engine.specs.boundary_events import (
    MessageBoundary,
    ThrownBoundary,
    TimerBoundary,
)
from service.engine.specs.compensation import CompensationThrow
from service.engine.specs.conditions import ConditionBoundary, ConditionWait
from service.engine.specs.ends import TerminateEnd, ThrowingEnd, ThrowingEvent
from service.engine.specs.events import NoneEnd, PassThrough
from service.engine.specs.schedule import Schedule
from service.engine.specs.sending import Dispatch, SendingEvent
from service.engine.specs.signals import SignalBoundary, SignalWait
from service.engine.specs.timers import TimerWait
from service.engine.specs.transactions import CancelEnd
from service.engine.specs.waits import MessageWait
from service.feel import compile_expression

if TYPE_CHECKING:
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

    def of(self, node: Node, path: str) -> FlowNode:
        """Return the spec of an event that is not at the border of an activity.

        The start event of an event subprocess stands at the border of the scope around.
        """
        match node:
            case StartEvent(event=CompensateEvent()):
                return PassThrough(self.spec, path, node.id, path)
            case StartEvent(event=event) if not isinstance(event, NoneEvent):
                return self.armed(node, path)
            case (
                IntermediateThrowEvent(event=CompensateEvent() as event)
                | EndEvent(event=CompensateEvent() as event)
            ):
                return CompensationThrow(
                    self.spec, path, node.id, path, event.activity, waits=event.waits
                )
            case IntermediateCatchEvent(event=event):
                return self._catch(node, path, event)
            case StartEvent(event=event) | IntermediateThrowEvent(event=event):
                return self._throw(node, path, event)
            case EndEvent(event=event):
                return self._end(node, path, event)
            case _:
                raise NotExecutable(element=node.id, kind=type(node).__name__)

    def message(
        self, kind: type[MessageWait], node: Node, name: str, path: str, event: MessageEvent
    ) -> MessageWait:
        """Return the spec of a catch event or receive task; messages are kept for it."""
        self.kept_messages.add(event.name)
        key = None if event.correlation is None else compile_expression(event.correlation)
        return kind(self.spec, name, node.id, path, event.name, key)

    def armed(self, node: BoundaryEvent | StartEvent, path: str) -> Boundary:
        """Return the spec of an event at the border of an activity, or of a scope."""
        armed = self._armed(node, path)
        armed.interrupting = node.interrupting
        return armed

    def _armed(self, node: BoundaryEvent | StartEvent, path: str) -> Boundary:
        match node.event:
            case MessageEvent(name=message, correlation=correlation):
                key = None if correlation is None else compile_expression(correlation)
                return MessageBoundary(self.spec, path, node.id, path, message, key)
            case SignalEvent(name=signal):
                return SignalBoundary(self.spec, path, node.id, path, signal)
            case ConditionalEvent(condition=condition):
                self.conditions.append(path)
                awaited = compile_expression(condition)
                return ConditionBoundary(self.spec, path, node.id, path, awaited)
            case TimerEvent() as event:
                return TimerBoundary(self.spec, path, node.id, path, Schedule.of(event))
            case ErrorEvent() | EscalationEvent() | CancelEvent() as event:
                return ThrownBoundary(self.spec, path, node.id, path, _caught(event))
            case _:
                raise NotExecutable(element=node.id, kind=type(node.event).__name__)

    def _catch(self, node: Node, path: str, event: EventDefinition) -> FlowNode:
        match event:
            case MessageEvent():
                return self.message(MessageWait, node, path, path, event)
            case SignalEvent(name=signal):
                return SignalWait(self.spec, path, node.id, path, signal)
            case ConditionalEvent(condition=condition):
                self.conditions.append(path)
                awaited = compile_expression(condition)
                return ConditionWait(self.spec, path, node.id, path, awaited)
            case TimerEvent():
                return TimerWait(self.spec, path, node.id, path, Schedule.of(event))
            case LinkEvent():
                return PassThrough(self.spec, path, node.id, path)
            case _:
                raise NotExecutable(element=node.id, kind=type(event).__name__)

    def _throw(self, node: Node, path: str, event: EventDefinition) -> FlowNode:
        match event:
            case NoneEvent() | LinkEvent():
                return PassThrough(self.spec, path, node.id, path)
            case MessageEvent() | SignalEvent() if isinstance(node, IntermediateThrowEvent):
                return self._sending(node, path, event)
            case EscalationEvent(code=str(code)) if isinstance(node, IntermediateThrowEvent):
                return ThrowingEvent(self.spec, path, node.id, path, code)
            case _:
                raise NotExecutable(element=node.id, kind=type(event).__name__)

    def _end(self, node: Node, path: str, event: EventDefinition) -> FlowNode:
        match event:
            case NoneEvent():
                return NoneEnd(self.spec, path, node.id, path)
            case MessageEvent() | SignalEvent():
                return self._sending(node, path, event)
            case CancelEvent():
                return CancelEnd(self.spec, path, node.id, path)
            case TerminateEvent():
                return TerminateEnd(self.spec, path, node.id, path)
            case ErrorEvent(code=str(code)):
                return ThrowingEnd(self.spec, path, node.id, path, "error", code)
            case EscalationEvent(code=str(code)):
                return ThrowingEnd(self.spec, path, node.id, path, "escalation", code)
            case _:
                raise NotExecutable(element=node.id, kind=type(event).__name__)

    def _sending(self, node: Node, path: str, event: MessageEvent | SignalEvent) -> SendingEvent:
        payload = tuple(
            (item.variable, compile_expression(item.value)) for item in node.extension.payload
        )
        return SendingEvent(self.spec, path, node.id, path, _dispatch(event), payload)


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
