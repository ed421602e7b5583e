"""Steps that a system outside does, answered in a walk as that system would.

What it may bring is asked for as the fields of a form, so that it is checked as answers are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from service.diagrams.model import ErrorEvent, JobTask, events_of
from service.forms import Field, Form, Limits, Option
from service.sentences import sentence

if TYPE_CHECKING:
    from service.diagrams.model import JobResult, Node
    from service.engine import Definition
    from service.forms import Submission
    from service.forms.model import FieldType
    from service.values import Value

#: Characters of a choice, as the programming interface takes them.
_CHOICE: Final = 100
_YES, _NO = "ya", "tidak"

_TYPES: Final[dict[str, FieldType]] = {
    "number": "number",
    "date": "date",
    "boolean": "select",
    "choice": "textfield",
    "text": "textarea",
}


def job_form(node: Node) -> Form | None:
    """Return what the system may bring, as a form; None: no system does the step, or nothing."""
    if not isinstance(node, JobTask) or not node.returns:
        return None
    return Form("", tuple(_field(number, it) for number, it in enumerate(node.returns)))


def brought(node: JobTask, given: Submission, text: str) -> dict[str, Value]:
    """Return what the system brings, of the answers to its form: nothing of what is empty.

    `text` stands for personal texts, of which a state has the ids only.
    """
    found: dict[str, Value] = {}
    for item in node.returns:
        typed, value = given.texts.get(item.variable), given.values.get(item.variable)
        if item.kind == "choice" and typed is not None:
            found[item.variable] = typed
        elif typed is not None:
            found[item.variable] = text
        elif value is not None:
            found[item.variable] = value == _YES if item.kind == "boolean" else value
    return found


def topic_at(engine: Definition, path: str) -> str:
    """Return as which kind of job a system fetches a step; "": no system does it."""
    node = engine.node(path)
    return node.topic or "" if isinstance(node, JobTask) else ""


def caught_errors(engine: Definition) -> tuple[str, ...]:
    """Return the codes of errors that something in the diagram catches, in its order."""
    events = (event for node in engine.nodes.values() for event in events_of(node))
    codes = (it.code for it in events if isinstance(it, ErrorEvent) and it.code)
    return tuple(dict.fromkeys(codes))


def _field(number: int, result: JobResult) -> Field:
    kind = result.kind if result.kind in _TYPES else "text"
    return Field(
        element=f"hasil_{number}",
        key=result.variable,
        label=sentence("walk.job-result", name=result.variable),
        type=_TYPES[kind],
        options=(
            Option(_YES, sentence("walk.job-yes")),
            Option(_NO, sentence("walk.job-no")),
        )
        if kind == "boolean"
        else (),
        limits=Limits(max_length=_CHOICE) if kind == "choice" else Limits(),
    )
