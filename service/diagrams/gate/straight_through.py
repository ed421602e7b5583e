"""A loop in which nothing waits would never come to rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.diagrams.findings import error
from service.diagrams.gate.graph import cycles, successors
from service.diagrams.model import (
    Activity,
    CallActivity,
    IntermediateCatchEvent,
    ManualTask,
    NoneEvent,
    ReceiveTask,
    StandardLoop,
    SubProcess,
    UserTask,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from service.diagrams.findings import Finding
    from service.diagrams.gate.subject import Subject
    from service.diagrams.model import Node, Process, Scope


def check(subject: Subject) -> Iterator[Finding]:
    """Refuse cycles that a token can go round without waiting."""
    for area in subject.areas():
        after = successors(area.scope)
        waiting = {node.id for node in area.scope.nodes if _waits(node, subject.called or {}, ())}
        straight = {
            node: tuple(target for target in targets if target not in waiting)
            for node, targets in after.items()
            if node not in waiting
        }
        for part in cycles(straight):
            first = next(node.id for node in area.nodes() if node.id in part)
            yield error("loop-without-wait", first, nodes=", ".join(sorted(part)))
        for node in area.scope.nodes:
            if isinstance(node, Activity) and isinstance(node.loop, StandardLoop):
                unbounded = node.loop.maximum is None
                if unbounded and not _waits(node, subject.called or {}, ()):
                    yield error("loop-without-wait", node.id, nodes=node.id)


def _waits(node: Node, called: Mapping[str, Process], stack: tuple[str, ...]) -> bool:
    """Return whether tokens that pass `node` wait in it.

    A list may be empty and a condition tested before may be false; such a turn is caught by the
    limit of automatic steps.
    """
    match node:
        case UserTask() | ManualTask() | ReceiveTask():
            return True
        case IntermediateCatchEvent(event=event):
            return not isinstance(event, NoneEvent)
        case SubProcess(scope=scope):
            return _scope_waits(scope, called, stack)
        case CallActivity(called=target):
            process = called.get(target)
            if process is None or target in stack:
                return True
            return _scope_waits(process.scope, called, (*stack, target))
        case _:
            return False


def _scope_waits(scope: Scope, called: Mapping[str, Process], stack: tuple[str, ...]) -> bool:
    """Return whether no path from start to an end passes without a wait."""
    after = successors(scope)
    waiting = {node.id for node in scope.nodes if _waits(node, called, stack)}
    pending = [node.id for node in scope.nodes if not any(scope.incoming(node.id))]
    seen: set[str] = set()
    while pending:
        node = pending.pop()
        if node in seen or node in waiting:
            continue
        seen.add(node)
        if not after.get(node):
            return False
        pending.extend(after[node])
    return True
