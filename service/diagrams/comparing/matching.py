"""Which element of the newer diagram is which of the older one.

A step keeps its id, or it is known by its text: who inserts a row renumbers those behind it, and
where ids follow the numbers they shift too. Everything else is known by its id, then by what it
stands between.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from service.diagrams.model import Activity, SubProcess
from service.diagrams.wording import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping

    from service.diagrams.model import Lane, Node, Process, Scope, SequenceFlow

    #: By what a node is known, or None where that does not fit it.
    Key = Callable[["Place"], Hashable | None]


@dataclass(frozen=True, slots=True)
class Place:
    """A node with what is around it."""

    node: Node
    #: id of the subprocess that holds it; "" in the process itself
    owner: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two processes, to be looked up in."""

    process: Process
    places: Mapping[str, Place]
    flows: Mapping[str, SequenceFlow]

    @classmethod
    def of(cls, process: Process) -> Side:
        places = {place.node.id: place for place in _places(process.scope, "")}
        return cls(process, places, {flow.id: flow for flow in process.scope.all_flows()})

    @property
    def nodes(self) -> Iterator[Node]:
        return (place.node for place in self.places.values())


@dataclass(frozen=True, slots=True)
class Matches:
    """Ids of the older diagram with those of the newer one."""

    nodes: Mapping[str, str]
    flows: Mapping[str, str]
    lanes: Mapping[str, str]


def matched(old: Side, new: Side) -> Matches:
    """Return what is the same on both sides, changed or not."""
    lanes = _matched_lanes(old.process.lanes, new.process.lanes)
    nodes = _matched_nodes(old, new)
    return Matches(nodes, _matched_flows(old, new, nodes), lanes)


# ---------------------------------------------------------------- nodes


def _matched_nodes(old: Side, new: Side) -> dict[str, str]:
    pairs = _Pairs(old, new)
    pairs.join(lambda place: (place.node.id, _text(place.node)) if _text(place.node) else None)
    before = len(pairs.found)
    pairs.join(lambda place: _text(place.node))
    # Ids have moved along with the rows: what stands beside the rows says more than an id.
    if len(pairs.found) > before:
        pairs.join_by_neighbours()
    pairs.join(lambda place: place.node.id)
    pairs.join(
        lambda place: (type(place.node), plain(place.node.name)) if place.node.name else None
    )
    pairs.join_by_neighbours()
    return pairs.found


class _Pairs:
    """Nodes found so far; each rule looks at what the rules before it left."""

    def __init__(self, old: Side, new: Side) -> None:
        self._old = old
        self._new = new
        self.found: dict[str, str] = {}

    def join(self, key: Key, newer: Key | None = None) -> None:
        """Join those that alone have a key on their side; `newer` is the key on the newer one."""
        left = _alone(self._left(self._old, self.found), key)
        right = _alone(self._left(self._new, self.found.values()), newer or key)
        for known in left.keys() & right.keys():
            self.found[left[known].node.id] = right[known].node.id

    def join_by_neighbours(self) -> None:
        """Join nodes of one kind, rows apart, between the same nodes, until none is left."""
        count = -1
        while count != len(self.found):
            count = len(self.found)
            here = {new: new for new in self.found.values()}
            self.join(partial(_between, known=dict(self.found)), partial(_between, known=here))

    @staticmethod
    def _left(side: Side, taken: Iterable[str]) -> list[Place]:
        gone = set(taken)
        return [place for node_id, place in side.places.items() if node_id not in gone]


def _between(place: Place, known: Mapping[str, str]) -> Hashable | None:
    """Return what kind of node it is and between which known ones; None: next to none of them."""
    around = [
        tuple(sorted(known.get(one, "") for one in ids)) for ids in (place.before, place.after)
    ]
    if _text(place.node) is not None or not any(name for ids in around for name in ids):
        return None
    return (type(place.node), *around)


def _text(node: Node) -> str | None:
    """Return the words by which a row is known again; None: it is no row."""
    step = node.extension.step
    return plain(step.activity or node.name) or None if step is not None else None


def _alone(places: Iterable[Place], key: Key) -> dict[Hashable, Place]:
    keyed = [(known, place) for place in places if (known := key(place)) is not None]
    often = Counter(known for known, _ in keyed)
    return {known: place for known, place in keyed if often[known] == 1}


def _places(scope: Scope, owner: str) -> Iterator[Place]:
    for node in scope.nodes:
        before = tuple(flow.source for flow in scope.incoming(node.id))
        after = tuple(flow.target for flow in scope.outgoing(node.id))
        yield Place(node, owner, before, after)
        if isinstance(node, Activity):
            for boundary in node.boundaries:
                after = tuple(flow.target for flow in scope.outgoing(boundary.id))
                yield Place(boundary, owner, (node.id,), after)
        if isinstance(node, SubProcess):
            yield from _places(node.scope, node.id)


# ---------------------------------------------------------------- flows and lanes


def _matched_flows(old: Side, new: Side, nodes: Mapping[str, str]) -> dict[str, str]:
    """Join flows between the same nodes; of several, those that say the same; else by id."""
    found: dict[str, str] = {}
    free = dict(new.flows)
    for same in (_same_id, _same_words, _any):
        for flow in old.flows.values():
            if flow.id in found:
                continue
            ends = nodes.get(flow.source), nodes.get(flow.target)
            for other in free.values():
                if (other.source, other.target) == ends and same(flow, other):
                    found[flow.id] = other.id
                    del free[other.id]
                    break
    for flow in old.flows.values():
        moved = free.get(flow.id)
        if flow.id in found or moved is None:
            continue
        # Neither end is where it was: another flow that took over an id.
        if nodes.get(flow.source) == moved.source or nodes.get(flow.target) == moved.target:
            found[flow.id] = moved.id
            del free[moved.id]
    return found


def _same_id(one: SequenceFlow, other: SequenceFlow) -> bool:
    return one.id == other.id


def _same_words(one: SequenceFlow, other: SequenceFlow) -> bool:
    return (one.name, one.condition, one.outcome) == (other.name, other.condition, other.outcome)


def _any(one: SequenceFlow, other: SequenceFlow) -> bool:  # noqa: ARG001 - one rule of three
    return True


def _matched_lanes(old: tuple[Lane, ...], new: tuple[Lane, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    keys: tuple[Callable[[Lane], Hashable | None], ...] = (
        lambda lane: lane.id,
        lambda lane: lane.binding.role,
        lambda lane: plain(lane.name) or None,
    )
    for key in keys:
        free = {
            known: lane.id
            for lane in reversed(new)
            if lane.id not in found.values() and (known := key(lane)) is not None
        }
        for lane in old:
            known = key(lane)
            if lane.id not in found and known is not None and known in free:
                found[lane.id] = free.pop(known)
    return found
