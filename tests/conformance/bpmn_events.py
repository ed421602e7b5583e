"""Which event may stand where: asked of the gate, and looked for in the diagrams of the tests.

No table is kept: every place where BPMN 2.0.2 (§10.5.1, table 10.93) allows an event is drawn
as small as possible and judged.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from lxml import etree

from service.diagrams import examine
from service.diagrams.xml import BPMN
from tests.conformance.corpora import ROOT
from tests.unit.diagrams.written import (
    boundary,
    chain,
    document,
    end,
    node,
    process,
    start,
    subprocess,
    task,
    thrown,
    timer,
)

if TYPE_CHECKING:
    from pathlib import Path

    from lxml.etree import _Element

_MESSAGE: Final = '<bpmn:messageEventDefinition messageRef="M"/>'
_SIGNAL: Final = '<bpmn:signalEventDefinition signalRef="G"/>'

#: event → its definitions
KINDS: Final = {
    "none": "",
    "message": _MESSAGE,
    "timer": timer("PT1H"),
    "error": thrown("error", "E"),
    "escalation": thrown("escalation", "S"),
    "cancel": "<bpmn:cancelEventDefinition/>",
    "compensation": "<bpmn:compensateEventDefinition/>",
    "conditional": "<bpmn:conditionalEventDefinition><bpmn:condition>a = 1</bpmn:condition>"
    "</bpmn:conditionalEventDefinition>",
    "link": '<bpmn:linkEventDefinition name="l"/>',
    "signal": _SIGNAL,
    "terminate": "<bpmn:terminateEventDefinition/>",
    "multiple": _MESSAGE + _SIGNAL,
    "parallel multiple": _MESSAGE + _SIGNAL,
}

#: What a compensation does hangs on an association, no flow leads to it (§10.7.1).
_UNDO: Final = (
    task("undo", attributes='isForCompensation="true"')
    + '<bpmn:association id="as" sourceRef="b" targetRef="undo" associationDirection="One"/>'
)

_WAITING: Final = "message timer conditional signal multiple parallel-multiple"
#: place → the events that BPMN allows there
PLACES: Final = {
    "start": f"none {_WAITING}",
    "start of an event subprocess": f"error escalation compensation {_WAITING}",
    "the same, not interrupting": f"escalation {_WAITING}",
    "catch": f"link {_WAITING}",
    "boundary": f"error escalation cancel compensation {_WAITING}",
    "boundary, not interrupting": f"escalation {_WAITING}",
    "throw": "none message escalation compensation link signal multiple",
    "end": "none message error escalation cancel compensation signal terminate multiple",
}


def allowed(place: str, kind: str) -> bool:
    return kind.replace(" ", "-") in PLACES[place].split()


@cache
def codes(place: str, kind: str) -> tuple[str, ...]:
    """Return for what the gate refuses an event in a place; empty when it does not."""
    found = examine(smallest(place, kind)).findings
    return tuple(dict.fromkeys(each.code for each in found if each.severity == "error"))


@cache
def drawn(place: str, kind: str) -> tuple[str, ...]:
    """Return the tests of constructs in whose diagrams the event stands in that place."""
    folder = ROOT / "tests" / "constructs"
    return tuple(
        path.stem
        for path in sorted(folder.glob("*.bpmn"))
        if any(_where(each) == (place, kind) for each in _events(path))
    )


def smallest(place, kind):
    """Return the smallest diagram with an event in a place."""
    definition = KINDS[kind]
    several = 'parallelMultiple="true"' if kind == "parallel multiple" else ""
    parts: tuple[str, ...]
    match place:
        case "start":
            if kind == "timer":
                # A process has no instant from which a duration could count.
                definition = timer("2027-01-04T08:00:00Z", "timeDate")
            parts = (start("s", definition, several), task(), end(), chain("s", "t", "e"))
        case "catch" | "throw" if kind == "link":
            halves = (
                node("intermediateThrowEvent", "x", definition),
                node("intermediateCatchEvent", "y", definition),
            )
            parts = (start(), *halves, end(), chain("s", "x"), chain("y", "e"))
        case "catch":
            event = node("intermediateCatchEvent", "x", definition, several)
            parts = (start(), event, end(), chain("s", "x", "e"))
        case "throw":
            event = node("intermediateThrowEvent", "x", definition)
            parts = (start(), event, end(), chain("s", "x", "e"))
        case "end":
            parts = (_around(end("e1", definition), kind), end(), start(), chain("s", "sub", "e"))
            if kind == "cancel":
                parts += (boundary("b", "sub", definition), end("e2"), chain("b", "e2"))
        case "boundary" | "boundary, not interrupting":
            stays = 'cancelActivity="false"' if place != "boundary" else ""
            inside = end("e1", definition if kind in ("error", "escalation", "cancel") else "")
            parts = (
                start(),
                _around(inside, kind),
                boundary("b", "sub", definition, f"{stays} {several}"),
                end(),
                chain("s", "sub", "e"),
                _UNDO if kind == "compensation" else end("e2") + chain("b", "e2"),
            )
        case _:
            stays = 'isInterrupting="false"' if place != "start of an event subprocess" else ""
            handler = subprocess(
                "handler",
                start("s2", definition, f"{stays} {several}"),
                end("e2"),
                chain("s2", "e2"),
                attributes='triggeredByEvent="true"',
            )
            parts = (start(), task(), end(), chain("s", "t", "e"), handler)
    return document('<bpmn:signal id="G" name="G"/>', process(*parts))


def _around(inside, kind):
    """Return the activity that an end event ends, or that a boundary event is attached to."""
    parts = (start("s1"), task("t1"), inside, chain("s1", "t1", "e1"))
    if kind == "cancel":
        return node("transaction", "sub", "".join(parts))
    return subprocess("sub", *parts)


def _events(path: Path) -> list[_Element]:
    root = etree.parse(path).getroot()
    return [each for each in root.iter(f"{{{BPMN}}}*") if _tag(each).endswith("Event")]


def _where(event: _Element) -> tuple[str, str]:
    """Return place and kind of an event in a diagram."""
    scope = event.getparent()
    match _tag(event):
        case "startEvent" if scope is not None and scope.get("triggeredByEvent") == "true":
            kept = event.get("isInterrupting") == "false"
            place = "the same, not interrupting" if kept else "start of an event subprocess"
        case "boundaryEvent":
            kept = event.get("cancelActivity") == "false"
            place = "boundary, not interrupting" if kept else "boundary"
        case tag:
            place = _PLACES[tag]
    return place, _kind(event)


_PLACES: Final = {
    "startEvent": "start",
    "intermediateCatchEvent": "catch",
    "intermediateThrowEvent": "throw",
    "endEvent": "end",
}


def _kind(event: _Element) -> str:
    definitions = [_tag(each) for each in event if _tag(each).endswith("EventDefinition")]
    if len(definitions) > 1:
        several = event.get("parallelMultiple") == "true"
        return "parallel multiple" if several else "multiple"
    if not definitions:
        return "none"
    return definitions[0].removesuffix("EventDefinition").replace("compensate", "compensation")


def _tag(element: _Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""
