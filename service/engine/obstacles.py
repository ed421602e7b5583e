"""Why a process cannot go on under another diagram from where its tokens stand.

What a token depends on must be the same there, and tokens side by side must still wait for each
other as they did (decisions/0011). What a token has passed is never looked at.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING

from SpiffWorkflow.util.task import TaskState

from service.diagrams.model import Activity, BoundaryEvent, CallActivity
from service.engine.likeness import body_of, shape_of
from service.engine.specs.boundary_events import Boundary
from service.engine.specs.compensation import RestoredNode, UndoNode
from service.engine.specs.conditions import ConditionWait
from service.engine.specs.event_gateway import EventGateway
from service.engine.specs.host import Host
from service.engine.specs.multi_instance import MultiInstanceHost
from service.engine.specs.multiple_events import MultipleWait
from service.engine.specs.quantities import Gathering
from service.engine.specs.scopes import EndOfCall, RootNode, ScopeNode
from service.engine.specs.signals import SignalWait
from service.engine.specs.tasks import JobNode, PersonTask
from service.engine.specs.timers import TimerWait
from service.engine.specs.waits import MessageWait
from service.engine.ways import Place, meet_unjoined, starved_joins

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from service.diagrams.model import Node
    from service.engine.definition import Definition
    from service.engine.marking import Marking, Row
    from service.engine.specs.base import FlowNode


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a process cannot move: what stands at `path` of the diagram that it runs under now."""

    #: of the sentence, "moving.…"
    code: str
    #: "" where it is about no element
    path: str = ""
    params: Mapping[str, str] = field(default_factory=dict)

    @property
    def element_id(self) -> str:
        return self.path.rpartition("/")[2]


def obstacles_of(marking: Marking) -> Iterator[Obstacle]:
    """Yield why the marking does not fit the new diagram; nothing: `rewritten` is its state."""
    yield from _strange_pairs(marking)
    yield from _quantities_changed(marking)
    fits = True
    for row in marking.rows:
        for found in _of_row(marking, row):
            fits = False
            yield found
    yield from _two_on_one(marking)
    for name, *_ in marking.kept:
        if name not in marking.new.spec.kept_messages:
            yield Obstacle("moving.message-unwanted", params={"message": str(name)})
    if fits:
        yield from _side_by_side(marking)


def _strange_pairs(marking: Marking) -> Iterator[Obstacle]:
    for before, after in sorted(marking.pairs.items()):
        if before not in marking.old.nodes or after not in marking.new.nodes:
            yield Obstacle("moving.pair-unknown", before)


def _quantities_changed(marking: Marking) -> Iterator[Obstacle]:
    """Yield activities that need another number of tokens: how many still come nobody knows."""
    before, after = (
        {node.path: node.quantity for node in specs.values() if isinstance(node, Gathering)}
        for specs in (marking.old.spec.task_specs, marking.new.spec.task_specs)
    )
    for path in marking.old.nodes:
        if before.get(path, 1) != after.get(marking.target(path), 1):
            yield Obstacle("moving.quantity-changed", path)


def _two_on_one(marking: Marking) -> Iterator[Obstacle]:
    """Yield where tokens of two elements would stand on one."""
    seen: dict[tuple[int, str], str] = {}
    for row in marking.rows:
        node = marking.node(row)
        key = (row.parent, marking.name(node))
        if seen.setdefault(key, node.path) != node.path:
            yield Obstacle("moving.two-on-one", node.path)


# ---------------------------------------------------------------- of one token


def _of_row(marking: Marking, row: Row) -> Iterator[Obstacle]:
    node = marking.node(row)
    yield from _records_changed(marking, row)
    if isinstance(node, RootNode):
        if not _same_handlers(marking, node, marking.new.spec.start):
            yield Obstacle("moving.process-handlers-differ")
    elif isinstance(node, UndoNode | RestoredNode):
        yield from _undoing_changed(marking, row)
    else:
        yield from _of_element(marking, row)


def _of_element(marking: Marking, row: Row) -> Iterator[Obstacle]:
    node, heir = marking.node(row), marking.heir(row)
    path = node.path
    if marking.target(path) not in marking.new.nodes:
        yield Obstacle("moving.element-gone", path)
    elif heir is None or isinstance(heir, Host) != isinstance(node, Host):
        yield Obstacle("moving.surroundings-changed", path)
    elif not _has_room(marking, row, heir):
        yield Obstacle("moving.other-scope", path)
    elif _elsewhere(marking, path) and _among_instances(marking, row):
        # Its instances that are done stay where they were done: they would be counted apart.
        yield Obstacle("moving.multi-instance-live", path)
    elif row.state != TaskState.FUTURE and type(heir) is not type(node):
        yield Obstacle("moving.kind-changed", path)
    else:
        if row.state != TaskState.FUTURE:
            yield from _definition_changed(marking, node, heir)
        if marking.at_join(row) and not marking.arrival(row):
            yield Obstacle("moving.join-changed", path)


