"""Walks over the flows of one scope. A boundary event is an exit of its activity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.diagrams.model import Activity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from service.diagrams.model import Scope


def successors(scope: Scope) -> dict[str, tuple[str, ...]]:
    """Map each node to the nodes that a token can go to next, over its boundary events too."""
    after: dict[str, list[str]] = {node.id: [] for node in scope.nodes}
    for node in scope.nodes:
        if isinstance(node, Activity):
            for boundary in node.boundaries:
                after[node.id].append(boundary.id)
                after[boundary.id] = []
    for flow in scope.flows:
        if flow.source in after and flow.target in after:
            after[flow.source].append(flow.target)
    return {node: tuple(dict.fromkeys(targets)) for node, targets in after.items()}


def reachable(
    after: Mapping[str, Iterable[str]], starts: Iterable[str], *, without: str | None = None
) -> frozenset[str]:
    """Return the nodes on paths from `starts`, these included, that do not visit `without`."""
    seen: set[str] = set()
    pending = [node for node in starts if node != without]
    while pending:
        node = pending.pop()
        if node in seen:
            continue
        seen.add(node)
        pending.extend(item for item in after.get(node, ()) if item != without)
    return frozenset(seen)


def reverse(after: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    before: dict[str, list[str]] = {node: [] for node in after}
    for node, targets in after.items():
        for target in targets:
            before[target].append(node)
    return {node: tuple(sources) for node, sources in before.items()}


def cycles(after: Mapping[str, Iterable[str]]) -> tuple[frozenset[str], ...]:
    """Return the strongly connected parts that hold a cycle (Tarjan, without recursion)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    on_stack: set[str] = set()
    found: list[frozenset[str]] = []
    for root in after:
        if root in index:
            continue
        work = [(root, iter(tuple(after[root])))]
        index[root] = low[root] = len(index)
        stack.append(root)
        on_stack.add(root)
        while work:
            node, targets = work[-1]
            target = next(targets, None)
            if target is None:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    part = _pop_part(node, stack, on_stack)
                    if len(part) > 1 or node in after[node]:
                        found.append(part)
            elif target not in index:
                index[target] = low[target] = len(index)
                stack.append(target)
                on_stack.add(target)
                work.append((target, iter(tuple(after[target]))))
            elif target in on_stack:
                low[node] = min(low[node], index[target])
    return tuple(found)


def _pop_part(node: str, stack: list[str], on_stack: set[str]) -> frozenset[str]:
    part: set[str] = set()
    while True:
        member = stack.pop()
        on_stack.discard(member)
        part.add(member)
        if member == node:
            return frozenset(part)
