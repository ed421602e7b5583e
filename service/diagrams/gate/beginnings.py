"""By what a process begins, and what of it a call can begin (BPMN 2.0.2 §10.5.2, §13.5.1).

Each way begins a process by itself. A person takes one without a trigger, or records that a
message has come; a message also begins one where it is sent to nobody who waits for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.diagrams.findings import error, info, setup
from service.diagrams.model import (
    CallActivity,
    EventBasedGateway,
    IntermediateCatchEvent,
    MessageEvent,
    MultipleEvent,
    NoneEvent,
    ReceiveTask,
    SignalEvent,
    TimerEvent,
    events_of,
)
from service.diagrams.ways_in import default_way, ways_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.diagrams.findings import Finding
    from service.diagrams.gate.subject import Area, Subject
    from service.diagrams.model import EventDefinition, Node
    from service.diagrams.ways_in import WayIn


def check(subject: Subject) -> Iterator[Finding]:
    """Judge the ways in, what instantiates, and calls of processes that only events begin."""
    ways = ways_in(subject.process)
    wrong = [*_instantiating(subject), *_twice(ways)]
    yield from wrong or _each(ways)
    for node in subject.process.scope.all_nodes():
        if isinstance(node, CallActivity) and node.called in subject.known:
            called = subject.known[node.called]
            begun = default_way(called)
            if ways_in(called) and (begun is None or not begun.plain):
                yield error("call-of-message-start", node.id, process=called.id)


def _twice(ways: tuple[WayIn, ...]) -> Iterator[Finding]:
    """Name what begins by the same event as another: it would begin two processes."""
    seen: dict[EventDefinition, str] = {}
    for way in ways:
        for event in way.events:
            other = seen.setdefault(event, way.node.id)
            if other != way.node.id and not isinstance(event, NoneEvent):
                yield error("start-twice", way.node.id, other=other)


def _each(ways: tuple[WayIn, ...]) -> Iterator[Finding]:
    recorded = [way.node for way in ways if way.recorded]
    for way in ways:
        for event in way.events if _is_any(way.node) else ():
            yield from _begun(way.node.id, event)
    for node in recorded if len(recorded) > 1 else ():
        if not node.name.strip():
            yield setup("start-unnamed", node.id)


def _begun(start: str, event: EventDefinition) -> Iterator[Finding]:
    match event:
        case MessageEvent(correlation=str()):
            # There is nothing yet that the key could belong to.
            yield error("correlation-place", start)
        case MessageEvent(name=name):
            yield info("start-recorded", start, message=name)
        case TimerEvent(kind=kind, text=text) if kind == "duration" or text.startswith("="):
            yield error("start-timer", start)
        case TimerEvent() | SignalEvent():
            yield info("start-by-itself", start)
        case _:
            pass


def _instantiating(subject: Subject) -> Iterator[Finding]:
    """Judge what begins the process in the place of a start event (§10.3.3.4, §10.6.6)."""
    for area in subject.areas():
        for node in area.scope.nodes:
            if not getattr(node, "instantiate", False):
                continue
            if area.depth or area.scope.incoming(node.id):
                yield error("instantiate-place", node.id)
            if isinstance(node, EventBasedGateway):
                yield from _behind(area, node)
            elif not _is_bare(node):
                yield error("instantiate-with-more", node.id)


def _behind(area: Area, gateway: EventBasedGateway) -> Iterator[Finding]:
    for flow in area.scope.outgoing(gateway.id):
        target = area.scope.node(flow.target)
        if target is not None and not _can_begin(target):
            yield error("instantiate-target", target.id, gateway=gateway.id)


def _can_begin(node: Node) -> bool:
    match node:
        case IntermediateCatchEvent():
            sent = all(isinstance(it, MessageEvent | SignalEvent) for it in events_of(node))
            return sent and _is_any(node)
        case _:
            return _is_bare(node)


def _is_any(node: Node) -> bool:
    """Return whether one of its events is enough; `gate.structure` refuses others."""
    event = getattr(node, "event", None)
    return not (isinstance(event, MultipleEvent) and event.parallel)


def _is_bare(node: Node) -> bool:
    """Return whether a receive task is done with the arrival of its message."""
    extension = node.extension
    asked = (extension.requirements, extension.outputs, extension.acts, extension.unit)
    return (
        isinstance(node, ReceiveTask)
        and node.loop is None
        and not node.boundaries
        and node.start_quantity == 1
        and not any((*asked, extension.form, extension.decision, extension.effect))
    )
