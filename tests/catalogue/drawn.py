"""What the diagrams of the catalogue draw: their processes, and the ways through them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from service.diagrams import read_diagram
from tests.catalogue.places import DIAGRAMS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from service.diagrams.model import Node, Process, SequenceFlow


@cache
def process(key: str) -> Process:
    found = read_diagram((DIAGRAMS / f"{key}.bpmn").read_bytes()).process(key)
    assert found is not None
    return found


def role_of(key: str, node: Node) -> str | None:
    lane = process(key).lane(node.lane)
    return None if lane is None else lane.binding.role


def flows_along(key: str, path: Iterable[str]) -> list[str]:
    """Return the flows by which tokens came to the nodes of a path, in its order.

    The token that came to a node is the one that was passed last and can get there. Nodes to which
    no flow leads (starts, boundary events, starts of subprocesses) begin anew.
    """
    leading: dict[str, list[SequenceFlow]] = {}
    for flow in process(key).scope.all_flows():
        leading.setdefault(flow.target, []).append(flow)
    passed: list[str] = []
    taken = []
    for node in path:
        ways = {flow.source: flow.id for flow in leading.get(node, ())}
        if ways:
            source = next((name for name in reversed(passed) if name in ways), None)
            assert source is not None, f"no flow of the path leads to {node}"
            taken.append(ways[source])
        passed.append(node)
    return taken


def loops_of(key: str) -> set[str]:
    """Return the flows that lead back to a node on the way to themselves: one for each loop."""
    scope = process(key).scope
    leaving: dict[str, list[SequenceFlow]] = {}
    for flow in scope.all_flows():
        leaving.setdefault(flow.source, []).append(flow)
    entered = {flow.target for flow in scope.all_flows()}
    back: set[str] = set()
    done: set[str] = set()
    for node in scope.all_nodes():
        if node.id not in entered:
            _look_from(node.id, (), leaving, done, back)
    return back


def _look_from(
    node: str,
    way: tuple[str, ...],
    leaving: Mapping[str, list[SequenceFlow]],
    done: set[str],
    back: set[str],
) -> None:
    here = (*way, node)
    for flow in leaving.get(node, ()):
        if flow.target in here:
            back.add(flow.id)
        elif flow.target not in done:
            _look_from(flow.target, here, leaving, done, back)
    done.add(node)
