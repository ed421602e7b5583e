"""Several flows out of an activity, with conditions and a default flow (BPMN 2.0.2 §8.3.13)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.diagrams.findings import error, info
from service.diagrams.model import Activity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.diagrams.findings import Finding
    from service.diagrams.gate.subject import Area, Subject


def check(subject: Subject) -> Iterator[Finding]:
    """Judge the flows out of every activity."""
    for area in subject.areas():
        for node in area.scope.nodes:
            if isinstance(node, Activity):
                yield from _judged(area, node)


def _judged(area: Area, node: Activity) -> Iterator[Finding]:
    outgoing = area.scope.outgoing(node.id)
    ids = {flow.id for flow in outgoing}
    if node.default is not None and node.default not in ids:
        yield error("dangling-reference", node.id, attribute="default", target=node.default)
    conditional = [flow for flow in outgoing if flow.condition is not None]
    if len(outgoing) == 1:
        for flow in conditional:
            yield error("condition-on-only-flow", flow.id, gateway=node.id)
        return
    for flow in conditional:
        if flow.id == node.default:
            yield error("condition-on-default", flow.id, gateway=node.id)
    together = [flow for flow in outgoing if flow.condition is None and flow.id != node.default]
    if len(together) > 1:
        yield info("implicit-split", node.id, count=len(together))
    if len(conditional) == len(outgoing) > 1:
        yield info("no-default", node.id)
