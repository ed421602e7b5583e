"""Which event may stand where, and handlers that would catch the same thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.diagrams.findings import error, info
from service.diagrams.model import (
    BoundaryEvent,
    CallActivity,
    EndEvent,
    ErrorEvent,
    EscalationEvent,
    IntermediateCatchEvent,
    IntermediateThrowEvent,
    LinkEvent,
    MessageEvent,
    NoneEvent,
    SignalEvent,
    SubProcess,
    TerminateEvent,
    TimerEvent,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.diagrams.findings import Finding
    from service.diagrams.gate.subject import Area, Subject
    from service.diagrams.model import EventDefinition, Node, Scope

_ALLOWED: dict[type[Node], tuple[type[object], ...]] = {
    EndEvent: (NoneEvent, MessageEvent, SignalEvent, TerminateEvent, ErrorEvent, EscalationEvent),
    IntermediateCatchEvent: (TimerEvent, MessageEvent, SignalEvent, LinkEvent),
    IntermediateThrowEvent: (NoneEvent, MessageEvent, SignalEvent, LinkEvent, EscalationEvent),
    BoundaryEvent: (TimerEvent, MessageEvent, SignalEvent, ErrorEvent, EscalationEvent),
}


def check(subject: Subject) -> Iterator[Finding]:
    """Judge every event by its place, and boundary events beside each other."""
    for area in subject.areas():
        for node in area.nodes():
            allowed = _ALLOWED.get(type(node))
            event: EventDefinition | None = getattr(node, "event", None)
            if allowed is None or event is None:
                continue
            if not isinstance(event, allowed):
                yield error("event-position", node.id, kind=_kind(event))
            elif isinstance(node, EndEvent | IntermediateThrowEvent):
                yield from _thrown_code(node, event)
            elif _is_misplaced_cycle(node, event):
                yield error("cycle-position", node.id)
        yield from _boundaries(area)
    yield from _uncaught(subject.process.scope, ())


def _uncaught(scope: Scope, around: tuple[BoundaryEvent, ...]) -> Iterator[Finding]:
    """Tell of errors for which no subprocess around them has a handler.

    A process that calls this one may have: the finding stops nothing.
    """
    codes = {event.event.code for event in around if isinstance(event.event, ErrorEvent)}
    for node in scope.nodes:
        match node:
            case EndEvent(event=ErrorEvent(code=code)) if code and not codes & {code, None}:
                yield info("error-not-caught", node.id, error=code)
            case SubProcess(scope=inner, boundaries=boundaries):
                yield from _uncaught(inner, (*around, *boundaries))
            case _:
                pass


def _is_misplaced_cycle(node: Node, event: EventDefinition) -> bool:
    """Return whether a timer repeats where only its first firing could have an effect."""
    repeats = isinstance(event, TimerEvent) and event.kind == "cycle"
    return repeats and not (isinstance(node, BoundaryEvent) and not node.interrupting)


def _thrown_code(node: Node, event: EventDefinition) -> Iterator[Finding]:
    if isinstance(event, ErrorEvent | EscalationEvent) and not event.code:
        yield error("code-missing", node.id, kind=_kind(event))


def _boundaries(area: Area) -> Iterator[Finding]:
    seen: dict[tuple[str, str, str], str] = {}
    for activity, boundary in area.boundaries():
        event = boundary.event
        if isinstance(event, ErrorEvent) and not boundary.interrupting:
            yield error("error-not-interrupting", boundary.id)
        if isinstance(event, ErrorEvent | EscalationEvent):
            if not isinstance(activity, SubProcess | CallActivity):
                yield error("nothing-throws", boundary.id, activity=activity.id)
            key = (activity.id, _kind(event), event.code or "")
            if key in seen:
                yield error("handlers-of-one-code", boundary.id, other=seen[key])
            seen[key] = boundary.id


def _kind(event: object) -> str:
    return type(event).__name__.removesuffix("Event").lower()
