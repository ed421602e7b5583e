"""What two BPMN files say, to be compared: everything but how it is written."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from lxml import etree

from service.diagrams.xml import BPMN, BPMNDI, DI, XSI

if TYPE_CHECKING:
    from collections.abc import Iterable

Said = tuple[str, str, tuple[tuple[str, str], ...], str]

_TYPE: Final = f"{{{XSI}}}type"
#: A gateway without it may show its cross or not (BPMN 2.0.2 §12.2.3); bpmn-js says which.
_MARKER: Final = "isMarkerVisible"
_EXPRESSIONS: Final = {f"{{{BPMN}}}{name}" for name in ("expression", "formalExpression")}


def said(root: etree._Element) -> Counter[Said]:
    """Return each element with the nearest id, its attributes and its text.

    Numbers count by value, text without its line ends, prefixes of values not at all: two files
    may have other ones for the same namespace.
    """
    found: Counter[Said] = Counter()
    for element in root.iter("*"):
        own = next((each.get("id") for each in _outward(element) if each.get("id")), "")
        values = tuple(sorted(set(_values(element))))
        # `formalExpression` and `expression` of that type are one element, written in two ways.
        tag = f"{{{BPMN}}}expression" if element.tag in _EXPRESSIONS else str(element.tag)
        found[own or "", tag, values, " ".join((element.text or "").split())] += 1
    return found


def lost(before: etree._Element, after: etree._Element) -> list[Said]:
    """Return what the second file no longer says."""
    return list((said(before) - said(after)).elements())


def added(before: etree._Element, after: etree._Element) -> list[Said]:
    """Return what only the second says, planes for the inside of closed subprocesses apart."""
    planes = {f"{{{BPMNDI}}}{name}" for name in ("BPMNDiagram", "BPMNPlane")}
    return [it for it in (said(after) - said(before)).elements() if it[1] not in planes]


def _outward(element: etree._Element) -> Iterable[etree._Element]:
    yield element
    yield from element.iterancestors()


def _values(element: etree._Element) -> Iterable[tuple[str, str]]:
    for name, value in element.attrib.items():
        key, text = str(name), " ".join(str(value).split())
        # The type of a point is always that of points; that of an expression is its element's.
        known = key == _TYPE and (
            element.tag == f"{{{DI}}}waypoint" or element.tag in _EXPRESSIONS
        )
        if known or key == _MARKER:
            continue
        # An attribute of its element's own namespace means the same with and without the prefix.
        key = key.removeprefix(f"{{{etree.QName(element).namespace}}}")
        if key == _TYPE:
            text = text.rpartition(":")[2]
        try:
            yield key, f"{float(text):g}"
        except ValueError:
            yield key, text
