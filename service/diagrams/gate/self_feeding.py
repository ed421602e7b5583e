"""What a signal or message begins at a border, and throws again, would never come to rest.

A boundary event, or the start event of an event subprocess, is armed while its activity or scope
is open, and what begins a process always is. Where what it begins throws the same again without
any waiting, it begins over and over (BPMN 2.0.2 §10.5.2, §10.5.4, §13.5.3, §13.5.4). A loop by
way of a called process, or of a message whose keys are written differently, is left to the limit
of automatic steps.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from service.diagrams.findings import error
from service.diagrams.gate.straight_through import waiting_nodes
from service.diagrams.graph import cycles
from service.diagrams.model import (
    Activity,
    EndEvent,
    EventSubProcess,
    IntermediateThrowEvent,
    MessageEvent,
    MultiInstance,
    MultipleEvent,
    ParallelGateway,
    SignalEvent,
    SubProcess,
    events_of,
)
from service.diagrams.ways_in import ways_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Set as AbstractSet

    from service.diagrams.findings import Finding
    from service.diagrams.gate.subject import Area, Subject
    from service.diagrams.model import EventDefinition, Node


class _Border(NamedTuple):
    """An event at a border, or one that begins a process, and what may throw to it again."""

    event: Node
    #: an interrupting one is armed again by what is inside its activity only; None: by anything
    inside: frozenset[str] | None


def check(subject: Subject) -> Iterator[Finding]:
    """Refuse what begins itself again without any waiting."""
    ways = ways_in(subject.process)
    # What begins a process waits for nothing: it has come.
    waiting = waiting_nodes(subject) - {way.node.id for way in ways}
    borders = [border for area in subject.areas() for border in _borders(area, waiting)]
    borders += [_Border(way.node, None) for way in ways]
    if not borders:
        return
    throwers = [
        node
        for area in subject.areas()
        for node in area.scope.nodes
        if _thrown(node) and node.id not in waiting
    ]
    feeding = {node.id: _fed(node, borders) for node in throwers}
    after = _straight(subject, waiting)
    after |= {thrower: (*after[thrower], *fed) for thrower, fed in feeding.items()}
    for part in cycles(after):
        again = [it for it, fed in feeding.items() if it in part and part.intersection(fed)]
        if again:
            yield error("feeds-itself", again[0], nodes=", ".join(sorted(part)))


def _borders(area: Area, waiting: AbstractSet[str]) -> Iterator[_Border]:
    for activity, boundary in area.boundaries():
        inside = _inside(activity)
        if boundary.interrupting:
            yield _Border(boundary, inside)
        elif not waiting.isdisjoint({activity.id, *inside}):
            yield _Border(boundary, None)
    plain = [node for node in area.scope.nodes if not isinstance(node, EventSubProcess)]
    if all(waiting.isdisjoint({node.id, *_inside(node)}) for node in plain):
        return  # nothing keeps the scope open
    for handler in area.scope.event_subprocesses():
        start = handler.start()
        if start is not None and not start.interrupting:
            yield _Border(start, None)


def _inside(node: Node) -> frozenset[str]:
    if not isinstance(node, SubProcess):
        return frozenset()
    return frozenset(each.id for each in node.scope.all_nodes())


def _thrown(node: Node) -> tuple[EventDefinition, ...]:
    """Return what a node throws; of a multi-instance, what its instances do."""
    if isinstance(node, EndEvent | IntermediateThrowEvent):
        return events_of(node)
    loop = node.loop if isinstance(node, Activity) else None
    signal = loop.thrown if isinstance(loop, MultiInstance) else None
    return () if signal is None else (SignalEvent(signal),)


def _fed(thrower: Node, borders: Iterable[_Border]) -> tuple[str, ...]:
    """Return the events at borders that what is thrown lets happen."""
    thrown = _thrown(thrower)
    return tuple(
        border.event.id
        for border in borders
        if (border.inside is None or thrower.id in border.inside)
        and not _needs_all(border.event)
        and any(_meets(it, other) for it in thrown for other in events_of(border.event))
    )


def _needs_all(node: Node) -> bool:
    event = getattr(node, "event", None)
    return isinstance(event, MultipleEvent) and event.parallel


def _meets(thrown: EventDefinition, awaited: EventDefinition) -> bool:
    match thrown, awaited:
        case SignalEvent(name=name), SignalEvent(name=other):
            return name == other
        case MessageEvent(name=name, correlation=key), MessageEvent(name=other, correlation=own):
            return name == other and own in (None, key)
        case _:
            return False


def _straight(subject: Subject, waiting: AbstractSet[str]) -> dict[str, tuple[str, ...]]:
    """Map each node to those that a token comes to from it without any waiting.

    A parallel join may wait for a branch on which something waits.
    """
    after: dict[str, tuple[str, ...]] = {}
    for area in subject.areas():
        for node in area.nodes():
            scope = area.scope
            joins = isinstance(node, ParallelGateway) and len(scope.incoming(node.id)) > 1
            passes = node.id not in waiting and not joins
            ahead = [flow.target for flow in scope.outgoing(node.id)] if passes else []
            if isinstance(node, SubProcess):
                ahead += [first.id for first in node.scope.first_nodes()]
            after[node.id] = tuple(ahead)
    known = after.keys()
    return {node: tuple(it for it in ahead if it in known) for node, ahead in after.items()}
