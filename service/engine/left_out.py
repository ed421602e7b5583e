"""What a token that is moved leaves out: steps that it might have come to, and will not now.

Strict where it cannot know: a step that some way on would have led to counts as left out, unless
every way on from the new place leads over it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.diagrams.graph import reachable, successors
from service.diagrams.model import (
    Activity,
    BoundaryEvent,
    CallActivity,
    ManualTask,
    ParallelGateway,
    ReceiveTask,
    SubProcess,
    UserTask,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.diagrams.model import Scope
    from service.engine.definition import Definition


def left_out(definition: Definition, source: str, target: str) -> tuple[str, ...]:
    """Return the paths of the steps that a token at `source` leaves out when it goes to `target`.

    In the order of the diagram; `source` is among them unless every way leads back to it.
    """
    around = target.rpartition("/")[0]
    here = source
    skipped: set[str] = set()
    while here.rpartition("/")[0] != around:
        # Out of a subprocess: all that it might still have come to inside.
        scope_path, _, element = here.rpartition("/")
        after = successors(scope_at(definition, scope_path))
        skipped |= {f"{scope_path}/{it}" for it in reachable(after, [element])}
        here = scope_path
    scope = scope_at(definition, around)
    start, end = here.rpartition("/")[2], target.rpartition("/")[2]
    sure = sure_ways(scope)
    if start in sure[end]:
        return ()
    passed = set(reachable(successors(scope), [start], without=end)) - sure[end]
    # What leads to where it stood in any case lies behind it: it was sent back from there.
    passed = {it for it in passed if it == start or start not in sure[it]}
    if here != source:
        passed.discard(start)  # what was still ahead in the subprocess is there already
    skipped |= {f"{around}/{it}" for it in passed}
    return tuple(path for path in definition.nodes if _is_skipped_step(definition, path, skipped))


def decides_over(definition: Definition, path: str) -> bool:
    """Return whether a step is a review, a paraf or a signature, which nobody leaves out alone."""
    extension = definition.node(path).extension
    return bool(extension.acts) or extension.decision is not None


def scope_at(definition: Definition, path: str) -> Scope:
    """Return what lies in the process, subprocess or call at `path`."""
    node = definition.nodes.get(path)
    if node is None:
        return definition.process.scope
    if isinstance(node, SubProcess):
        return node.scope
    assert isinstance(node, CallActivity)  # noqa: S101 - nothing else holds elements
    inside = (it for it in definition.homes if it.rpartition("/")[0] == path)
    return definition.homes[next(inside)].scope


def sure_ways(scope: Scope) -> dict[str, frozenset[str]]:
    """Map each node to those that every way on from it leads over, itself included.

    All flows of a parallel gateway are taken, of anything else perhaps only one; of an activity
    with an interrupting event at its border perhaps that one.
    """
    after = _ways_on(scope)
    everything = frozenset(after)
    sure = dict.fromkeys(after, everything)
    forks = {node.id for node in scope.nodes if isinstance(node, ParallelGateway)}
    changed = True
    while changed:
        changed = False
        for node, targets in after.items():
            behind = [sure[it] for it in targets]
            if not behind:
                found: frozenset[str] = frozenset()
            elif node in forks:
                found = frozenset().union(*behind)
            else:
                found = frozenset.intersection(*behind)
            found |= {node}
            if found != sure[node]:
                sure[node] = found
                changed = True
    return sure


def _ways_on(scope: Scope) -> dict[str, tuple[str, ...]]:
    """Map each node to those behind it; an event that interrupts nothing is no way on."""
    beside = {
        boundary.id
        for node in scope.nodes
        if isinstance(node, Activity)
        for boundary in node.exits()
        if isinstance(boundary, BoundaryEvent) and not boundary.interrupting
    }
    return {
        node: tuple(it for it in targets if it not in beside)
        for node, targets in successors(scope).items()
    }


def _is_skipped_step(definition: Definition, path: str, skipped: set[str]) -> bool:
    if not isinstance(definition.nodes[path], UserTask | ManualTask | ReceiveTask):
        return False
    return any(around in skipped for around in _with_surroundings(path))


def _with_surroundings(path: str) -> Iterator[str]:
    while path:
        yield path
        path = path.rpartition("/")[0]
