"""What people call an element: by its name, or by what stands before it in the drawing.

The id of an element is the modeller's own; it stands nowhere in a drawing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from service.diagrams.model import (
    Activity,
    BoundaryEvent,
    EndEvent,
    EventBasedGateway,
    ExclusiveGateway,
    InclusiveGateway,
    Node,
    ParallelGateway,
    StartEvent,
    SubProcess,
)
from service.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.diagrams.model import Process, Scope

_GATEWAYS: Final = (ExclusiveGateway, InclusiveGateway, ParallelGateway, EventBasedGateway)


def called(process: Process, node: Node) -> str:
    """Return the name of a node, else the words of its row, else where it stands.

    Its id only where nothing before it has a name.
    """
    return _named(node) or _unnamed(process, node) or node.id


def scope_of(scope: Scope, element_id: str) -> Scope | None:
    """Return the innermost scope that holds the node."""
    if scope.node(element_id) is not None:
        return scope
    inside = (node.scope for node in scope.nodes if isinstance(node, SubProcess))
    return next((found for child in inside if (found := scope_of(child, element_id))), None)


def _named(node: Node) -> str:
    step = node.extension.step
    return node.name or ("" if step is None else step.activity)


def _unnamed(process: Process, node: Node) -> str:
    drawn = node.attached_to if isinstance(node, BoundaryEvent) else node.id
    scope = scope_of(process.scope, drawn)
    if isinstance(node, StartEvent):
        return sentence("diagrams.unnamed-start")
    before = "" if scope is None else _before(scope, node)
    if scope is None or not before:
        return ""
    return sentence(f"diagrams.unnamed-{_kind(scope, node)}", name=before)


def _before(scope: Scope, node: Node) -> str:
    """Return the name of the nearest element before a node that has one; "": none has."""
    bordering = _bordering(scope)
    seen = {node.id}
    front: list[Node] = [node]
    while front:
        ids = [it for one in front for it in _sources(scope, one, bordering)]
        new = [it for it in dict.fromkeys(ids) if it not in seen]
        front = [one for one in map(scope.node, new) if one is not None]
        seen.update(new)
        name = next(filter(None, map(_named, front)), "")
        if name:
            return name
    return ""


def _sources(scope: Scope, node: Node, bordering: Mapping[str, str]) -> list[str]:
    if isinstance(node, BoundaryEvent):
        return [node.attached_to]
    return [bordering.get(flow.source, flow.source) for flow in scope.incoming(node.id)]


def _bordering(scope: Scope) -> dict[str, str]:
    """Return on the border of which activity each boundary event lies."""
    activities = (node for node in scope.nodes if isinstance(node, Activity))
    return {border.id: node.id for node in activities for border in node.boundaries}


def _kind(scope: Scope, node: Node) -> str:
    if isinstance(node, _GATEWAYS):
        return "gateway" if len(scope.outgoing(node.id)) > 1 else "join"
    if isinstance(node, Activity):
        return "step"
    return "end" if isinstance(node, EndEvent) else "event"
