"""Whether a process that was begun can always come to its end (soundness).

A scope is played through as a net of tokens: every choice is tried, an activity ends or is left by
one of its boundary events, and nothing is asked of data. What hangs there for some choices hangs
for some users. (van der Aalst, "The Application of Petri Nets to Workflow Management", 1998;
BPMN 2.0.2 §13.)
"""

from __future__ import annotations

from collections import deque
from itertools import combinations
from typing import TYPE_CHECKING, Final

from service.diagrams.findings import info, setup
from service.diagrams.graph import dominators, reachable, reverse, successors
from service.diagrams.model import (
    Activity,
    CancelEvent,
    EndEvent,
    ErrorEvent,
    EventBasedGateway,
    ExclusiveGateway,
    InclusiveGateway,
    ParallelGateway,
    TerminateEvent,
    events_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from service.diagrams.findings import Finding
    from service.diagrams.gate.subject import Subject
    from service.diagrams.model import Node, Scope

#: A token on a flow, by the flow's id; or at work in an activity, by the activity's.
Place = str
#: Where tokens are; nobody needs to know of more than two at one place.
Marking = frozenset[Place]

#: What ends the whole scope.
_ENDING: Final = (TerminateEvent, ErrorEvent, CancelEvent)
#: Before the id of a node with which the scope begins: a token that comes by no flow.
_BEGIN: Final = "#"

#: Markings that are looked at in one scope: some hundredths of a second.
_ENOUGH: Final = 2_000
#: The same of one token alone, which comes to a join behind it soon.
_ENOUGH_ALONE: Final = 200
#: Ways out of an inclusive gateway of which every choice is tried; of more, each alone and all.
_WAYS: Final = 4


def check(subject: Subject) -> Iterator[Finding]:
    """Tell of joins that wait for ever, ways without an end, and what runs twice unseen."""
    for area in subject.areas():
        yield from _judged(area.scope)


def _judged(scope: Scope) -> Iterator[Finding]:
    endless = _without_end(scope)
    first = next((node.id for node in scope.nodes if node.id in endless), None)
    if first is not None:
        yield setup("no-way-to-the-end", first)
    counting = next((node.id for node in scope.nodes if _counts_tokens(node)), None)
    if counting is not None:
        # The play knows one token at a place from several, but does not count them.
        yield setup("tokens-counted", counting)
        return
    play = _Play(scope)
    if not play.all():
        play.behind_each_split()
    for join in play.stuck:
        yield setup("waits-for-ever", join)
    if play.twice is not None:
        yield info("runs-twice", play.twice)


def _counts_tokens(node: Node) -> bool:
    return isinstance(node, Activity) and (node.start_quantity, node.completion_quantity) != (1, 1)


def _without_end(scope: Scope) -> frozenset[str]:
    """Return what a token can come to and from where it can come to no end."""
    after = successors(scope)
    starts = [node.id for node in scope.first_nodes()]
    ends = [node for node, targets in after.items() if not targets]
    return reachable(after, starts) - reachable(reverse(after), ends) if ends else frozenset()


class _Play:
    """Every marking of one scope, as far as there are not too many."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        #: joins at which a token waits in a marking that nothing changes, the nearest first
        self.stuck: dict[str, None] = {}
        #: the nearest element behind which two tokens can stand at once
        self.twice: str | None = None
        self._source = {flow.id: flow.source for flow in scope.flows}
        self._end = {flow.id: flow.target for flow in scope.flows}
        self._end |= {f"{_BEGIN}{node.id}": node.id for node in scope.first_nodes()}
        self._after = successors(scope)
        self._joins = {
            node.id: [flow.id for flow in scope.incoming(node.id)]
            for node in scope.nodes
            if isinstance(node, ParallelGateway | InclusiveGateway) and scope.incoming(node.id)
        }
        self._leads: dict[tuple[str, str], frozenset[str]] = {}

    def all(self) -> bool:
        """Look at the markings that can follow the start; return whether there were few enough."""
        first = [
            self._put(frozenset(), [f"{_BEGIN}{node.id}" for node in nodes])
            for nodes in self.scope.beginnings()
        ]
        stuck, whole = self._after_these(first, _ENOUGH)
        self.stuck |= dict.fromkeys(stuck)
        return whole

    def behind_each_split(self) -> None:
        """Look at what one token alone makes of what lies behind the last node before each join.

        Where every way to a join passes that node, nothing beside this token can help the join:
        a second token that passes it may choose as the first did. So a join is found that lies
        behind so many branches that not all their markings are looked at.
        """
        starts = tuple(node.id for node in self.scope.first_nodes())
        nearest = dominators({**self._after, _BEGIN: starts}, _BEGIN)
        last = {nearest[join]: None for join in self._joins if nearest.get(join, _BEGIN) != _BEGIN}
        for name in last:
            node = self.scope.node(name)
            if node is None:
                continue
            alone = [marking for marking in self._passed(frozenset(), node) if marking]
            stuck, _ = self._after_these(alone, _ENOUGH_ALONE)
            self.stuck |= {join: None for join in stuck if nearest.get(join) == name}

    def _after_these(self, first: list[Marking], enough: int) -> tuple[list[str], bool]:
        """Return the joins that wait in a marking that nothing changes, and if all were seen."""
        stuck: dict[str, None] = {}
        seen = set(first)
        waiting = deque(first)
        while waiting and len(seen) < enough:
            marking = waiting.popleft()
            following = list(self._following(marking))
            if marking and not following:
                stuck |= dict.fromkeys(self._waiting_joins(marking))
            for each in following:
                if each is not None and each not in seen:
                    seen.add(each)
                    waiting.append(each)
        return list(stuck), not waiting

    # ------------------------------------------------------------ one step

    def _following(self, marking: Marking) -> Iterator[Marking | None]:
        """Yield what a step makes of it; None: a marking that is not looked into."""
        for place in sorted(marking):
            node = self.scope.node(self._target(place))
            if node is None:
                continue
            if place == node.id:
                yield from self._left(marking, node)
            elif isinstance(node, ParallelGateway) and node.id in self._joins:
                yield from self._joined(marking, node, place)
            elif isinstance(node, InclusiveGateway) and node.id in self._joins:
                yield from self._included(marking, node, place)
            else:
                yield from self._passed(marking - {place}, node)

    def _target(self, place: Place) -> str:
        return self._end.get(place, place)

    def _passed(self, rest: Marking, node: Node) -> Iterator[Marking | None]:
        match node:
            case Activity():
                yield self._put_or_none(rest, [node.id])
            case EndEvent() if any(isinstance(it, _ENDING) for it in events_of(node)):
                yield frozenset()
            case ExclusiveGateway() | EventBasedGateway():
                for way in self._out(node):
                    yield self._put_or_none(rest, [way])
            case InclusiveGateway():
                for chosen in _choices(self._out(node)):
                    yield self._put_or_none(rest, chosen)
            case _:
                yield self._put_or_none(rest, self._out(node))

    def _left(self, marking: Marking, node: Node) -> Iterator[Marking | None]:
        rest = marking - {node.id}
        for chosen in self._chosen(node):
            yield self._put_or_none(rest, chosen)
        for boundary in node.exits() if isinstance(node, Activity) else ():
            ways = [flow.id for flow in self.scope.outgoing(boundary.id)]
            if boundary.interrupting:
                yield self._put_or_none(rest, ways)
            elif not set(ways) <= marking:
                # It fires as often as it likes; once on each way is enough to see.
                yield frozenset(marking | set(ways))

    def _chosen(self, node: Node) -> Iterator[tuple[Place, ...]]:
        """Yield which flows a token may take together out of an activity (§8.3.13)."""
        default = node.default if isinstance(node, Activity) else None
        flows = self.scope.outgoing(node.id)
        conditional = [flow.id for flow in flows if flow.condition is not None]
        always = tuple(flow.id for flow in flows if flow.condition is None and flow.id != default)
        otherwise = (default,) if default is not None else ()
        if always or otherwise or not flows:
            yield (*always, *otherwise)
        for chosen in _choices(conditional):
            yield (*always, *chosen)

    def _joined(self, marking: Marking, node: Node, place: Place) -> Iterator[Marking | None]:
        needed = self._joins[node.id]
        if place == needed[0] and marking.issuperset(needed):
            yield self._put_or_none(marking - set(needed), self._out(node))

    def _included(self, marking: Marking, node: Node, place: Place) -> Iterator[Marking | None]:
        incoming = self._joins[node.id]
        arrived = [way for way in incoming if way in marking]
        if place != arrived[0] or self._is_awaited(marking, node.id, incoming, arrived):
            return
        ways = self._out(node)
        for chosen in _choices(ways):
            yield self._put_or_none(marking - set(arrived), chosen)

    def _is_awaited(
        self, marking: Marking, join: str, incoming: Iterable[Place], arrived: Iterable[Place]
    ) -> bool:
        """Return whether a token can still come by an empty flow, and by no other (§13.4.3)."""
        empty = [self._source[way] for way in incoming if way not in marking]
        full = [self._source[way] for way in arrived]
        for place in marking - set(arrived):
            leads = self._leading(self._target(place), join)
            if leads.intersection(empty) and not leads.intersection(full):
                return True
        return False

    def _leading(self, node: str, join: str) -> frozenset[str]:
        if (node, join) not in self._leads:
            self._leads[node, join] = reachable(self._after, [node], without=join)
        return self._leads[node, join]

    def _out(self, node: Node) -> list[Place]:
        return [flow.id for flow in self.scope.outgoing(node.id)]

    def _put(self, rest: Marking, places: Iterable[Place]) -> Marking:
        return frozenset(rest | set(places))

    def _put_or_none(self, rest: Marking, places: Iterable[Place]) -> Marking | None:
        """Return the marking with a token more at each place; None where one is already."""
        double = min(rest.intersection(places), default=None)
        if double is not None:
            self.twice = self.twice or self._source.get(double, double)
            return None
        return self._put(rest, places)

    def _waiting_joins(self, marking: Marking) -> list[str]:
        return [join for join, ways in self._joins.items() if marking.intersection(ways)]


def _choices(ways: list[Place]) -> Iterator[tuple[Place, ...]]:
    """Yield which ways a token may take together, at least one."""
    sizes = range(1, len(ways) + 1) if len(ways) <= _WAYS else (1, len(ways))
    for size in sizes:
        yield from combinations(ways, size)
