"""Event subprocesses: what begins them and what they cannot have (BPMN 2.0.2 §10.3.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.diagrams.findings import error
from service.diagrams.model import ErrorEvent, EscalationEvent, NoneEvent, events_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.diagrams.findings import Finding
    from service.diagrams.gate.subject import Area, Subject
    from service.diagrams.model import EventSubProcess, StartEvent


def check(subject: Subject) -> Iterator[Finding]:
    """Judge every event subprocess, and those beside each other."""
    for area in subject.areas():
        begun: list[StartEvent] = []
        for node in area.scope.event_subprocesses():
            yield from _alone(area, node)
            start = node.start()
            if start is None or isinstance(start.event, NoneEvent):
                if not _start_is_refused(node):
                    yield error("event-subprocess-start", node.id)
                continue
            errors = any(isinstance(event, ErrorEvent) for event in events_of(start))
            if errors and not start.interrupting:
                yield error("error-not-interrupting", start.id)
            same = next((other for other in begun if _compete(start, other)), None)
            if same is not None:
                yield error("event-subprocess-twice", start.id, other=same.id)
            begun.append(start)


def _alone(area: Area, node: EventSubProcess) -> Iterator[Finding]:
    """Refuse flows, loops and boundary events: only its event begins and ends it."""
    if area.scope.incoming(node.id) or area.scope.outgoing(node.id):
        yield error("event-subprocess-in-flow", node.id)
    if node.loop is not None or node.start_quantity > 1 or node.completion_quantity > 1:
        yield error("event-subprocess-repeated", node.id)
    for boundary in node.boundaries:
        yield error("event-subprocess-boundary", boundary.id, subprocess=node.id)


def _start_is_refused(node: EventSubProcess) -> bool:
    return any(getattr(inner, "tag", "") == "startEvent" for inner in node.scope.nodes)


def _compete(start: StartEvent, other: StartEvent) -> bool:
    """Return whether one event would have to choose between two event subprocesses."""
    interrupting = start.interrupting or other.interrupting
    return any(
        interrupting or isinstance(event, ErrorEvent | EscalationEvent)
        for event in events_of(start)
        if event in events_of(other)
    )
