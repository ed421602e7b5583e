"""Script tasks: FEEL whose value has somewhere to go (BPMN 2.0.2 §10.3.3.6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.diagrams.findings import error
from service.diagrams.gate.expressions import is_variable
from service.diagrams.model import ScriptTask
from service.feel import FeelSyntaxError, compile_expression
from service.feel.tree import ContextOf

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.diagrams.findings import Finding
    from service.diagrams.gate.subject import Subject


def check(subject: Subject) -> Iterator[Finding]:
    """Judge every script task; whether its FEEL compiles is judged with all expressions."""
    for area in subject.areas():
        for node in area.scope.nodes:
            if isinstance(node, ScriptTask):
                yield from _judged(node)


def _judged(node: ScriptTask) -> Iterator[Finding]:
    if node.script is None:
        yield error("script-missing", node.id)
        return
    names = entries_of(node.script) if node.result is None else (node.result,)
    if names is None:
        yield error("script-without-result", node.id)
    for name in names or ():
        if not is_variable(name):
            yield error("bad-variable", node.id, name=name)


def entries_of(script: str) -> tuple[str, ...] | None:
    """Return the names that a context gives; None for another expression."""
    try:
        tree = compile_expression(script).tree
    except FeelSyntaxError:
        return ()
    return tuple(name for name, _ in tree.entries) if isinstance(tree, ContextOf) else None