def _records_changed(marking: Marking, row: Row) -> Iterator[Obstacle]:
    """Yield what completed and could be undone, but not, or otherwise, in the new diagram."""
    for node, heir, unfinished in marking.records(row):
        undoes = _restores_alike if unfinished else _undoes_alike
        if heir is None or not undoes(marking, node, heir):
            yield Obstacle("moving.compensation-changed", node.path)


def _undoes_alike(marking: Marking, node: FlowNode, heir: FlowNode) -> bool:
    before, after = node.undoing, heir.undoing
    if before is None or after is None or before.restores != after.restores:
        return False
    return not before.restores or _restores_alike(marking, node, heir)


def _restores_alike(marking: Marking, node: FlowNode, heir: FlowNode) -> bool:
    """Return whether a scope can be restored; nothing undoes an event subprocess as a whole."""
    return f"{heir.path}#restored" in marking.new.spec.task_specs and _same_scope(node, heir)


def _undoing_changed(marking: Marking, row: Row) -> Iterator[Obstacle]:
    """Yield that what is being undone now would not go on in the new diagram."""
    node, heir = marking.node(row), marking.heir(row)
    held_by = marking.target(marking.node(marking.rows[row.parent]).path)
    around = {heir.path, heir.path.rpartition("/")[0]} if heir is not None else set()
    then = marking.then(row)
    known = then is None or then in marking.new.spec.task_specs
    if held_by not in around or not known or not _same_scope(node, heir):
        yield Obstacle("moving.undoing-changed")


def _same_scope(node: FlowNode, heir: FlowNode | None) -> bool:
    return heir is not None and (type(heir), heir.own_names) == (type(node), node.own_names)


def _has_room(marking: Marking, row: Row, heir: FlowNode) -> bool:
    """Return whether the token's scope, or host, is that of its new element."""
    held_by = marking.node(marking.rows[row.parent])
    around = heir.path.rpartition("/")[0]
    element, before = marking.new.nodes[heir.path], marking.node(row).path
    if _undoes(element) != _undoes(marking.old.nodes[before]):
        return False
    if isinstance(element, BoundaryEvent) and isinstance(held_by, Host):
        expected = f"{around}/{element.attached_to}"
    elif isinstance(held_by, Host | MultipleWait) or isinstance(heir, EndOfCall):
        expected = heir.path
    elif isinstance(heir, Boundary) and heir.begins is not None:
        expected = around.rpartition("/")[0]
    elif isinstance(held_by, EventGateway):
        behind = marking.new.spec.task_specs.get(marking.name(held_by))
        return behind is not None and any(edge.target == heir.name for edge in behind.edges)
    else:
        expected = around
    return marking.target(held_by.path) == expected


def _undoes(element: Node) -> bool:
    return isinstance(element, Activity) and element.for_compensation


def _elsewhere(marking: Marking, path: str) -> bool:
    return marking.target(path).partition("/")[2] != path.partition("/")[2]


def _among_instances(marking: Marking, row: Row) -> bool:
    """Return whether a token is a live multi-instance, or anywhere in one."""
    while not isinstance(marking.node(row), MultiInstanceHost):
        if row.parent < 0:
            return False
        row = marking.rows[row.parent]
    return True


def _definition_changed(marking: Marking, node: FlowNode, heir: FlowNode) -> Iterator[Obstacle]:
    """Yield what the token depends on and the new diagram says otherwise."""
    chosen = marking.chosen(node)
    match node:
        case MultiInstanceHost():
            old, new = marking.old.spec, marking.new.spec
            if body_of(old, node.path) != body_of(new, heir.path):
                yield Obstacle("moving.multi-instance-live", node.path)
        case Host():
            mine = {marking.target(name) for name in node.boundaries}
            if mine != set(heir.boundaries):
                yield Obstacle("moving.boundaries-differ", node.path)
        case EventGateway() | MultipleWait() if not _same_events(marking, node, heir):
            yield Obstacle("moving.event-choice-changed", node.path)
        case ScopeNode():
            yield from _scope_changed(marking, node, heir)
        case MessageWait() | SignalWait() | ConditionWait():
            yield from _awaited_changed(node, heir, chosen=chosen)
        case TimerWait() | Boundary() if not chosen and shape_of(node) != shape_of(heir):
            timer = isinstance(node, TimerWait)
            yield Obstacle(
                "moving.timer-changed" if timer else "moving.boundary-changed", node.path
            )
        case PersonTask() if _worked_otherwise(node, heir, chosen=chosen):
            yield Obstacle("moving.kind-changed", node.path)


def _worked_otherwise(node: PersonTask, heir: FlowNode, *, chosen: bool) -> bool:
    if isinstance(node, JobNode):
        # A system may be at work on it, under the topic that it asked for.
        return (node.kind, node.topic) != (heir.kind, heir.topic)
    return not chosen and node.kind != heir.kind


