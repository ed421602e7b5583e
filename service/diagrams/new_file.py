"""A new BPMN file of one process, to be filled by who writes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from service.diagrams.extensions import NAMESPACE
from service.diagrams.xml import BPMN, BPMNDI, DC, DI, XSI, to_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable

_PREFIXES = {
    "bpmn": BPMN,
    "bpmndi": BPMNDI,
    "dc": DC,
    "di": DI,
    "xsi": XSI,
    "alur": NAMESPACE,
}


def new_file(key: str, title: str) -> tuple[etree._Element, etree._Element]:
    """Return the root of a file and its process, both still empty; `key` is the process's id."""
    root = etree.Element(
        f"{{{BPMN}}}definitions",
        nsmap=_PREFIXES,
        id=f"definitions_{key}",
        targetNamespace=NAMESPACE,
        exporter="Alur",
    )
    collaboration = add(root, "collaboration", id="collaboration_1")
    add(collaboration, "participant", id="pool_1", name=title, processRef=key)
    return root, add(root, "process", id=key, name=title, isExecutable="true")


def add(parent: etree._Element, tag: str, **attributes: str) -> etree._Element:
    """Put an element of BPMN behind all others in `parent`, and return it."""
    return etree.SubElement(parent, f"{{{BPMN}}}{tag}", attributes)


def add_alur(extensions: etree._Element, tag: str, **attributes: str) -> etree._Element:
    """Put `alur:tag` behind all others in `extensions`, and return it."""
    return etree.SubElement(extensions, f"{{{NAMESPACE}}}{tag}", attributes)


def add_lane(
    lanes: etree._Element, lane: str, name: str, role: str | None, nodes: Iterable[str] = ()
) -> None:
    """Put a lane below the others; `nodes` are the ids of what stands in it."""
    element = add(lanes, "lane", id=lane, name=name)
    if role is not None:
        element.set(f"{{{NAMESPACE}}}role", role)
    for node in nodes:
        add(element, "flowNodeRef").text = node


def indented(root: etree._Element) -> bytes:
    """Return a new file as bytes, each element on a line of its own."""
    etree.indent(root, "  ")
    return to_bytes(root)
