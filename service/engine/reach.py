"""Static reach: which incoming flows of an inclusive join a token elsewhere can still fill."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from service.diagrams.model import Activity, InclusiveGateway

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from service.diagrams.model import Scope


def reach_of_joins(scope: Scope, scope_path: str) -> dict[str, dict[str, frozenset[str]]]:
    """Map each inclusive join of `scope` to {spec name: flows that a token there can fill}.

    Paths that visit the join do not count (BPMN 2.0.2 §13.4.3). A boundary event is an exit of
    its activity; tokens inside an activity stand for the activity.
    """
    joins = [
        node.id
        for node in scope.nodes
        if isinstance(node, InclusiveGateway) and len(scope.incoming(node.id)) > 1
    ]
    if not joins:
        return {}
    before = _before(scope)
    return {join: _reach(scope, scope_path, before, join) for join in joins}


def _reach(
    scope: Scope, scope_path: str, before: Mapping[str, Sequence[str]], join: str
) -> dict[str, frozenset[str]]:
    filled: defaultdict[str, set[str]] = defaultdict(set)
    for flow in scope.incoming(join):
        for place in _leading_to(f"{flow.source}#assign", before, join):
            filled[f"{scope_path}/{place}"].add(flow.id)
    return {name: frozenset(flows) for name, flows in filled.items()}


def _leading_to(place: str, before: Mapping[str, Sequence[str]], join: str) -> set[str]:
    """Return the places from which a token can come to `place` without visiting `join`."""
    seen: set[str] = set()
    pending = [place]
    while pending:
        at = pending.pop()
        if at not in seen and at not in (join, f"{join}#assign"):
            seen.add(at)
            pending.extend(before[at])
    return seen


def _before(scope: Scope) -> defaultdict[str, list[str]]:
    """Map each place to those that a token comes from directly.

    A place is a node, or with "#assign" the way out of it: a token there has left an activity,
    whose boundary events are no way out any more.
    """
    before: defaultdict[str, list[str]] = defaultdict(list)
    for flow in scope.flows:
        before[flow.target].append(f"{flow.source}#assign")
    for node in scope.nodes:
        before[f"{node.id}#assign"].append(node.id)
        if isinstance(node, Activity):
            for boundary in node.boundaries:
                before[boundary.id].append(node.id)
                before[f"{boundary.id}#assign"].append(boundary.id)
    return before
