"""Start, end, and the flows between: what every scope must look like (BPMN 2.0.2 §7.6, §10.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.diagrams.findings import error
from service.diagrams.gate.graph import reachable, successors
from service.diagrams.model import (
    Activity,
    BoundaryEvent,
    EndEvent,
    ExclusiveGateway,
    InclusiveGateway,
    NoneEvent,
    ParallelGateway,
    StartEvent,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.diagrams.findings import Finding
    from service.diagrams.gate.subject import Area, Subject

_GATEWAYS = (ExclusiveGateway, InclusiveGateway, ParallelGateway)


def check(subject: Subject) -> Iterator[Finding]:
    """One none start event, at least one end event, every node on a path from the start."""
    for area in subject.areas():
        yield from _starts_and_ends(area)
        yield from _flow_counts(area)
        yield from _reach(area)


def _starts_and_ends(area: Area) -> Iterator[Finding]:
    starts = [node for node in area.scope.nodes if isinstance(node, StartEvent)]
    if not starts:
        yield error("no-start", area.owner)
    for extra in starts[1:]:
        yield error("several-starts", extra.id)
    for start in starts:
        if not isinstance(start.event, NoneEvent):
            yield error("start-event-kind", start.id)
    if not any(isinstance(node, EndEvent) for node in area.scope.nodes):
        yield error("no-end", area.owner)


def _flow_counts(area: Area) -> Iterator[Finding]:
    for node in area.nodes():
        outgoing = area.scope.outgoing(node.id)
        incoming = area.scope.incoming(node.id)
        if isinstance(node, StartEvent | BoundaryEvent) and incoming:
            yield error("flow-into-start", node.id)
        if isinstance(node, EndEvent):
            if outgoing:
                yield error("flow-out-of-end", node.id)
        elif not outgoing:
            yield error("implicit-end", node.id)
        if not isinstance(node, _GATEWAYS):
            if len(outgoing) > 1:
                yield error("implicit-split", node.id, count=len(outgoing))
            for flow in outgoing:
                if flow.condition is not None:
                    yield error("condition-outside-gateway", flow.id, node=node.id)
        if not isinstance(node, StartEvent | BoundaryEvent) and not incoming:
            yield error("implicit-start", node.id)


def _reach(area: Area) -> Iterator[Finding]:
    starts = [node.id for node in area.scope.nodes if isinstance(node, StartEvent)]
    if not starts:
        return
    seen = reachable(successors(area.scope), starts)
    for node in area.scope.nodes:
        if node.id not in seen and area.scope.incoming(node.id):
            yield error("unreachable", node.id)


def reserved_ids(subject: Subject) -> Iterator[Finding]:
    """Refuse ids that would collide in the compiled process."""
    for area in subject.areas():
        for node in area.nodes():
            if "/" in node.id or "#" in node.id:
                yield error("reserved-id", node.id)
            if isinstance(node, Activity) and node.id == area.owner:
                yield error("reserved-id", node.id)
