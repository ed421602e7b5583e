"""Static reach: which incoming flows of an inclusive join a token elsewhere can still fill."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.diagrams.model import Activity, InclusiveGateway

if TYPE_CHECKING:
    from collections.abc import Iterable

    from service.diagrams.model import Node, Scope, SequenceFlow


def reach_of_joins(scope: Scope, scope_path: str) -> dict[str, dict[str, frozenset[str]]]:
    """Map each inclusive join of `scope` to {spec name: flows that a token there can fill}.

    Paths that visit the join do not count (BPMN 2.0.2 §13.4.3). A boundary event is an exit of
    its activity; tokens inside an activity stand for the activity.
    """
    joins = [
        node
        for node in scope.nodes
        if isinstance(node, InclusiveGateway) and len(scope.incoming(node.id)) > 1
    ]
    return {join.id: _reach(scope, scope_path, join.id) for join in joins}


def _reach(scope: Scope, scope_path: str, join: str) -> dict[str, frozenset[str]]:
    reach: dict[str, frozenset[str]] = {}
    for node in scope.nodes:
        if node.id == join:
            continue
        path = f"{scope_path}/{node.id}"
        reach[path] = _filled(scope, _exits(scope, node), join)
        reach[f"{path}#assign"] = _filled(scope, scope.outgoing(node.id), join)
        if isinstance(node, Activity):
            for boundary in node.boundaries:
                behind = _filled(scope, scope.outgoing(boundary.id), join)
                reach[f"{scope_path}/{boundary.id}#assign"] = behind
    return reach


def _exits(scope: Scope, node: Node) -> tuple[SequenceFlow, ...]:
    flows = scope.outgoing(node.id)
    if isinstance(node, Activity):
        for boundary in node.boundaries:
            flows += scope.outgoing(boundary.id)
    return flows


def _filled(scope: Scope, starts: Iterable[SequenceFlow], join: str) -> frozenset[str]:
    nodes = {node.id: node for node in scope.nodes}
    found: set[str] = set()
    seen: set[str] = set()
    pending = list(starts)
    while pending:
        flow = pending.pop()
        if flow.id in seen:
            continue
        seen.add(flow.id)
        if flow.target == join:
            found.add(flow.id)
        else:
            pending.extend(_exits(scope, nodes[flow.target]))
    return frozenset(found)
