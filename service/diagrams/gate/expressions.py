"""Every expression compiles; none reads a field that holds free or personal text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.diagrams.findings import error
from service.diagrams.model import (
    Activity,
    CallActivity,
    MessageEvent,
    MultiInstance,
    StandardLoop,
    TimerEvent,
)
from service.diagrams.timer_text import read_timer
from service.errors import Rejected
from service.feel import FeelSyntaxError, compile_expression

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.diagrams.findings import Finding
    from service.diagrams.gate.subject import Area, Subject
    from service.diagrams.model import Node

#: Names that the engine itself gives a value to.
RESERVED = frozenset(
    {"loopCounter", "nrOfInstances", "nrOfCompletedInstances", "nrOfActiveInstances"}
)


@dataclass(frozen=True, slots=True)
class Use:
    """One expression and the element that it stands at."""

    element: str
    text: str
    #: what it is, for the sentence
    place: str


def check(subject: Subject) -> Iterator[Finding]:
    texts = _text_fields(subject)
    for area in subject.areas():
        for use in _uses(area):
            yield from _judge(use, texts)
        for node in area.nodes():
            yield from _timer(node)
            for assignment in node.extension.assignments:
                if not assignment.variable.isidentifier() or assignment.variable in RESERVED:
                    yield error("bad-variable", node.id, name=assignment.variable)


def _judge(use: Use, texts: frozenset[str]) -> Iterator[Finding]:
    try:
        expression = compile_expression(use.text)
    except FeelSyntaxError as problem:
        yield error("expression", use.element, text=use.text, place=use.place, **problem.params)
        return
    for name in sorted(expression.names & texts):
        yield error("reads-text-field", use.element, text=use.text, field=name)


def _text_fields(subject: Subject) -> frozenset[str]:
    if subject.forms is None:
        return frozenset()
    used = {
        node.extension.form
        for area in subject.areas()
        for node in area.nodes()
        if node.extension.form is not None
    }
    outlines = (subject.forms[key] for key in used if key in subject.forms)
    return frozenset[str]().union(*(outline.text_keys for outline in outlines))


def _uses(area: Area) -> Iterator[Use]:
    for flow in area.scope.flows:
        if flow.condition is not None:
            yield Use(flow.id, flow.condition, "condition")
    for node in area.nodes():
        extension = node.extension
        for assignment in extension.assignments:
            yield Use(node.id, assignment.value, "assign")
        for output in extension.outputs:
            if output.when is not None:
                yield Use(node.id, output.when, "output")
        for act in extension.acts:
            if act.when is not None:
                yield Use(node.id, act.when, "act")
        if extension.unit is not None:
            yield Use(node.id, extension.unit, "unit")
        event = getattr(node, "event", None)
        if isinstance(event, MessageEvent) and event.correlation is not None:
            yield Use(node.id, event.correlation, "correlation")
        if isinstance(node, Activity):
            yield from _loop_uses(node)
        if isinstance(node, CallActivity):
            for _, text in (*node.inputs, *node.outputs):
                yield Use(node.id, text, "mapping")


def _loop_uses(node: Activity) -> Iterator[Use]:
    match node.loop:
        case StandardLoop(condition=str(condition)):
            yield Use(node.id, condition, "loop")
        case MultiInstance(cardinality=cardinality, completion_condition=completion):
            if cardinality is not None:
                yield Use(node.id, cardinality, "cardinality")
            if completion is not None:
                yield Use(node.id, completion, "completion")
        case _:
            pass


def _timer(node: Node) -> Iterator[Finding]:
    event = getattr(node, "event", None)
    if not isinstance(event, TimerEvent):
        return
    if event.text.startswith("="):
        yield from _judge(Use(node.id, event.text.removeprefix("="), "timer"), frozenset())
        return
    try:
        read_timer(event.kind, event.text)
    except Rejected as problem:
        yield error("timer", node.id, reason=problem.code, **{"text": event.text, **problem.params})
