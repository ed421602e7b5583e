"""Exclusive, inclusive and parallel gateways (BPMN 2.0.2 §10.6, §13.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.diagrams.findings import error, info, setup
from service.diagrams.model import ExclusiveGateway, InclusiveGateway, ParallelGateway

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.diagrams.findings import Finding
    from service.diagrams.gate.subject import Area, Subject


def check(subject: Subject) -> Iterator[Finding]:
    """Judge conditions and default flows of every gateway."""
    for area in subject.areas():
        for node in area.scope.nodes:
            match node:
                case ExclusiveGateway(default=default) | InclusiveGateway(default=default):
                    yield from _conditions(area, node.id, default)
                case ParallelGateway():
                    yield from _without_conditions(area, node.id)
                case _:
                    continue
            ways = area.scope.outgoing(node.id)
            if len(area.scope.incoming(node.id)) == len(ways) == 1 and not ways[0].condition:
                yield info("gateway-without-choice", node.id)


def _conditions(area: Area, gateway: str, default: str | None) -> Iterator[Finding]:
    outgoing = area.scope.outgoing(gateway)
    ids = {flow.id for flow in outgoing}
    if default is not None and default not in ids:
        yield error("dangling-reference", gateway, attribute="default", target=default)
    if len(outgoing) == 1:
        if outgoing[0].condition is not None:
            yield error("condition-on-only-flow", outgoing[0].id, gateway=gateway)
        return
    for flow in outgoing:
        if flow.id == default and flow.condition is not None:
            yield error("condition-on-default", flow.id, gateway=gateway)
        elif flow.id != default and flow.condition is None:
            yield error("condition-missing", flow.id, gateway=gateway)
    if default is None and any(flow.outcome is None for flow in outgoing):
        yield info("no-default", gateway)


def _without_conditions(area: Area, gateway: str) -> Iterator[Finding]:
    """Tell of conditions that nothing asks: all ways are taken, "without checking" (§10.6.4).

    It runs so, but who drew one meant it, so no SOP is published with one.
    """
    for flow in area.scope.outgoing(gateway):
        if flow.condition is not None:
            yield setup("condition-on-parallel", flow.id, gateway=gateway)
