"""Walks over what leads to what: the flows of a scope, the rows of a table, the boxes of a layout.

Each takes a map of every node to those behind it; `successors` makes that of a scope.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.diagrams.model import Activity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from service.diagrams.model import Scope


def successors(scope: Scope) -> dict[str, tuple[str, ...]]:
    """Map each node to the nodes that a token can go to next.

    A boundary event is an exit of its activity.
    """
    after: dict[str, list[str]] = {node.id: [] for node in scope.nodes}
    for node in scope.nodes:
        if isinstance(node, Activity):
            for boundary in node.exits():
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
    """Map each node to those that lead to it directly."""
    before: dict[str, list[str]] = {node: [] for node in after}
    for node, targets in after.items():
        for target in targets:
            before[target].append(node)
    return {node: tuple(sources) for node, sources in before.items()}


def along(after: Mapping[str, Sequence[str]], starts: Iterable[str]) -> list[str]:
    """Return the nodes on paths from `starts`, each behind those that lead to it.

    Going round apart, whose order is that of a walk in depth. Of what parts at a node, and is not
    told apart by that, the first comes first; what a later start alone leads to comes before what
    an earlier one does.
    """
    finished: list[str] = []
    seen: set[str] = set()
    for start in starts:
        if start in seen:
            continue
        seen.add(start)
        path = [(start, reversed(after[start]))]
        while path:
            node, ahead = path[-1]
            following = next(ahead, None)
            if following is None:
                path.pop()
                finished.append(node)
            elif following not in seen:
                seen.add(following)
                path.append((following, reversed(after[following])))
    return finished[::-1]


def dominators(after: Mapping[str, Sequence[str]], start: str) -> dict[str, str]:
    """Map each node behind `start` to the nearest node that lies on all paths to it.

    Cooper, Harvey and Kennedy, "A Simple, Fast Dominance Algorithm" (2001).
    """
    order = along(after, [start])
    number = {node: position for position, node in enumerate(order)}
    before = reverse(after)
    nearest = {start: start}
    changed = True
    while changed:
        changed = False
        for node in order[1:]:
            first, *others = (item for item in before[node] if item in nearest)
            for other in others:
                first = _meet(first, other, nearest, number)
            if nearest.get(node) != first:
                nearest[node] = first
                changed = True
    del nearest[start]
    return nearest


def _meet(left: str, right: str, nearest: Mapping[str, str], number: Mapping[str, int]) -> str:
    while left != right:
        if number[left] > number[right]:
            left = nearest[left]
        else:
            right = nearest[right]
    return left


def cycles(after: Mapping[str, Iterable[str]]) -> tuple[frozenset[str], ...]:
    """Return the strongly connected parts that hold a cycle (Tarjan, without recursion)."""
    walk = _Tarjan(after)
    for root in after:
        if root not in walk.index:
            walk.visit(root)
    return tuple(walk.found)


class _Tarjan:
    def __init__(self, after: Mapping[str, Iterable[str]]) -> None:
        self.after = after
        self.index: dict[str, int] = {}
        self.low: dict[str, int] = {}
        self.found: list[frozenset[str]] = []
        self._stack: list[str] = []
        self._on_stack: set[str] = set()

    def visit(self, root: str) -> None:
        """Walk all that can be reached from `root` and is new."""
        work = [self._enter(root)]
        while work:
            node, targets = work[-1]
            target = next(targets, None)
            if target is None:
                work.pop()
                self._leave(node)
                if work:
                    self._lower(work[-1][0], self.low[node])
            elif target not in self.index:
                work.append(self._enter(target))
            elif target in self._on_stack:
                self._lower(node, self.index[target])

    def _enter(self, node: str) -> tuple[str, Iterator[str]]:
        self.index[node] = self.low[node] = len(self.index)
        self._stack.append(node)
        self._on_stack.add(node)
        return node, iter(tuple(self.after[node]))

    def _lower(self, node: str, to: int) -> None:
        self.low[node] = min(self.low[node], to)

    def _leave(self, node: str) -> None:
        """Take a whole part off the stack when `node` was its first."""
        if self.low[node] != self.index[node]:
            return
        members = [self._stack.pop()]
        while members[-1] != node:
            members.append(self._stack.pop())
        part = frozenset(members)
        self._on_stack -= part
        if len(part) > 1 or node in self.after[node]:
            self.found.append(part)
