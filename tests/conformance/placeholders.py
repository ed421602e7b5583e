"""Betsy's diagrams in words that Alur reads, by one rule for all of them.

Their scripts are placeholders in no language. Those that only record that they were done become
user tasks of the same id, which the host completes at once; what calls one records the same.
Those that compute or throw stay as they are, and are refused. `test.contains("a")`, `!` and
`${…}` around a condition are written as FEEL. Nothing else of a file is changed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from lxml import etree

from service.diagrams.xml import BPMN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.etree import _Element

WAIT: Final = "WAIT_TEN_SECONDS"
#: A file that the script makes beside the log.
MARKER: Final = "MARKER"

_RECORDING: Final = re.compile(r"CREATE_LOG_FILE|CREATE_MARKER_FILE|WAIT_TEN_SECONDS|SCRIPT_\w+")
_TASKS: Final = {"scriptTask": "userTask", "globalScriptTask": "globalUserTask"}
_EXPRESSIONS: Final = (
    "conditionExpression",
    "condition",
    "loopCondition",
    "loopCardinality",
    "completionCondition",
    "activationCondition",
)
_REWRITTEN: Final = (
    (re.compile(r"\$\{(.*)\}", re.DOTALL), r"\1"),
    (re.compile(r'\btest\.contains\(("[^"]*")\)'), r"contains(test, \1)"),
    (re.compile(r"!\s*(contains\(.*?\))"), r"not(\1)"),
)


@dataclass(frozen=True, slots=True)
class Readable:
    """One diagram in words that Alur reads."""

    raw: bytes
    #: what each element writes down when it is done: element id → work item
    items: Mapping[str, str]
    #: tasks that let time pass
    waits: frozenset[str]


def readable(raw: bytes) -> Readable:
    """Return a diagram of betsy with its placeholders replaced."""
    root = etree.fromstring(raw)
    scripts = {task.get("id", ""): text for task, text in _recording_tasks(root)}
    for task, _ in list(_recording_tasks(root)):
        _make_user_task(task)
    for name in _EXPRESSIONS:
        for element in root.iter(f"{{{BPMN}}}{name}"):
            element.text = in_feel(element.text or "")
    for call in root.iter(f"{{{BPMN}}}callActivity"):
        if call.get("calledElement") in scripts:
            scripts[call.get("id", "")] = scripts[call.get("calledElement", "")]
    items = {element: item for element, text in scripts.items() if (item := item_of(text))}
    waits = frozenset(element for element, text in scripts.items() if text == WAIT)
    return Readable(etree.tostring(root), items, waits)


def in_feel(text: str) -> str:
    for pattern, replacement in _REWRITTEN:
        text = pattern.sub(replacement, text)
    return text


def item_of(script: str) -> str | None:
    """Return the work item that a script writes down."""
    if script == "CREATE_MARKER_FILE":
        return MARKER
    return script.removeprefix("SCRIPT_") if script.startswith("SCRIPT_") else None


def _recording_tasks(root: _Element) -> Iterator[tuple[_Element, str]]:
    """Yield the tasks all of whose scripts only record, with the last one's text."""
    for tag in _TASKS:
        for task in root.iter(f"{{{BPMN}}}{tag}"):
            texts = [(item.text or "").strip() for item in task.iterchildren(f"{{{BPMN}}}script")]
            if texts and all(_RECORDING.fullmatch(text) for text in texts):
                yield task, texts[-1]


def _make_user_task(task: _Element) -> None:
    task.tag = f"{{{BPMN}}}{_TASKS[etree.QName(task).localname]}"
    task.attrib.pop("scriptFormat", "")
    for script in list(task.iterchildren(f"{{{BPMN}}}script")):
        task.remove(script)
