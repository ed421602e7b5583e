"""Call activities: the called process exists, calls do not go round, nor too deep or too wide.

Called processes are compiled into the calling one, so what a call costs is all that stands
behind it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from service.diagrams.findings import error
from service.diagrams.gate.expressions import is_variable
from service.diagrams.graph import cycles
from service.diagrams.model import CallActivity, SubProcess

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from service.diagrams.findings import Finding
    from service.diagrams.gate.subject import Subject
    from service.diagrams.model import Process, Scope

#: Call activities inside each other.
DEPTH = 10
#: Nodes of a process with all that it calls, each call counted anew.
NODES = 5000


def check(subject: Subject) -> Iterator[Finding]:
    """Judge every call of the process, through subprocesses."""
    survey = _Survey(subject.known)
    bounded = True
    for call in _calls(subject.process.scope):
        yield from _data(call, call.inputs)
        yield from _data(call, call.outputs)
        if not call.called:
            yield error("call-without-target", call.id)
        elif call.called not in survey.known:
            if subject.called is not None:
                yield error("called-process-missing", call.id, process=call.called)
        elif survey.is_too_deep(call.called, DEPTH):
            bounded = False
            if survey.goes_round(call.called):
                yield error("call-cycle", call.id, process=call.called)
            else:
                yield error("call-too-deep", call.id, process=call.called, limit=DEPTH)
    if bounded and survey.size(subject.process) > NODES:
        yield error("calls-too-large", subject.process.id, limit=NODES)


def _data(call: CallActivity, pairs: tuple[tuple[str, str], ...]) -> Iterator[Finding]:
    names = [name for name, _ in pairs]
    for name in dict.fromkeys(names):
        if not is_variable(name):
            yield error("bad-variable", call.id, name=name)
        if names.count(name) > 1:
            yield error("call-data-twice", call.id, name=name)


@dataclass(slots=True)
class _Survey:
    """What stands behind each process; every process is looked at once."""

    known: Mapping[str, Process]
    _targets: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _sizes: dict[str, int] = field(default_factory=dict)

    def targets(self, process_id: str) -> tuple[str, ...]:
        """Return the known processes that one calls, once for each call."""
        if process_id not in self._targets:
            calls = _calls(self.known[process_id].scope)
            self._targets[process_id] = tuple(
                call.called for call in calls if call.called in self.known
            )
        return self._targets[process_id]

    def is_too_deep(self, process_id: str, limit: int) -> bool:
        """Return whether more than `limit` processes stand inside each other."""
        level = {process_id}
        for _ in range(limit):
            level = {target for process in level for target in self.targets(process)}
        return bool(level)

    def goes_round(self, process_id: str) -> bool:
        """Return whether calls come back to a process that is behind this one, or to itself."""
        after: dict[str, tuple[str, ...]] = {}
        pending = [process_id]
        while pending:
            at = pending.pop()
            if at not in after:
                after[at] = self.targets(at)
                pending.extend(after[at])
        return bool(cycles(after))

    def size(self, process: Process) -> int:
        """Return the number of nodes with all calls inlined, which must not go round."""
        if process.id not in self._sizes:
            called = (self.size(self.known[target]) for target in self.targets(process.id))
            self._sizes[process.id] = min(_nodes(process.scope) + sum(called), NODES + 1)
        return self._sizes[process.id]


def _nodes(scope: Scope) -> int:
    inner = (_nodes(node.scope) for node in scope.nodes if isinstance(node, SubProcess))
    return len(scope.nodes) + sum(inner)


def _calls(scope: Scope) -> Iterator[CallActivity]:
    return (node for node in scope.all_nodes() if isinstance(node, CallActivity))
