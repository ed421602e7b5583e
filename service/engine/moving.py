"""A running process under another version of its diagram: `move`, pure as `execute` is.

Every token stays where it stands, with its number, data and instants, or the process does not
move at all and every reason is named (decisions/0011). An element is the same one in both
diagrams when its id and the ids of what holds it are; a person may say otherwise for single ones.
What a token has passed is never looked at again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC
from itertools import combinations
from typing import TYPE_CHECKING, Any, Final

import orjson
from SpiffWorkflow.util.task import TaskState

from service.diagrams.model import BoundaryEvent, CallActivity
from service.engine.api import Step
from service.engine.codec import dump, load
from service.engine.faults import ProcessEnded, ProcessFault
from service.engine.likeness import body_of, shape_of
from service.engine.specs.boundary_events import Boundary
from service.engine.specs.host import Host
from service.engine.specs.multi_instance import MultiInstanceHost
from service.engine.specs.scopes import RootNode, ScopeNode
from service.engine.specs.tasks import PersonTask
from service.engine.specs.timers import TimerWait
from service.engine.specs.waits import MessageWait
from service.engine.ways import Place, is_join, meet_unjoined, starved_joins

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime, tzinfo

    from service.engine.definition import Definition
    from service.engine.instance import Instance
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
        return _element(self.path)


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a token stands before and after; a scope stands where its element is."""

    token_no: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Moved:
    """What came of it: `step.state` is the state under the new definition."""

    step: Step
    stands: tuple[Stand, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    obstacles: tuple[Obstacle, ...]


#: Rows of a state: [number, parent's row, spec name, task state, internal data, own data].
_NUMBER, _PARENT, _NAME, _STATE, _INTERNAL = range(5)


def move(
    old: Definition,
    new: Definition,
    state: bytes,
    pairs: Mapping[str, str],
    now: datetime,
    zone: tzinfo = UTC,
) -> Moved | Refused:
    """Return the state of a process of `old` under `new`, or every reason why it cannot move.

    `pairs`: paths in `old` → paths in `new` that a person chose; an element paired with itself
    takes what the new diagram says of it, a timer counts anew from `now` then. Nothing is entered,
    completed or decided. Raises ProcessEnded.
    """
    content: list[Any] = orjson.loads(state)
    if content[1] != "running":
        raise ProcessEnded
    marking = _Marking(old, new, content, pairs)
    obstacles = list(marking.obstacles())
    if obstacles:
        return Refused(_once(obstacles))
    instance = load(new.spec, orjson.dumps(marking.rewritten()), now)
    instance.zone = zone
    obstacles = list(marking.armed_anew(instance))
    result = dump(instance)
    obstacles = obstacles or list(_restless(new, instance, result, now))
    if obstacles:
        return Refused(_once(obstacles))
    stands = tuple(marking.stands())
    _trace(instance, old, stands)
    return Moved(
        Step(
            state=result,
            status="running",
            armed=instance.armed(),
            disarmed=instance.disarmed(),
            trace=instance.trace(),
            buffered=len(instance.kept),
        ),
        stands,
    )


class _Marking:
    """The rows of a state, and what of the new diagram each would stand on."""

    def __init__(
        self, old: Definition, new: Definition, content: list[Any], pairs: Mapping[str, str]
    ) -> None:
        self.old, self.new, self.pairs = old, new, pairs
        self.content = content
        self.rows: list[list[Any]] = content[5]
        self.flows: dict[int, str] = {}

    # ------------------------------------------------------------ what becomes of a row

    def node(self, row: list[Any]) -> FlowNode:
        found: FlowNode = self.old.spec.task_specs[row[_NAME]]
        return found

    def target(self, path: str) -> str:
        """Return the path in the new diagram of what stands at `path` in the old one."""
        if path in self.pairs:
            return self.pairs[path]
        scope, _, element = path.rpartition("/")
        return f"{self.target(scope)}/{element}" if scope else self.new.process.id

    def name(self, node: FlowNode) -> str:
        """Return the name of the spec that takes the place of `node`."""
        behind: str = node.name.removeprefix(node.path)
        return self.target(node.path) + behind

    def heir(self, row: list[Any]) -> FlowNode | None:
        found: FlowNode | None = self.new.spec.task_specs.get(self.name(self.node(row)))
        return found

    def chosen(self, node: FlowNode) -> bool:
        return node.path in self.pairs

    def rewritten(self) -> list[Any]:
        """Return the state with the names of the new diagram."""
        rows = []
        for at, row in enumerate(self.rows):
            internal = dict(row[_INTERNAL])
            if at in self.flows:
                internal["via"] = self.flows[at]
            rows.append([*row[:_NAME], self.name(self.node(row)), row[_STATE], internal, row[5]])
        return [*self.content[:5], rows]

    def stands(self) -> Iterator[Stand]:
        for row in self.rows:
            node = self.node(row)
            yield Stand(row[_NUMBER], node.path, self.target(node.path))

    # ------------------------------------------------------------ why not

    def obstacles(self) -> Iterator[Obstacle]:
        """Yield why the marking does not fit the new diagram, and find flows of waiting tokens."""
        yield from self._strange_pairs()
        fits = True
        for at, row in enumerate(self.rows):
            for found in self._obstacles_of(at, row):
                fits = False
                yield found
        yield from self._two_on_one()
        for name, *_ in self.content[4]:
            if name not in self.new.spec.kept_messages:
                yield Obstacle("moving.message-unwanted", params={"message": str(name)})
        if fits:
            yield from self._side_by_side()

    def _strange_pairs(self) -> Iterator[Obstacle]:
        for before, after in sorted(self.pairs.items()):
            if before not in self.old.nodes or after not in self.new.nodes:
                yield Obstacle("moving.pair-unknown", before)

    def _obstacles_of(self, at: int, row: list[Any]) -> Iterator[Obstacle]:
        node, heir = self.node(row), self.heir(row)
        path = node.path
        entered = row[_STATE] != TaskState.FUTURE
        if isinstance(node, RootNode):
            return
        if self.target(path) not in self.new.nodes:
            yield Obstacle("moving.element-gone", path)
        elif heir is None or isinstance(heir, Host) != isinstance(node, Host):
            yield Obstacle("moving.surroundings-changed", path)
        elif not self._has_room(row, heir):
            yield Obstacle("moving.other-scope", path)
        elif self._elsewhere(path) and self._among_instances(row):
            # Its instances that are done stay where they were done: they would be counted apart.
            yield Obstacle("moving.multi-instance-live", path)
        elif not entered:
            yield from self._arrival(at, row, node, heir)
        elif type(heir) is not type(node):
            yield Obstacle("moving.kind-changed", path)
        else:
            yield from self._definition_changed(node, heir)
            yield from self._arrival(at, row, node, heir)

    def _has_room(self, row: list[Any], heir: FlowNode) -> bool:
        """Return whether the token's scope, or host, is that of its new element."""
        held_by = self.node(self.rows[row[_PARENT]])
        around = heir.path.rpartition("/")[0]
        element = self.new.nodes[heir.path]
        if isinstance(element, BoundaryEvent) and isinstance(held_by, Host):
            expected = f"{around}/{element.attached_to}"
        elif isinstance(held_by, Host):
            expected = heir.path
        else:
            expected = around
        return self.target(held_by.path) == expected

    def _elsewhere(self, path: str) -> bool:
        return self.target(path).partition("/")[2] != path.partition("/")[2]

    def _among_instances(self, row: list[Any]) -> bool:
        """Return whether a token is a live multi-instance, or anywhere in one."""
        while not isinstance(self.node(row), MultiInstanceHost):
            if row[_PARENT] < 0:
                return False
            row = self.rows[row[_PARENT]]
        return True

    def _definition_changed(self, node: FlowNode, heir: FlowNode) -> Iterator[Obstacle]:
        """Yield what the token depends on and the new diagram says otherwise."""
        chosen = self.chosen(node)
        match node:
            case MultiInstanceHost():
                if body_of(self.old.spec, node.path) != body_of(self.new.spec, heir.path):
                    yield Obstacle("moving.multi-instance-live", node.path)
            case Host():
                mine = {self.target(name) for name in node.boundaries}
                if mine != set(heir.boundaries):
                    yield Obstacle("moving.boundaries-differ", node.path)
            case ScopeNode():
                yield from self._scope_changed(node, heir)
            case MessageWait():
                yield from _message_changed(node, heir, chosen=chosen)
            case TimerWait() if not chosen and shape_of(node) != shape_of(heir):
                yield Obstacle("moving.timer-changed", node.path)
            case Boundary() if not chosen and shape_of(node) != shape_of(heir):
                yield Obstacle("moving.boundary-changed", node.path)
            case PersonTask(kind=kind) if not chosen and kind != heir.kind:
                yield Obstacle("moving.kind-changed", node.path)

    def _scope_changed(self, node: ScopeNode, heir: FlowNode) -> Iterator[Obstacle]:
        if node.own_names != heir.own_names:
            yield Obstacle("moving.data-objects-changed", node.path)
        if _called(self.old, node.path) != _called(self.new, heir.path):
            yield Obstacle("moving.call-changed", node.path)

    def _arrival(
        self, at: int, row: list[Any], node: FlowNode, heir: FlowNode
    ) -> Iterator[Obstacle]:
        """Yield why a token that waits at a join would be counted there as another one."""
        if not is_join(node) and not is_join(heir):
            return
        flows = {flow: self._same_flow(node, flow, heir) for flow in node.incoming}
        found = flows.get(row[_INTERNAL].get("via"))
        if None in flows.values() or set(flows.values()) != set(heir.incoming) or not found:
            yield Obstacle("moving.join-changed", node.path)
        else:
            self.flows[at] = found

    def _same_flow(self, node: FlowNode, flow_id: str, heir: FlowNode) -> str | None:
        """Return the flow into `heir` that comes from where this one into `node` came from.

        By its source, since ids of flows that the file does not name are counted; by its id too
        where several come from there.
        """
        scope, around = (it.path.rpartition("/")[0] for it in (node, heir))
        source = self.target(f"{scope}/{self.old.flows[f'{scope}/{flow_id}'].source}")
        same = [
            flow
            for flow in heir.incoming
            if f"{around}/{self.new.flows[f'{around}/{flow}'].source}" == source
        ]
        if flow_id in same:
            return flow_id
        return same[0] if len(same) == 1 else None

    def _two_on_one(self) -> Iterator[Obstacle]:
        """Yield where tokens of two elements would stand on one."""
        seen: dict[tuple[int, str], str] = {}
        for row in self.rows:
            node = self.node(row)
            key = (row[_PARENT], self.name(node))
            if seen.setdefault(key, node.path) != node.path:
                yield Obstacle("moving.two-on-one", node.path)

    # ------------------------------------------------------------ tokens side by side

    def _side_by_side(self) -> Iterator[Obstacle]:
        """Yield where tokens of one scope would wait for nobody, or no longer for each other."""
        held: dict[int, list[tuple[int, list[Any]]]] = {}
        for at, row in enumerate(self.rows):
            held.setdefault(row[_PARENT], []).append((at, row))
        seen: set[tuple[Place, ...]] = set()
        for at, mine in held.items():
            if at < 0 or not isinstance(self.node(self.rows[at]), ScopeNode):
                continue
            before = [self._place(row) for _, row in mine]
            if tuple(before) in seen:
                continue  # another instance of the same scope, with the same tokens
            seen.add(tuple(before))
            after = [self._place_after(it, row) for it, row in mine]
            yield from self._starved(before, after)
            paths = [self.node(row).path for _, row in mine]
            yield from self._unjoined(paths, before, after)

    def _place(self, row: list[Any]) -> Place:
        return Place(row[_NAME], row[_INTERNAL].get("via"))

    def _place_after(self, at: int, row: list[Any]) -> Place:
        via = self.flows.get(at, row[_INTERNAL].get("via"))
        return Place(self.name(self.node(row)), via)

    def _starved(self, before: list[Place], after: list[Place]) -> Iterator[Obstacle]:
        known = {self.target(path) for path in starved_joins(self.old.spec, before)}
        for path, flows in sorted(starved_joins(self.new.spec, after).items()):
            if path in known:
                continue
            scope = path.rpartition("/")[0]
            sources = sorted(self.new.flows[f"{scope}/{flow}"].source for flow in flows)
            yield Obstacle(
                "moving.join-starved",
                params={"join": path, "sources": ", ".join(f"{scope}/{it}" for it in sources)},
            )

    def _unjoined(
        self, paths: list[str], before: list[Place], after: list[Place]
    ) -> Iterator[Obstacle]:
        looked: set[tuple[Place, Place]] = set()
        for one, other in combinations(range(len(paths)), 2):
            if (before[one], before[other]) in looked:
                continue
            looked.add((before[one], before[other]))
            if meet_unjoined(self.old.spec, before[one], before[other]):
                continue
            if meet_unjoined(self.new.spec, after[one], after[other]):
                yield Obstacle("moving.no-longer-joined", paths[one], {"other": paths[other]})

    # ------------------------------------------------------------ chosen timers

    def armed_anew(self, instance: Instance) -> Iterator[Obstacle]:
        """Arm the timers that a person paired, by what the new diagram says of them."""
        tasks = {task.id.int: task for task in instance.tasks.values()}
        for row in self.rows:
            node = self.node(row)
            if not isinstance(node, TimerWait) or "due" not in row[_INTERNAL]:
                continue
            if not self.chosen(node):
                continue
            task = tasks[row[_NUMBER]]
            instance.disarm_timer(task)
            for name in _OF_A_TIMER:
                task.internal_data.pop(name, None)
            try:
                task.task_spec.schedule.arm(task.task_spec, task)
            except ProcessFault as fault:
                yield Obstacle("moving.timer-unreadable", node.path, {"cause": fault.fault_code})


#: What a timer keeps of its first arming.
_OF_A_TIMER: Final = ("since", "fired", "cycle")


def _called(definition: Definition, path: str) -> str | None:
    node = definition.nodes.get(path)
    return node.called if isinstance(node, CallActivity) else None


def _message_changed(node: MessageWait, heir: FlowNode, *, chosen: bool) -> Iterator[Obstacle]:
    assert isinstance(heir, MessageWait)  # noqa: S101 - of the same type as `node`
    keys = [None if it.correlation is None else it.correlation.text for it in (node, heir)]
    if keys[0] != keys[1]:
        # The key was evaluated when the token began to wait.
        yield Obstacle("moving.correlation-changed", node.path)
    elif not chosen and node.message != heir.message:
        params = {"before": node.message, "after": heir.message}
        yield Obstacle("moving.message-changed", node.path, params)
    same = getattr(node, "interrupting", None) == getattr(heir, "interrupting", None)
    if not chosen and not same:
        yield Obstacle("moving.boundary-changed", node.path)


def _restless(
    new: Definition, instance: Instance, state: bytes, now: datetime
) -> Iterator[Obstacle]:
    """Yield why the process would not rest where it stands: a move decides nothing."""
    for task in instance.waits():
        spec = task.task_spec
        if isinstance(spec, MessageWait) and spec.keeps_early:
            for name, key, _ in instance.kept:
                if spec.accepts(task, name, key):
                    yield Obstacle("moving.message-waiting", params={"message": str(name)})
    trial = load(new.spec, state, now)
    try:
        trial.settle()
    except ProcessFault:
        yield Obstacle("moving.would-go-on")
        return
    if dump(trial) != state:
        yield Obstacle("moving.would-go-on")


def _trace(instance: Instance, old: Definition, stands: Iterable[Stand]) -> None:
    """Say of tokens that stand on another element that they left the one for the other."""
    changed = {
        stand.token_no: stand
        for stand in stands
        if "/" in stand.before and _element(stand.before) != _element(stand.after)
    }
    for task in list(instance.tasks.values()) if changed else ():
        stand = changed.get(task.id.int)
        waits = task.state != TaskState.FUTURE and not isinstance(task.task_spec, Host)
        if stand is not None and waits:
            instance.note("cancelled", old.spec.task_specs[stand.before], task)
            instance.note("entered", task.task_spec, task)


def _element(path: str) -> str:
    return path.rpartition("/")[2]


def _once(obstacles: list[Obstacle]) -> tuple[Obstacle, ...]:
    """Return each obstacle once: a wide multi-instance would name its own a thousand times."""
    kept: list[Obstacle] = []
    for obstacle in obstacles:
        if obstacle not in kept:
            kept.append(obstacle)
    return tuple(kept)
