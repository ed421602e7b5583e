"""Events with several definitions: which go together (BPMN 2.0.2 §10.5.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.diagrams.findings import error
from service.diagrams.model import (
    BoundaryEvent,
    CancelEvent,
    CompensateEvent,
    EndEvent,
    ErrorEvent,
    EscalationEvent,
    LinkEvent,
    MessageEvent,
    MultipleEvent,
    SignalEvent,
    StartEvent,
    TerminateEvent,
    TimerEvent,
    events_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.diagrams.findings import Finding
    from service.diagrams.gate.subject import Subject
    from service.diagrams.model import EventDefinition, Node

#: Each of them needs its event for itself.
_ALONE = (CancelEvent, CompensateEvent, LinkEvent)
#: Nothing waits for them: they are looked for when something is thrown.
_THROWN = (ErrorEvent, EscalationEvent)
#: With them the scope is at its end.
_LAST = (ErrorEvent, TerminateEvent)


def check(subject: Subject) -> Iterator[Finding]:
    """Judge every event with several definitions."""
    for area in subject.areas():
        for node in area.nodes():
            event = getattr(node, "event", None)
            if isinstance(event, MultipleEvent):
                yield from _together(node, event)


def _together(node: Node, event: MultipleEvent) -> Iterator[Finding]:
    events = events_of(node)
    for place, each in enumerate(events):
        if each in events[:place]:
            yield error("multiple-twice", node.id, kind=kind_of(each))
        if isinstance(each, _ALONE):
            yield error("multiple-kind", node.id, kind=kind_of(each))
        elif event.parallel and isinstance(node, BoundaryEvent | StartEvent):
            yield from _parallel(node, each)
    if isinstance(node, EndEvent) and sum(isinstance(each, _LAST) for each in events) > 1:
        yield error("multiple-ends", node.id)
    if _comes_by_itself(node, event):
        yield error("multiple-again", node.id)


def _comes_by_itself(node: Node, event: MultipleEvent) -> bool:
    """Return whether all of it is there again as soon as it is waited for again.

    What does not interrupt is: its conditions still hold and its dates have passed.
    """
    stays = isinstance(node, BoundaryEvent | StartEvent) and not node.interrupting
    outside = any(isinstance(each, MessageEvent | SignalEvent) for each in event.events)
    return event.parallel and stays and not outside


def _parallel(node: Node, event: EventDefinition) -> Iterator[Finding]:
    """Refuse what cannot be waited for until all the others have come too."""
    if isinstance(event, _THROWN):
        yield error("multiple-kind", node.id, kind=kind_of(event))
    if isinstance(event, TimerEvent) and event.kind == "cycle":
        yield error("cycle-position", node.id)


def kind_of(event: EventDefinition) -> str:
    """Return what the sentences call its kind."""
    return type(event).__name__.removesuffix("Event").lower()
