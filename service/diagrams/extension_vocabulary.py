"""What our namespace may say, and where; a word that nobody reads would be lost in silence.

`bpmn/alur-moddle.json` tells the modeller the same; a test compares the two.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.diagrams.extensions import NAMESPACE
from service.diagrams.findings import Finding, error
from service.diagrams.source import nearest_id
from service.diagrams.xml import BPMN, SUBPROCESSES, local_name, namespace

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.etree import _Element

_TASKS = frozenset({"userTask", "manualTask", "receiveTask", "globalUserTask", "globalManualTask"})
_JOBS = frozenset({"serviceTask", "sendTask"})
_NODES = frozenset(
    {
        "userTask",
        "manualTask",
        "receiveTask",
        "scriptTask",
        "businessRuleTask",
        *_JOBS,
        *SUBPROCESSES,
        "callActivity",
        "startEvent",
        "endEvent",
        "intermediateCatchEvent",
        "intermediateThrowEvent",
        "boundaryEvent",
        "exclusiveGateway",
        "inclusiveGateway",
        "parallelGateway",
    }
)
#: What runs nowhere is told as that (`unsupported-element`): what it says is not wrong by itself,
#: and is needed once it is of a kind that runs.
_REFUSED = frozenset({"task", "complexGateway", "adHocSubProcess"})
_CALL = frozenset({"callActivity"})
_RULES = frozenset({"businessRuleTask", "globalBusinessRuleTask"})
_COMPUTING = _RULES | {"scriptTask", "globalScriptTask"}
_THROWERS = frozenset({"intermediateThrowEvent", "endEvent"})
_RECEIVERS = frozenset({"receiveTask", "intermediateCatchEvent", "boundaryEvent", "startEvent"})
_PROCESS = frozenset({"process"})


@dataclass(frozen=True, slots=True)
class Word:
    """One element of our namespace."""

    #: elements of BPMN whose `extensionElements` may hold it; empty: only our own elements do
    holders: frozenset[str] = frozenset()
    attributes: frozenset[str] = frozenset()
    #: those that must be given and that no rule of the gate asks for
    required: frozenset[str] = frozenset()
    children: frozenset[str] = frozenset()
    #: whether one holder may have several
    many: bool = False


def _word(
    holders: frozenset[str] = frozenset(),
    required: str = "",
    optional: str = "",
    children: str = "",
    *,
    many: bool = False,
) -> Word:
    needed = frozenset(required.split())
    return Word(
        holders, needed | frozenset(optional.split()), needed, frozenset(children.split()), many
    )


_TEXT = _word(many=True)

WORDS: Mapping[str, Word] = {
    "sop": _word(
        _PROCESS,
        "",
        "number name government office unit made revised effective ratified ratifiedBy kinds",
        "legalBasis qualification related equipment warning record openPoint document",
    ),
    "legalBasis": _TEXT,
    "qualification": _TEXT,
    "related": _TEXT,
    "equipment": _TEXT,
    "warning": _TEXT,
    "record": _TEXT,
    "openPoint": _word(optional="source", many=True),
    "document": _word(required="key name", many=True),
    "step": _word(
        _NODES,
        "",
        "seq number time timeIso timeAdjusted column confidence reason",
        "activity requirements outputText remarks subStep",
    ),
    "activity": _word(),
    "requirements": _word(),
    "outputText": _word(),
    "remarks": _word(),
    "subStep": _word(required="number", optional="time timeIso", many=True),
    "proposed": _word(_NODES, "", "partOf reason timeIso"),
    "form": _word(_TASKS, "key"),
    "requirement": _word(_TASKS, "name", "document", many=True),
    "output": _word(_TASKS, "", "kind document name when", many=True),
    "act": _word(_TASKS, "document", "kind when", many=True),
    "assign": _word(_NODES, "", "variable value", many=True),
    "decision": _word(_TASKS, "", "variable"),
    "agency": _word(_NODES, "key"),
    "unit": _word(_TASKS | _JOBS, "value"),
    "collector": _word(_TASKS, "element"),
    "effect": _word(_TASKS, "", "kind"),
    "job": _word(_JOBS, "type"),
    "returns": _word(_JOBS, "variable", "kind", many=True),
    "in": _word(_CALL | _RULES | _JOBS, "", "variable value", many=True),
    "out": _word(_CALL | _THROWERS, "", "variable value", many=True),
    "rules": _word(_RULES, "decision"),
    "result": _word(_COMPUTING, "variable"),
    "correlation": _word(_RECEIVERS | _THROWERS, "value"),
}

#: Our attributes on elements of BPMN: holder → attribute → values, None when free.
ATTRIBUTES: Mapping[str, Mapping[str, tuple[str, ...] | None]] = {
    "lane": {"role": None},
    "sequenceFlow": {"purpose": ("forward", "return"), "outcome": None},
}


def check_extensions(root: _Element) -> Iterator[Finding]:
    """Yield what stands in our namespace and has no meaning there."""
    for element in root.iter(f"{{{BPMN}}}*"):
        name = local_name(element)
        yield from _own_attributes(element, ATTRIBUTES.get(name, {}))
        if name == "extensionElements":
            holder = element.getparent()
            yield from _words(element, "" if holder is None else local_name(holder))


def _own_attributes(
    element: _Element, known: Mapping[str, tuple[str, ...] | None]
) -> Iterator[Finding]:
    for attribute, value in element.attrib.items():
        owner, _, name = str(attribute)[1:].partition("}")
        if owner != NAMESPACE:
            continue
        if name not in known:
            yield error("unknown-extension", nearest_id(element), tag=name)
            continue
        values = known[name]
        if values is not None and value not in values:
            yield error("bad-extension", nearest_id(element), attribute=name, value=value)


def _words(holder: _Element, place: str) -> Iterator[Finding]:
    """Judge our elements in `holder`; `place` is the element of BPMN that they speak about."""
    seen: set[str] = set()
    for element in holder:
        if namespace(element) != NAMESPACE:
            continue
        name = local_name(element)
        word = WORDS.get(name)
        if word is None or (place not in word.holders and place not in _REFUSED):
            yield error("unknown-extension", nearest_id(element), tag=name)
            continue
        if name in seen and not word.many:
            yield error("given-twice", nearest_id(element), tag=name)
        seen.add(name)
        yield from _word_itself(element, name, word)


def _word_itself(element: _Element, name: str, word: Word) -> Iterator[Finding]:
    for attribute in map(str, element.attrib):
        if attribute not in word.attributes and not attribute.startswith("{"):
            yield error("unknown-extension", nearest_id(element), tag=f"{name}.{attribute}")
    for attribute in sorted(word.required):
        if not element.get(attribute, "").strip():
            missing = f"{name}.{attribute}"
            yield error("bad-extension", nearest_id(element), attribute=missing, value="")
    seen: set[str] = set()
    for inner in element:
        inner_name = local_name(inner)
        if namespace(inner) != NAMESPACE or inner_name not in word.children:
            yield error("unknown-extension", nearest_id(element), tag=f"{name}.{inner_name}")
            continue
        if inner_name in seen and not WORDS[inner_name].many:
            yield error("given-twice", nearest_id(element), tag=f"{name}.{inner_name}")
        seen.add(inner_name)
        yield from _word_itself(inner, inner_name, WORDS[inner_name])
