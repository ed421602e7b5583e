"""Static reach: which incoming flows of an inclusive join a token elsewhere can still fill."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from service.diagrams.graph import reachable
from service.diagrams.model import Activity, InclusiveGateway

if TYPE_CHECKING:
    from service.diagrams.model import Scope

#: incoming flow of a join → names of the specs from which a token can still come by it
Reach = dict[str, frozenset[str]]


def reach_of_joins(scope: Scope, scope_path: str) -> dict[str, Reach]:
    """Return the reach of each inclusive join of `scope`, by its id.

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
    before = _before(scope, scope_path)
    return {
        join: {
            flow.id: reachable(
                before,
                [f"{scope_path}/{flow.source}#split"],
                # A path leads over the join only if it leaves the join again.
                without=f"{scope_path}/{join}#split",
            )
            for flow in scope.incoming(join)
        }
        for join in joins
    }


def _before(scope: Scope, scope_path: str) -> defaultdict[str, list[str]]:
    """Map each place to those that a token comes from directly.

    A place is a node, or with "#gather" the way into it, with "#assign" and "#split" the way out:
    a token there has left an activity, whose boundary events are no way out any more. All are
    named as their specs are.
    """
    before: defaultdict[str, list[str]] = defaultdict(list)
    for flow in scope.flows:
        before[f"{scope_path}/{flow.target}#gather"].append(f"{scope_path}/{flow.source}#split")
    for node in scope.nodes:
        path = f"{scope_path}/{node.id}"
        before[path].append(f"{path}#gather")
        _leaving(before, path)
        if isinstance(node, Activity):
            for boundary in node.exits():
                exit_path = f"{scope_path}/{boundary.id}"
                before[exit_path].append(path)
                _leaving(before, exit_path)
    return before


def _leaving(before: defaultdict[str, list[str]], path: str) -> None:
    before[f"{path}#assign"].append(path)
    before[f"{path}#split"].append(f"{path}#assign")
