"""A loop in which nothing waits would never come to rest.

What waits for a message that the same loop sends does not wait: the message is there already. Nor
does a condition whose data nothing in the loop changes: true once, it is true again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.diagrams.findings import error, setup
from service.diagrams.gate.calls import DEPTH
from service.diagrams.graph import cycles, reachable, successors
from service.diagrams.model import (
    Activity,
    BusinessRuleTask,
    CallActivity,
    ConditionalEvent,
    EndEvent,
    IntermediateCatchEvent,
    IntermediateThrowEvent,
    JobTask,
    LinkEvent,
    ManualTask,
    MessageEvent,
    MultipleEvent,
    NoneEvent,
    ParallelGateway,
    ReceiveTask,
    RefusedNode,
    ScriptTask,
    StandardLoop,
    SubProcess,
    TimerEvent,
    UserTask,
    events_of,
)
from service.diagrams.timer_text import SHORTEST_PERIOD
from service.errors import Rejected
from service.feel import FeelError, compile_expression
from service.feel.iso8601 import parse_duration

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from service.diagrams.findings import Finding
    from service.diagrams.gate.subject import Area, Subject
    from service.diagrams.model import EventDefinition, Node, Process, Scope


def check(subject: Subject) -> Iterator[Finding]:
    """Refuse cycles that a token can go round without waiting."""
    waiting = waiting_nodes(subject)
    for area in subject.areas():
        yield from _cycles(area, waiting)
        for node in area.scope.nodes:
            if isinstance(node, Activity) and node.id not in waiting:
                yield from _repeated(node)


def _repeated(node: Activity) -> Iterator[Finding]:
    """Judge an activity that is done again and again by itself (§13.3.6).

    What changes the data that its condition reads can come to an end; nobody knows that it does,
    so no SOP is published with it unless it has a maximum.
    """
    loop = node.loop
    if not isinstance(loop, StandardLoop) or loop.maximum is not None:
        return
    if _ends_itself(node, loop.condition or ""):
        yield setup("loop-by-itself", node.id)
    else:
        yield error("loop-without-wait", node.id, nodes=node.id)


def _ends_itself(node: Activity, condition: str) -> bool:
    """Return whether something in the activity writes what the condition reads."""
    try:
        read = compile_expression(condition).names
    except FeelError:
        return False
    inside = node.scope.all_nodes() if isinstance(node, SubProcess) else (node,)
    return any(_writes(each, read) for each in inside)


def _writes(node: Node, names: AbstractSet[str]) -> bool:
    written = {item.variable for item in node.extension.assignments}
    match node:
        case ScriptTask(result=None):
            return bool(names)  # each entry of its context is a variable
        case ScriptTask(result=str(result)) | BusinessRuleTask(result=str(result)):
            written.add(result)
        case CallActivity(outputs=outputs):
            written |= {name for name, _ in outputs}
        case _:
            pass
    return not written.isdisjoint(names)


def waiting_nodes(subject: Subject) -> frozenset[str]:
    """Return the nodes of a process that no token passes without waiting."""
    process = subject.process
    return frozenset(_Waits(subject.known).in_scope(process.scope, (process.id,)))


def _cycles(area: Area, waiting: AbstractSet[str]) -> Iterator[Finding]:
    after = successors(area.scope)
    doubtful = {node.id: node for node in area.scope.nodes if _is_doubtful(node)}
    waiting = set(waiting) - doubtful.keys()
    while True:
        straight = {
            node: tuple(target for target in targets if target not in waiting)
            for node, targets in after.items()
            if node not in waiting
        }
        parts = cycles(straight)
        holding = {join for part in parts for join in _holding(area.scope, straight, part)}
        holding |= {
            node
            for part in parts
            for node in part & doubtful.keys()
            if _waits_in(doubtful[node], [area.scope.node(each) for each in part])
        }
        if not holding:
            break
        waiting |= holding
    for part in parts:
        first = next(node.id for node in area.nodes() if node.id in part)
        yield error("loop-without-wait", first, nodes=", ".join(sorted(part)))


def _is_doubtful(node: Node) -> bool:
    """Return whether it depends on the loop around if a token waits here."""
    return isinstance(node, ReceiveTask | IntermediateCatchEvent) and any(
        isinstance(event, MessageEvent | ConditionalEvent) for event in events_of(node)
    )


def _waits_in(node: Node, loop: list[Node | None]) -> bool:
    """Return whether what a token waits for is not there already, by what the loop does."""
    return _enough(node, [_awaited(event, loop) for event in events_of(node)])


def _enough(node: Node, waits: Iterable[bool]) -> bool:
    """Return whether a token waits: of any event for all of them, of all events for any."""
    event = getattr(node, "event", None)
    return any(waits) if isinstance(event, MultipleEvent) and event.parallel else all(waits)


def _awaited(event: EventDefinition, loop: list[Node | None]) -> bool:
    match event:
        case MessageEvent(name):
            return all(name not in _sent(each) for each in loop)
        case ConditionalEvent():
            return any(_may_write(each) for each in loop)
        case TimerEvent():
            return _paces(event)
        case _:
            return True


def _sent(node: Node | None) -> Iterator[str]:
    """Yield the names of the messages that a node sends, or what is in it."""
    inside = node.scope.all_nodes() if isinstance(node, SubProcess) else (node,)
    for each in inside:
        if isinstance(each, EndEvent | IntermediateThrowEvent):
            yield from (it.name for it in events_of(each) if isinstance(it, MessageEvent))


def _may_write(node: Node | None) -> bool:
    match node:
        case ScriptTask() | BusinessRuleTask() | SubProcess() | CallActivity() | ReceiveTask():
            return True
        case IntermediateCatchEvent():
            return any(isinstance(event, MessageEvent) for event in events_of(node))
        case _:
            return node is not None and bool(node.extension.assignments)


def _holding(
    scope: Scope, straight: Mapping[str, Iterable[str]], part: frozenset[str]
) -> Iterator[str]:
    """Yield the parallel joins of a cycle that wait for a branch on which something waits."""
    supplied = reachable(straight, part)
    for node in scope.nodes:
        if node.id in part and isinstance(node, ParallelGateway):
            sources = {flow.source for flow in scope.incoming(node.id)}
            if not sources <= supplied:
                yield node.id


class _Waits:
    """Which nodes a token cannot pass without waiting.

    A list may be empty and a condition tested before may be false; a turn in which nothing waits
    for that reason is caught by the limit of automatic steps.
    """

    def __init__(self, known: Mapping[str, Process]) -> None:
        self.known = known
        self._processes: dict[str, bool] = {}

    def in_scope(self, scope: Scope, stack: tuple[str, ...]) -> set[str]:
        """Return the ids of waiting nodes in `scope` and its subprocesses, innermost first."""
        waiting: set[str] = set()
        for inner in reversed(_with_subprocesses(scope)):
            waiting.update(node.id for node in inner.nodes if self._waits(node, waiting, stack))
        return waiting

    def _waits(self, node: Node, waiting: AbstractSet[str], stack: tuple[str, ...]) -> bool:
        match node:
            case UserTask() | ManualTask() | ReceiveTask() | JobTask() | RefusedNode():
                return True
            case IntermediateCatchEvent():
                return _waits_for(node)
            case SubProcess(scope=scope):
                return not _can_pass(scope, waiting)
            case CallActivity(called=target):
                return self._process_waits(target, stack)
            case _:
                return False

    def _process_waits(self, target: str, stack: tuple[str, ...]) -> bool:
        """Judge a called process; one that is unknown, or refused for its depth, waits."""
        if target not in self.known or target in stack or len(stack) > DEPTH:
            return True
        if target not in self._processes:
            scope = self.known[target].scope
            waiting = self.in_scope(scope, (*stack, target))
            self._processes[target] = not _can_pass(scope, waiting)
        return self._processes[target]


def _waits_for(node: Node) -> bool:
    """Return whether a token waits at a catch event."""
    waits = []
    for event in events_of(node):
        passes = isinstance(event, NoneEvent | LinkEvent)
        waits.append(_paces(event) if isinstance(event, TimerEvent) else not passes)
    return _enough(node, waits)


def _paces(event: TimerEvent) -> bool:
    """Return whether a timer slows a loop down to what one worker can do for all processes.

    What an expression will give nobody knows here.
    """
    if event.kind != "duration" or event.text.startswith("="):
        return True
    try:
        return parse_duration(event.text).at_least() >= SHORTEST_PERIOD
    except Rejected:
        return True


def _with_subprocesses(scope: Scope) -> list[Scope]:
    """Return the scope and all inside it, each before what it holds."""
    found = [scope]
    for outer in found:
        found.extend(node.scope for node in outer.nodes if isinstance(node, SubProcess))
    return found


def _may_interrupt(scope: Scope, node: Node | None) -> bool:
    """Return whether what a token throws there may begin what stops all else in the scope."""
    if not isinstance(node, IntermediateThrowEvent):
        return False
    starts = (handler.start() for handler in scope.event_subprocesses())
    thrown = {type(event) for event in events_of(node)}
    return any(
        start is not None
        and start.interrupting
        and not thrown.isdisjoint(type(event) for event in events_of(start))
        for start in starts
    )


def _can_pass(scope: Scope, waiting: AbstractSet[str]) -> bool:
    """Return whether a token can come from a start to an end without any waiting."""
    return any(_passes(scope, waiting, first) for first in scope.beginnings())


def _passes(scope: Scope, waiting: AbstractSet[str], first: Iterable[Node]) -> bool:
    after = successors(scope)
    joins = {node.id for node in scope.nodes if isinstance(node, ParallelGateway)}
    pending = [node.id for node in first]
    seen: set[str] = set()
    while pending:
        node = pending.pop()
        missing = {flow.source for flow in scope.incoming(node)} - seen if node in joins else ()
        if node in seen or node in waiting or missing:
            continue
        seen.add(node)
        if not after.get(node) or _may_interrupt(scope, scope.node(node)):
            return True
        pending.extend(after[node])
    return False
