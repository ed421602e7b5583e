"""Bytes to an XML tree, hardened: no DTD, no entity, no network, bounded size; and back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from service.diagrams.findings import DiagramRefused, error

if TYPE_CHECKING:
    from collections.abc import Iterator

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DI = "http://www.omg.org/spec/DD/20100524/DI"
XSI = "http://www.w3.org/2001/XMLSchema-instance"

#: What holds flow elements inside a process.
SUBPROCESSES = ("subProcess", "transaction")

_WHOLE_NUMBER = re.compile(r"[0-9]{1,9}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Limits:
    """Caps on an uploaded diagram (decisions §7); all but depth and attributes can be set."""

    bytes: int = 1024 * 1024
    #: of the BPMN model
    elements: int = 2000
    #: of the whole file: picture and extensions too
    all_elements: int = 30_000
    #: of one element
    attributes: int = 64
    depth: int = 32


#: For files that the store holds already: an office that lowers its limits loses no process.
KEPT = Limits(bytes=64 * 1024 * 1024, elements=200_000, all_elements=3_000_000)

#: Elements of the whole file for one of its model, where only the latter is set.
_ALL_PER_ELEMENT = Limits().all_elements // Limits().elements

_limits = Limits()


def set_limits(*, size: int, elements: int) -> None:
    """Let this program take files of so many bytes and elements; called once, at its start."""
    global _limits  # noqa: PLW0603 - one installation, one limit
    _limits = Limits(bytes=size, elements=elements, all_elements=elements * _ALL_PER_ELEMENT)


def limits_in_force() -> Limits:
    """Return the limits of the installation."""
    return _limits


def parse(raw: bytes, limits: Limits | None = None, *, comments: bool = False) -> etree._Element:
    """Return the root element of `raw`; without `limits` those of the installation hold.

    `comments` and processing instructions are kept for who writes the file again.

    Raises DiagramRefused when it is too large, not well-formed, has a DOCTYPE or is not BPMN.
    """
    limits = limits or _limits
    if len(raw) > limits.bytes:
        raise DiagramRefused((error("too-large", "", size=len(raw), limit=limits.bytes),))
    root = _tree(raw, comments=comments)
    if root.tag != f"{{{BPMN}}}definitions":
        raise DiagramRefused((error("not-bpmn", "", root=local_name(root)),))
    _within(root, limits)
    return root


def to_bytes(root: etree._Element) -> bytes:
    """Return the whole file of `root`."""
    return etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8") + b"\n"


def _tree(raw: bytes, *, comments: bool) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        remove_comments=not comments,
        remove_pis=not comments,
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
    """Cap the elements, the attributes of each, and the depth."""
    model = everything = depth = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "end":
            depth -= 1
            continue
        depth += 1
        everything += 1
        if element.tag.startswith(f"{{{BPMN}}}"):
            model += 1
        if len(element.attrib) > limits.attributes:
            name = element.get("id", "")
            raise DiagramRefused((error("too-many-attributes", name, limit=limits.attributes),))
        if depth > limits.depth:
            raise DiagramRefused((error("too-deep", "", limit=limits.depth),))
    for count, limit in ((model, limits.elements), (everything, limits.all_elements)):
        if count > limit:
            raise DiagramRefused((error("too-many-elements", "", count=count, limit=limit),))


def local_name(element: etree._Element) -> str:
    """Return the name of an element without its namespace."""
    return etree.QName(element).localname


def namespace(element: etree._Element) -> str:
    """Return the namespace of an element; "" when it has none."""
    return etree.QName(element).namespace or ""


def children(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Yield the children of an element that are the BPMN element `name`."""
    return element.iterchildren(f"{{{BPMN}}}{name}")


def child(element: etree._Element, name: str) -> etree._Element | None:
    """Return the first child that is the BPMN element `name`."""
    return next(children(element, name), None)


def text_of(element: etree._Element | None) -> str:
    """Return the element's own text without the white space around it; "" when there is none.

    Text of elements inside it (the documentation of an expression) is not its own.
    """
    if element is None:
        return ""
    return ((element.text or "") + "".join(inner.tail or "" for inner in element)).strip()


def is_true(element: etree._Element, attribute: str, *, default: bool = False) -> bool:
    """Return an xsd:boolean attribute; what is neither true nor false is named elsewhere."""
    text = element.get(attribute)
    return default if text is None else text.strip() in ("true", "1")


def whole_number(text: str) -> int | None:
    """Return the number that `text` writes in a few plain digits, None for anything else.

    `str.isdigit` alone also accepts "²", which is no number to `int`.
    """
    plain = text.strip()
    return int(plain) if _WHOLE_NUMBER.fullmatch(plain) else None
