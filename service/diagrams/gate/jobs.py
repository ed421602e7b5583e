"""Service and send tasks: jobs that a system outside fetches (BPMN 2.0.2 §10.3.3.2, §10.3.3.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from service.diagrams.findings import error
from service.diagrams.gate.expressions import is_variable
from service.diagrams.model import JobTask

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.diagrams.findings import Finding
    from service.diagrams.gate.subject import Subject

#: What a system may bring; only text is personal.
KINDS: Final = ("text", "choice", "number", "boolean", "date")

#: Characters of a topic.
_LONGEST: Final = 100


def check(subject: Subject) -> Iterator[Finding]:
    """Judge every task that a system outside does."""
    for area in subject.areas():
        for node in area.scope.nodes:
            if isinstance(node, JobTask):
                yield from _judged(subject, node)


def _judged(subject: Subject, node: JobTask) -> Iterator[Finding]:
    if node.topic is None or len(node.topic) > _LONGEST:
        yield error("job-without-topic", node.id, limit=str(_LONGEST))
    if subject.process.lane(node.lane) is None:
        yield error("job-without-lane", node.id)
    names = [name for name, _ in node.inputs] + [it.variable for it in node.returns]
    for name in names:
        if not is_variable(name):
            yield error("bad-variable", node.id, name=name)
    for it in node.returns:
        if it.kind not in KINDS:
            yield error("bad-extension", node.id, attribute="returns.kind", value=it.kind)
