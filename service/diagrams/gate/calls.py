"""Call activities: the called process exists, calls do not go round, and are not too deep."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.diagrams.findings import error
from service.diagrams.model import CallActivity, SubProcess

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.diagrams.findings import Finding
    from service.diagrams.gate.subject import Subject
    from service.diagrams.model import Process, Scope

DEPTH = 10


def check(subject: Subject) -> Iterator[Finding]:
    own = {process.id: process for process in subject.diagram.processes}
    known = {**own, **(subject.called or {})}
    for call in _calls(subject.process.scope):
        if not call.called:
            yield error("call-without-target", call.id)
            continue
        target = known.get(call.called)
        if target is None:
            if subject.called is not None:
                yield error("called-process-missing", call.id, process=call.called)
            if call.called == subject.process.id:
                yield error("call-cycle", call.id, process=call.called)
            continue
        problem = _follow(target, known, (subject.process.id,))
        if problem is not None:
            yield error(problem, call.id, process=call.called, limit=DEPTH)
        for name, _ in (*call.inputs, *call.outputs):
            if not name.isidentifier():
                yield error("bad-variable", call.id, name=name)


def _follow(process: Process, known: dict[str, Process], stack: tuple[str, ...]) -> str | None:
    if process.id in stack:
        return "call-cycle"
    if len(stack) >= DEPTH:
        return "call-too-deep"
    for call in _calls(process.scope):
        target = known.get(call.called)
        if target is not None:
            problem = _follow(target, known, (*stack, process.id))
            if problem is not None:
                return problem
    return None


def _calls(scope: Scope) -> Iterator[CallActivity]:
    for node in scope.nodes:
        if isinstance(node, CallActivity):
            yield node
        elif isinstance(node, SubProcess):
            yield from _calls(node.scope)
