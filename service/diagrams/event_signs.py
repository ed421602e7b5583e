"""What stands in the circle of an event: the signs of BPMN 2.0.2 §10.5 (tables 10.84 to 10.93)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from service.diagrams.svg import INK, PAPER, part
from service.diagrams.xml import BPMN

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

#: Two triangles that point to the left.
BACKWARDS = "M-9 0L-1-6V6zM0 0L8-6V6z"


def sign_of(element: etree._Element) -> Callable[[etree._Element, bool], None] | None:
    """Return the sign of an event's definition, or the one for several of them."""
    kinds = [
        etree.QName(child).localname
        for child in map(_definition, element)
        if _is_bpmn(child) and etree.QName(child).localname.endswith("EventDefinition")
    ]
    if len(kinds) > 1:
        return _all_of if element.get("parallelMultiple") in ("true", "1") else _any_of
    return _EVENT_SIGNS.get(kinds[0]) if kinds else None


def _definition(child: etree._Element) -> etree._Element:
    """Return what stands in the event, or the definition at the root that it refers to."""
    if not _is_bpmn(child) or etree.QName(child).localname != "eventDefinitionRef":
        return child
    wanted = (child.text or "").strip().rpartition(":")[2]
    roots = child.getroottree().getroot()
    return next((item for item in roots if item.get("id") == wanted), child)


def _is_bpmn(element: etree._Element) -> bool:
    return etree.QName(element).namespace == BPMN


def _timer(icon: etree._Element, _: bool) -> None:  # noqa: FBT001 - one signature for all signs
    part(icon, "circle", r=11, fill=PAPER, stroke_width=1)
    part(icon, "path", d="M0-8V0H6", fill="none", stroke_width=1.5)


def _message(icon: etree._Element, throws: bool) -> None:  # noqa: FBT001
    fill, ink = (INK, PAPER) if throws else (PAPER, INK)
    part(icon, "path", d="M-9-6H9V6H-9z", fill=fill, stroke_width=1)
    part(icon, "path", d="M-9-6L0 1 9-6", fill="none", stroke=ink, stroke_width=1)


def _signal(icon: etree._Element, throws: bool) -> None:  # noqa: FBT001
    part(icon, "path", d="M0-9L9 7H-9z", fill=INK if throws else PAPER, stroke_width=1)


def _condition(icon: etree._Element, _: bool) -> None:  # noqa: FBT001
    part(icon, "path", d="M-7-9H7V9H-7z", fill=PAPER, stroke_width=1)
    part(icon, "path", d="M-4-5H4M-4-1H4M-4 3H4", fill="none", stroke_width=1)


def _any_of(icon: etree._Element, throws: bool) -> None:  # noqa: FBT001
    fill = INK if throws else PAPER
    part(icon, "path", d="M0-10L9.500-3 6 8H-6L-9.500-3z", fill=fill, stroke_width=1)


def _all_of(icon: etree._Element, _: bool) -> None:  # noqa: FBT001
    d = "M-2.500-9h5v6.500H9v5H2.500V9h-5V2.500H-9v-5h6.500z"
    part(icon, "path", d=d, fill=PAPER, stroke_width=1)


def _error(icon: etree._Element, throws: bool) -> None:  # noqa: FBT001
    fill = INK if throws else PAPER
    part(icon, "path", d="M-8 8L-3-7 2 1 8-8 3 7-2-1z", fill=fill, stroke_width=1)


def _escalation(icon: etree._Element, throws: bool) -> None:  # noqa: FBT001
    part(icon, "path", d="M0-9L7 8 0 1-7 8z", fill=INK if throws else PAPER, stroke_width=1)


def _terminate(icon: etree._Element, _: bool) -> None:  # noqa: FBT001
    part(icon, "circle", r=10, fill=INK, stroke="none")


def _compensation(icon: etree._Element, throws: bool) -> None:  # noqa: FBT001
    part(icon, "path", d=BACKWARDS, fill=INK if throws else PAPER, stroke_width=1)


def _cancel(icon: etree._Element, throws: bool) -> None:  # noqa: FBT001
    d = "M-8-5L-5-8 0-3 5-8 8-5 3 0 8 5 5 8 0 3-5 8-8 5-3 0z"
    part(icon, "path", d=d, fill=INK if throws else PAPER, stroke_width=1)


def _link(icon: etree._Element, throws: bool) -> None:  # noqa: FBT001
    d = "M-9-3H1V-7L9 0 1 7V3H-9z"
    part(icon, "path", d=d, fill=INK if throws else PAPER, stroke_width=1)


_EVENT_SIGNS: Mapping[str, Callable[[etree._Element, bool], None]] = {
    "timerEventDefinition": _timer,
    "messageEventDefinition": _message,
    "signalEventDefinition": _signal,
    "conditionalEventDefinition": _condition,
    "errorEventDefinition": _error,
    "escalationEventDefinition": _escalation,
    "terminateEventDefinition": _terminate,
    "compensateEventDefinition": _compensation,
    "cancelEventDefinition": _cancel,
    "linkEventDefinition": _link,
}
