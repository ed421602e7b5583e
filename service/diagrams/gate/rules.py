"""Business rule tasks: decisions that can be evaluated, whose value has somewhere to go.

BPMN 2.0.2 §10.3.3.5; DMN 1.5. What is wrong with a decision is told at the task that uses it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.diagrams.findings import error
from service.diagrams.gate.expressions import is_variable
from service.diagrams.model import BusinessRuleTask
from service.diagrams.rules import decisions_of, names_asked
from service.dmn import DecisionsRefused
from service.feel import is_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.diagrams.findings import Finding
    from service.diagrams.gate.subject import Subject

#: Findings about one decision that are told at a task.
_MOST_TOLD = 10


def check(subject: Subject) -> Iterator[Finding]:
    """Judge every business rule task; its expressions are judged with all others."""
    for area in subject.areas():
        for node in area.scope.nodes:
            if isinstance(node, BusinessRuleTask):
                yield from _judged(node)


def _judged(node: BusinessRuleTask) -> Iterator[Finding]:
    if node.result is None:
        yield error("rules-without-result", node.id)
    elif not is_variable(node.result):
        yield error("bad-variable", node.id, name=node.result)
    if node.rules is None:
        return
    try:
        decisions_of(node.rules)
    except DecisionsRefused as refused:
        for finding in refused.findings[:_MOST_TOLD]:
            place = finding.element or node.decision
            yield error("rules-refused", node.id, place=place, reason=finding.reason)
        return
    yield from _inputs(node)


def _inputs(node: BusinessRuleTask) -> Iterator[Finding]:
    asked, given = names_asked(node), [name for name, _ in node.inputs]
    for name in dict.fromkeys(given):
        if given.count(name) > 1:
            yield error("call-data-twice", node.id, name=name)
        if name not in asked:
            yield error("rules-input-unknown", node.id, name=name, known=", ".join(asked))
    unnamed = [name for name in asked if name not in given and not is_name(name)]
    for name in unnamed[:_MOST_TOLD]:
        yield error("rules-input-unnamed", node.id, name=name)
