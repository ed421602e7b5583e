"""Bytes to an XML tree, hardened: no DTD, no entity, no network, bounded size."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from service.diagrams.findings import DiagramRefused, error

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DI = "http://www.omg.org/spec/DD/20100524/DI"
XSI = "http://www.w3.org/2001/XMLSchema-instance"


@dataclass(frozen=True, slots=True)
class Limits:
    """Caps on an uploaded diagram (decisions §7)."""

    bytes: int = 1024 * 1024
    elements: int = 2000
    attributes: int = 64
    depth: int = 64


def parse(raw: bytes, limits: Limits | None = None) -> etree._Element:
    """Return the root element of `raw`.

    Raises DiagramRefused when it is too large, not well-formed, has a DOCTYPE or is not BPMN.
    """
    limits = limits or Limits()
    if len(raw) > limits.bytes:
        raise DiagramRefused((error("too-large", "", size=len(raw), limit=limits.bytes),))
    root = _tree(raw)
    if root.tag != f"{{{BPMN}}}definitions":
        raise DiagramRefused((error("not-bpmn", "", root=local_name(root)),))
    _within(root, limits)
    return root


def _tree(raw: bytes) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(raw, parser)
    except etree.XMLSyntaxError as problem:
        line, column = problem.position
        raise DiagramRefused((error("not-xml", "", line=line, column=column),)) from None
    except ValueError:
        raise DiagramRefused((error("not-xml", "", line=1, column=1),)) from None
    info = root.getroottree().docinfo
    if info.internalDTD is not None or info.externalDTD is not None or info.doctype:
        raise DiagramRefused((error("doctype", ""),))
    return root


def _within(root: etree._Element, limits: Limits) -> None:
    """Cap the elements of the BPMN model, the attributes of each and the depth."""
    count = 0
    for event, element in etree.iterwalk(root, events=("start",)):
        del event
        if len(element.attrib) > limits.attributes:
            raise DiagramRefused(
                (error("too-many-attributes", element.get("id", ""), limit=limits.attributes),)
            )
        if element.tag.startswith(f"{{{BPMN}}}"):
            count += 1
    if count > limits.elements:
        raise DiagramRefused((error("too-many-elements", "", count=count, limit=limits.elements),))
    if _depth(root) > limits.depth:
        raise DiagramRefused((error("too-deep", "", limit=limits.depth),))


def _depth(root: etree._Element) -> int:
    depth = deepest = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def local_name(element: etree._Element) -> str:
    return etree.QName(element).localname


def namespace(element: etree._Element) -> str:
    return etree.QName(element).namespace or ""


def text_of(element: etree._Element | None) -> str:
    """Return the element's own text without the white space around it; "" when there is none."""
    return "" if element is None or element.text is None else element.text.strip()