def _same_events(marking: Marking, node: FlowNode, heir: FlowNode) -> bool:
    """Return whether the same events are waited for, beside each other or together."""
    if isinstance(node, MultipleWait):
        names = {marking.target(name) for name in node.awaited}
        return names == set(heir.awaited) and shape_of(node) == shape_of(heir)
    before = {marking.target(edge.target) for edge in node.edges}
    return before == {edge.target for edge in heir.edges}


def _scope_changed(marking: Marking, node: ScopeNode, heir: FlowNode) -> Iterator[Obstacle]:
    if node.own_names != heir.own_names:
        yield Obstacle("moving.data-objects-changed", node.path)
    if _called(marking.old, node.path) != _called(marking.new, heir.path):
        yield Obstacle("moving.call-changed", node.path)
    if not _same_handlers(marking, node, heir):
        yield Obstacle("moving.handlers-differ", node.path)


def _same_handlers(marking: Marking, node: ScopeNode, heir: FlowNode) -> bool:
    """Return whether the same event subprocesses would have been armed as the scope began."""
    return {marking.target(name) for name in node.starts} == set(heir.starts)


def _called(definition: Definition, path: str) -> str | None:
    node = definition.nodes.get(path)
    return node.called if isinstance(node, CallActivity) else None


def _awaited_changed(
    node: MessageWait | SignalWait | ConditionWait, heir: FlowNode, *, chosen: bool
) -> Iterator[Obstacle]:
    if isinstance(node, MessageWait):
        yield from _message_changed(node, heir, chosen=chosen)
    elif not chosen:
        yield from _awaited_otherwise(node, heir)


def _message_changed(node: MessageWait, heir: FlowNode, *, chosen: bool) -> Iterator[Obstacle]:
    assert isinstance(heir, MessageWait)  # noqa: S101 - of the same type as `node`
    keys = [None if it.correlation is None else it.correlation.text for it in (node, heir)]
    if keys[0] != keys[1]:
        # The key was evaluated when the token began to wait.
        yield Obstacle("moving.correlation-changed", node.path)
    elif not chosen and node.message != heir.message:
        params = {"before": node.message, "after": heir.message}
        yield Obstacle("moving.message-changed", node.path, params)
    if not chosen and not _interrupt_alike(node, heir):
        yield Obstacle("moving.boundary-changed", node.path)


def _awaited_otherwise(node: SignalWait | ConditionWait, heir: FlowNode) -> Iterator[Obstacle]:
    if isinstance(node, SignalWait) and node.signal != heir.signal:
        params = {"before": node.signal, "after": heir.signal}
        yield Obstacle("moving.signal-changed", node.path, params)
    elif isinstance(node, ConditionWait) and node.condition.text != heir.condition.text:
        yield Obstacle("moving.condition-changed", node.path)
    if not _interrupt_alike(node, heir):
        yield Obstacle("moving.boundary-changed", node.path)


def _interrupt_alike(node: FlowNode, heir: FlowNode) -> bool:
    return getattr(node, "interrupting", None) == getattr(heir, "interrupting", None)


# ---------------------------------------------------------------- of tokens side by side


def _side_by_side(marking: Marking) -> Iterator[Obstacle]:
    """Yield where tokens of one scope would wait for nobody, or no longer for each other."""
    held: dict[int, list[Row]] = {}
    for row in marking.rows:
        held.setdefault(row.parent, []).append(row)
    seen: set[tuple[Place, ...]] = set()
    for at, mine in held.items():
        if at < 0 or not isinstance(marking.node(marking.rows[at]), ScopeNode):
            continue
        before = tuple(marking.place(row) for row in mine)
        if before in seen:
            continue  # another instance of the same scope, with the same tokens
        seen.add(before)
        after = tuple(marking.place_after(row) for row in mine)
        yield from _starved(marking, before, after)
        paths = [marking.node(row).path for row in mine]
        yield from _unjoined(marking, paths, before, after)


def _starved(
    marking: Marking, before: tuple[Place, ...], after: tuple[Place, ...]
) -> Iterator[Obstacle]:
    known = {marking.target(path) for path in starved_joins(marking.old.spec, before)}
    for path, flows in sorted(starved_joins(marking.new.spec, after).items()):
        if path in known:
            continue
        scope = path.rpartition("/")[0]
        sources = sorted(marking.new.flows[f"{scope}/{flow}"].source for flow in flows)
        yield Obstacle(
            "moving.join-starved",
            params={"join": path, "sources": ", ".join(f"{scope}/{it}" for it in sources)},
        )


def _unjoined(
    marking: Marking, paths: list[str], before: tuple[Place, ...], after: tuple[Place, ...]
) -> Iterator[Obstacle]:
    looked: set[tuple[Place, Place]] = set()
    for one, other in combinations(range(len(paths)), 2):
        if (before[one], before[other]) in looked:
            continue
        looked.add((before[one], before[other]))
        if meet_unjoined(marking.old.spec, before[one], before[other]):
            continue
        if meet_unjoined(marking.new.spec, after[one], after[other]):
            yield Obstacle("moving.no-longer-joined", paths[one], {"other": paths[other]})
