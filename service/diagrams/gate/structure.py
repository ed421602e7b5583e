"""Start, end, and the flows between: what every scope must look like (BPMN 2.0.2 §7.6, §10.5).

Without a start event every node without an incoming flow begins (§10.5.2), and what has no
outgoing flow ends a path (§10.5.3). Both run as the standard says; for an SOP they must be drawn,
because a forgotten arrow looks the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.diagrams.findings import error, info, setup
from service.diagrams.graph import reachable, successors
from service.diagrams.model import (
    Activity,
    BoundaryEvent,
    CompensateEvent,
    EndEvent,
    EventBasedGateway,
    ExclusiveGateway,
    InclusiveGateway,
    LinkEvent,
    MessageEvent,
    MultipleEvent,
    NoneEvent,
    ParallelGateway,
    RefusedNode,
    SignalEvent,
    StartEvent,
    TimerEvent,
    events_of,
    is_in_flow,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.diagrams.findings import Finding
    from service.diagrams.gate.subject import Area, Subject
    from service.diagrams.model import Node, SequenceFlow

#: Subprocesses inside each other.
NESTING = 10

#: What begins a process (`gate.beginnings`).
_BEGINNING = (NoneEvent, MessageEvent, SignalEvent, TimerEvent)

_GATEWAYS = (ExclusiveGateway, InclusiveGateway, ParallelGateway, EventBasedGateway)


def check(subject: Subject) -> Iterator[Finding]:
    """Something that begins and something that ends, every node on a path from the start."""
    for area in subject.areas():
        if not area.scope.nodes and area.owner == subject.process.id:
            yield from _empty(subject)
            continue
        if area.depth == NESTING + 1:
            yield error("nesting-too-deep", area.owner, limit=NESTING)
        yield from _starts_and_ends(area)
        for node in area.nodes():
            if not isinstance(node, RefusedNode) and is_in_flow(node):
                yield from _flows_of(area, node)
            if isinstance(node, Activity) and not node.name.strip():
                yield info("activity-unnamed", node.id)
        yield from _reach(area)


def _empty(subject: Subject) -> Iterator[Finding]:
    """Let a pool that others only talk to be empty, but not every pool."""
    if any(process.scope.nodes for process in subject.diagram.processes):
        yield info("empty-process", subject.process.id)
    else:
        yield error("no-start", subject.process.id)


def _starts_and_ends(area: Area) -> Iterator[Finding]:
    starts = [node for node in area.scope.nodes if isinstance(node, StartEvent)]
    first = area.scope.first_nodes()
    begun = any(getattr(node, "instantiate", False) for node in first)
    if not (starts or begun or area.triggered) and "startEvent" not in area.refused_tags():
        yield setup("start-not-drawn", area.owner) if first else error("no-start", area.owner)
    for extra in starts[1:] if area.depth else ():
        yield error("several-starts", extra.id)
    for start in starts:
        if not area.triggered and not _can_begin(start, inside=bool(area.depth)):
            yield error("start-event-kind", start.id)
    if all(area.scope.outgoing(node.id) for node in area.scope.in_flow()):
        yield error("no-end", area.owner)


def _can_begin(start: StartEvent, *, inside: bool) -> bool:
    """Return whether a start event may begin a subprocess, or the process itself (§10.5.2).

    That a condition holds somewhere, or that several things have come, nobody notes who could
    start a process then.
    """
    if inside:
        return isinstance(start.event, NoneEvent)
    if isinstance(start.event, MultipleEvent) and start.event.parallel:
        return False
    return all(isinstance(event, _BEGINNING) for event in events_of(start))


def _flows_of(area: Area, node: Node) -> Iterator[Finding]:
    incoming = area.scope.incoming(node.id)
    if isinstance(node, StartEvent | BoundaryEvent):
        if incoming:
            yield error("flow-into-start", node.id)
    elif not incoming and not _is_link(node) and node not in area.scope.first_nodes():
        yield error("implicit-start", node.id)
    outgoing = area.scope.outgoing(node.id)
    if isinstance(node, EndEvent):
        if outgoing:
            yield error("flow-out-of-end", node.id)
    elif not outgoing and isinstance(node, _GATEWAYS):
        yield error("gateway-leads-nowhere", node.id)
    elif not outgoing:
        if not _is_link(node) and not _is_compensation(node):
            yield setup("implicit-end", node.id)
    elif not isinstance(node, (*_GATEWAYS, Activity)):
        yield from _out_of_event(node, outgoing)


def _is_link(node: Node) -> bool:
    """Return whether `gate.links` judges what leads to the node and from it."""
    return isinstance(getattr(node, "event", None), LinkEvent)


def _is_compensation(node: Node) -> bool:
    """Return whether an association leads from the node, which `gate.compensation` judges."""
    return isinstance(node, BoundaryEvent) and isinstance(node.event, CompensateEvent)


def _out_of_event(node: Node, outgoing: tuple[SequenceFlow, ...]) -> Iterator[Finding]:
    """All flows out of an event get a token; a condition has no place there (§8.3.13)."""
    if len(outgoing) > 1:
        yield info("implicit-split", node.id, count=len(outgoing))
    for flow in outgoing:
        if flow.condition is not None:
            yield error("condition-outside-gateway", flow.id, node=node.id)


def _reach(area: Area) -> Iterator[Finding]:
    """Name the nodes that no token can come to; what leads nowhere else is named already."""
    starts = [
        node.id
        for node in area.scope.nodes
        if isinstance(node, StartEvent | RefusedNode) or not area.scope.incoming(node.id)
    ]
    seen = reachable(successors(area.scope), starts)
    for node in area.scope.nodes:
        if node.id not in seen:
            yield error("unreachable", node.id)
