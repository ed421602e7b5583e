"""Every expression compiles; none reads a field that holds free or personal text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.diagrams.findings import error
from service.diagrams.model import (
    Activity,
    BusinessRuleTask,
    CallActivity,
    ConditionalEvent,
    JobTask,
    MessageEvent,
    MultiInstance,
    ScriptTask,
    StandardLoop,
    TimerEvent,
    events_of,
)
from service.diagrams.rules import arguments_of
from service.diagrams.timer_text import read_timer
from service.errors import Rejected
from service.feel import FeelSyntaxError, compile_expression, is_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.diagrams.findings import Finding
    from service.diagrams.gate.subject import Area, Subject
    from service.diagrams.model import Node

#: Names that the engine itself gives a value to.
RESERVED = frozenset(
    {"loopCounter", "nrOfInstances", "nrOfCompletedInstances", "nrOfActiveInstances"}
)


def is_variable(name: str) -> bool:
    """Return whether a diagram may give this name to a variable of its own."""
    return is_name(name) and name not in RESERVED


@dataclass(frozen=True, slots=True)
class Use:
    """One expression and the element that it stands at."""

    element: str
    text: str


def check(subject: Subject) -> Iterator[Finding]:
    """Judge every expression and timer of the process."""
    texts = _text_fields(subject)
    for area in subject.areas():
        for use in uses(area):
            yield from _judge(use, texts)
        for node in area.nodes():
            for event in events_of(node):
                if isinstance(event, TimerEvent):
                    yield from _timer(node, event)


def _judge(use: Use, texts: frozenset[str]) -> Iterator[Finding]:
    try:
        expression = compile_expression(use.text)
    except FeelSyntaxError as problem:
        code = f"expression-{problem.code.partition('.')[2]}"
        # The problem's own "text" is the literal that is wrong; the sentence shows all of it.
        yield error(code, use.element, **{**problem.params, "text": use.text})
        return
    for name in sorted(expression.names & texts):
        yield error("reads-text-field", use.element, text=use.text, field=name)


def _text_fields(subject: Subject) -> frozenset[str]:
    return _texts_of_forms(subject) | {
        it.variable
        for area in subject.areas()
        for node in area.nodes()
        if isinstance(node, JobTask)
        for it in node.returns
        if it.kind == "text"
    }


def _texts_of_forms(subject: Subject) -> frozenset[str]:
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


def uses(area: Area) -> Iterator[Use]:
    """Yield every expression of a scope, with the element that it stands at."""
    for flow in area.scope.flows:
        if flow.condition is not None:
            yield Use(flow.id, flow.condition)
    for node in area.nodes():
        yield from _extension_uses(node)
        yield from _event_uses(node)
        if isinstance(node, Activity):
            yield from _loop_uses(node)
        if isinstance(node, ScriptTask) and node.script is not None:
            yield Use(node.id, node.script)
        for text in _mapped(node):
            yield Use(node.id, text)


def _mapped(node: Node) -> Iterator[str]:
    """Yield the expressions of what goes into a node, and of what comes out of it."""
    match node:
        case BusinessRuleTask():
            yield from (text for _, text in arguments_of(node))
        case JobTask():
            yield from (text for _, text in node.inputs)
        case CallActivity():
            yield from (text for _, text in (*node.inputs, *node.outputs))


def _extension_uses(node: Node) -> Iterator[Use]:
    extension = node.extension
    for assignment in (*extension.assignments, *extension.payload):
        yield Use(node.id, assignment.value)
    whens = (
        *(output.when for output in extension.outputs),
        *(act.when for act in extension.acts),
    )
    for when in whens:
        if when is not None:
            yield Use(node.id, when)
    if extension.unit is not None:
        yield Use(node.id, extension.unit)


def _event_uses(node: Node) -> Iterator[Use]:
    for event in events_of(node):
        match event:
            case MessageEvent(correlation=str(text)):
                yield Use(node.id, text)
            case ConditionalEvent(condition=text):
                yield Use(node.id, text)
            case TimerEvent(text=text) if text.startswith("="):
                yield Use(node.id, text)


def _loop_uses(node: Activity) -> Iterator[Use]:
    match node.loop:
        case StandardLoop(condition=str(condition)):
            yield Use(node.id, condition)
        case MultiInstance(cardinality=cardinality, completion_condition=completion):
            if cardinality is not None:
                yield Use(node.id, cardinality)
            if completion is not None:
                yield Use(node.id, completion)


def _timer(node: Node, event: TimerEvent) -> Iterator[Finding]:
    """Judge a timer that is written out; one that begins with "=" is an expression."""
    if event.text.startswith("="):
        return
    try:
        read_timer(event.kind, event.text)
    except Rejected as problem:
        code = f"timer-{problem.code.partition('.')[2]}"
        yield error(code, node.id, **{"text": event.text, **problem.params})
