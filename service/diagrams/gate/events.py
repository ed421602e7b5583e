"""Which event may stand where, and handlers that would catch the same thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.diagrams.findings import error, info
from service.diagrams.model import (
    BoundaryEvent,
    CallActivity,
    CancelEvent,
    CompensateEvent,
    ConditionalEvent,
    EndEvent,
    ErrorEvent,
    EscalationEvent,
    EventSubProcess,
    IntermediateCatchEvent,
    IntermediateThrowEvent,
    JobTask,
    LinkEvent,
    MessageEvent,
    NoneEvent,
    SignalEvent,
    StartEvent,
    SubProcess,
    TerminateEvent,
    TimerEvent,
    events_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from service.diagrams.findings import Finding
    from service.diagrams.gate.subject import Area, Subject
    from service.diagrams.model import EventDefinition, Node, Scope

_ALLOWED: dict[type[Node], tuple[type[object], ...]] = {
    EndEvent: (
        NoneEvent,
        MessageEvent,
        SignalEvent,
        TerminateEvent,
        ErrorEvent,
        EscalationEvent,
        CompensateEvent,
        CancelEvent,
    ),
    IntermediateCatchEvent: (TimerEvent, MessageEvent, SignalEvent, ConditionalEvent, LinkEvent),
    IntermediateThrowEvent: (
        NoneEvent,
        MessageEvent,
        SignalEvent,
        LinkEvent,
        EscalationEvent,
        CompensateEvent,
    ),
    BoundaryEvent: (
        TimerEvent,
        MessageEvent,
        SignalEvent,
        ConditionalEvent,
        ErrorEvent,
        EscalationEvent,
        CompensateEvent,
        CancelEvent,
    ),
}


def check(subject: Subject) -> Iterator[Finding]:
    """Judge every event by its place, and boundary events beside each other."""
    for area in subject.areas():
        for node in area.nodes():
            allowed = _allowed(area, node)
            for event in events_of(node) if allowed is not None else ():
                yield from _placed(node, event, allowed or ())
        yield from _boundaries(area)
    yield from _uncaught(subject.process.scope, frozenset())


def _placed(
    node: Node, event: EventDefinition, allowed: tuple[type[object], ...]
) -> Iterator[Finding]:
    if not isinstance(event, allowed):
        yield error("event-position", node.id, kind=_kind(event))
    elif isinstance(node, EndEvent | IntermediateThrowEvent):
        yield from _thrown_code(node, event)
    elif _is_misplaced_cycle(node, event):
        yield error("cycle-position", node.id)


def _allowed(area: Area, node: Node) -> tuple[type[object], ...] | None:
    """Return which events may stand at a node; None where other rules say so.

    What can happen at the border of any activity can begin an event subprocess too.
    """
    if isinstance(node, StartEvent):
        begins = (kind for kind in _ALLOWED[BoundaryEvent] if kind is not CancelEvent)
        return (NoneEvent, *begins) if area.triggered else None
    return _ALLOWED.get(type(node))


def _uncaught(scope: Scope, around: frozenset[str | None]) -> Iterator[Finding]:
    """Tell of errors for which nothing around them has a handler; `around`: codes with one.

    A process that calls this one may have: the finding stops nothing.
    """
    starts = (handler.start() for handler in scope.event_subprocesses())
    codes = around | _codes(start for start in starts if start is not None)
    for node in scope.nodes:
        match node:
            case EndEvent():
                for event in events_of(node):
                    thrown = event.code if isinstance(event, ErrorEvent) else None
                    if thrown and not codes & {thrown, None}:
                        yield info("error-not-caught", node.id, error=thrown)
            case EventSubProcess(scope=inner):
                # What handles a scope is not handled by what stands beside it.
                yield from _uncaught(inner, around)
            case SubProcess(scope=inner, boundaries=boundaries):
                yield from _uncaught(inner, codes | _codes(boundaries))
            case _:
                pass


def _codes(events: Iterable[BoundaryEvent | StartEvent]) -> frozenset[str | None]:
    return frozenset(
        event.code for item in events for event in events_of(item) if isinstance(event, ErrorEvent)
    )


def _is_misplaced_cycle(node: Node, event: EventDefinition) -> bool:
    """Return whether a timer repeats where only its first firing could have an effect."""
    repeats = isinstance(event, TimerEvent) and event.kind == "cycle"
    beside = isinstance(node, BoundaryEvent | StartEvent) and not node.interrupting
    return repeats and not beside


def _thrown_code(node: Node, event: EventDefinition) -> Iterator[Finding]:
    if isinstance(event, ErrorEvent | EscalationEvent) and not event.code:
        yield error("code-missing", node.id, kind=_kind(event))


def _boundaries(area: Area) -> Iterator[Finding]:
    seen: dict[tuple[str, str, str], str] = {}
    for activity, boundary in area.boundaries():
        for event in events_of(boundary):
            if isinstance(event, ErrorEvent) and not boundary.interrupting:
                yield error("error-not-interrupting", boundary.id)
            if not isinstance(event, ErrorEvent | EscalationEvent | CancelEvent):
                continue
            throws = isinstance(activity, SubProcess | CallActivity) or (
                # A system outside may say that it cannot, with a code.
                isinstance(activity, JobTask) and isinstance(event, ErrorEvent)
            )
            if not throws and not isinstance(event, CancelEvent):
                yield error("nothing-throws", boundary.id, activity=activity.id)
            key = (activity.id, _kind(event), getattr(event, "code", None) or "")
            if key in seen:
                yield error("handlers-of-one-code", boundary.id, other=seen[key])
            seen[key] = boundary.id


def _kind(event: object) -> str:
    return type(event).__name__.removesuffix("Event").lower()
