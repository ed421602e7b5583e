"""Link events: pairs of one name in one scope (BPMN 2.0.2 §10.5.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.diagrams.findings import error
from service.diagrams.model import IntermediateCatchEvent, IntermediateThrowEvent, LinkEvent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.diagrams.findings import Finding
    from service.diagrams.gate.subject import Area, Subject
    from service.diagrams.model import Node


def check(subject: Subject) -> Iterator[Finding]:
    """Let every throwing link lead to one catching link, and every catching one be led to."""
    for area in subject.areas():
        yield from _pairs(area)


def _pairs(area: Area) -> Iterator[Finding]:
    throwing = _named(area, IntermediateThrowEvent)
    catching = _named(area, IntermediateCatchEvent)
    caught: dict[str, str] = {}
    for node_id, name in catching.items():
        if name and name in caught:
            yield error("link-caught-twice", node_id, name=name, other=caught[name])
        caught.setdefault(name, node_id)
        if name and name not in throwing.values():
            yield error("link-not-thrown", node_id, name=name)
    for node_id, name in throwing.items():
        if name and name not in caught:
            yield error("link-not-caught", node_id, name=name)
    for node_id, name in (throwing | catching).items():
        if not name:
            yield error("link-unnamed", node_id)
        beside = (
            area.scope.outgoing(node_id) if node_id in throwing else area.scope.incoming(node_id)
        )
        if not all(flow.link for flow in beside):
            yield error("link-with-flow", node_id)


def _named(area: Area, kind: type[Node]) -> dict[str, str]:
    """Return the link events of a kind with their names, in XML order."""
    found = {}
    for node in area.scope.nodes:
        event = getattr(node, "event", None)
        if isinstance(node, kind) and isinstance(event, LinkEvent):
            found[node.id] = event.name
    return found
