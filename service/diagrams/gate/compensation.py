"""Compensation: what undoes what, and what is to be undone (BPMN 2.0.2 §10.7, table 10.93)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.diagrams.findings import error, info
from service.diagrams.model import (
    Activity,
    CallActivity,
    CompensateEvent,
    EndEvent,
    EventSubProcess,
    IntermediateThrowEvent,
    SubProcess,
    is_in_flow,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from service.diagrams.findings import Finding
    from service.diagrams.gate.subject import Area, Subject
    from service.diagrams.model import BoundaryEvent, Node, Process, Scope


def check(subject: Subject) -> Iterator[Finding]:
    """Judge what undoes the activities of every scope, and what asks for it."""
    for area, around in subject.nested():
        used: set[str] = set()
        for node in area.scope.nodes:
            if isinstance(node, Activity):
                yield from _handlers(area, node)
                used.update(name for it in node.boundaries for name in it.undone_by)
        for node in area.scope.nodes:
            if isinstance(node, EventSubProcess):
                yield from _event_subprocess(node)
            elif isinstance(node, Activity) and node.for_compensation:
                yield from _undoing(area, node, used)
            elif isinstance(node, EndEvent | IntermediateThrowEvent):
                yield from _thrown(node, _visible(area, around), subject.known)


# ---------------------------------------------------------------- what undoes


def _handlers(area: Area, node: Activity) -> Iterator[Finding]:
    """Judge the compensation boundary events of an activity."""
    caught = [it for it in node.boundaries if isinstance(it.event, CompensateEvent)]
    for boundary in caught:
        yield from _boundary(area, node, boundary)
    whole = node.scope.compensation() if isinstance(node, SubProcess) else None
    for second in caught[1:]:
        yield error("compensation-twice", second.id, other=caught[0].id)
    if caught and whole is not None:
        yield error("compensation-twice", caught[0].id, other=whole.id)


def _boundary(area: Area, node: Activity, boundary: BoundaryEvent) -> Iterator[Finding]:
    known = [name for name in boundary.undone_by if isinstance(area.scope.node(name), Activity)]
    if len(known) != 1 or len(boundary.undone_by) > 1:
        yield error("compensation-without-activity", boundary.id)
    if area.scope.outgoing(boundary.id):
        yield error("compensation-in-flow", boundary.id)
    about = boundary.event.activity if isinstance(boundary.event, CompensateEvent) else None
    if about not in (None, node.id):
        yield error("compensation-out-of-sight", boundary.id, activity=about)
    if node.for_compensation:
        yield error("compensation-of-compensation", boundary.id, activity=node.id)


def _undoing(area: Area, node: Activity, used: set[str]) -> Iterator[Finding]:
    """Judge an activity that undoes another: it begins for that, and nothing leads on."""
    if node.id not in used:
        yield error("compensation-unused", node.id)
    flows = area.scope.incoming(node.id) or area.scope.outgoing(node.id)
    if flows or node.start_quantity > 1 or node.completion_quantity > 1:
        yield error("compensation-in-flow", node.id)
    for boundary in node.exits():
        yield error("compensation-boundary", boundary.id, activity=node.id)


def _event_subprocess(node: EventSubProcess) -> Iterator[Finding]:
    start = node.start()
    if node.undoes() and start is not None and not start.interrupting:
        yield error("compensation-beside", start.id)
    if node.for_compensation and not node.undoes():
        yield error("compensation-start", node.id)


# ---------------------------------------------------------------- what is to be undone


def _visible(area: Area, around: tuple[Area, ...]) -> tuple[Scope, ...]:
    """Return the scopes that a throwing event is about: its own, and what that handles."""
    found = [area.scope]
    inner = area
    for outer in around:
        if not inner.triggered:
            break
        found.append(outer.scope)
        inner = outer
    return tuple(found)


def _thrown(
    node: EndEvent | IntermediateThrowEvent,
    visible: tuple[Scope, ...],
    known: Mapping[str, Process],
) -> Iterator[Finding]:
    event = node.event
    if not isinstance(event, CompensateEvent):
        return
    if event.activity is None:
        about = [each for scope in visible for each in scope.in_flow()]
    else:
        found = (scope.node(event.activity) for scope in visible)
        about = [each for each in found if each is not None]
        if not about or not all(map(_can_be_named, about)):
            yield error("compensation-out-of-sight", node.id, activity=event.activity)
            return
    if not any(can_be_undone(each, known, frozenset()) for each in about):
        yield info("nothing-to-compensate", node.id)


def _can_be_named(node: Node) -> bool:
    return isinstance(node, Activity) and is_in_flow(node)


def can_be_undone(node: Node, known: Mapping[str, Process], calling: frozenset[str]) -> bool:
    """Return whether a node could leave something to undo; what is unknown could."""
    match node:
        case Activity() if node.compensation() is not None:
            return True
        case CallActivity(called=called) if called not in known:
            return True
        case CallActivity(called=called) if called not in calling:
            return _holds_any(known[called].scope, known, calling | {called})
        case SubProcess(scope=scope):
            return _holds_any(scope, known, calling)
        case _:
            return False


def _holds_any(scope: Scope, known: Mapping[str, Process], calling: frozenset[str]) -> bool:
    if scope.compensation() is not None:
        return True
    return any(can_be_undone(node, known, calling) for node in scope.in_flow())
