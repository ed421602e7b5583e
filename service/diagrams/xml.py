"""Bytes to an XML tree, hardened: no DTD, no entity, no network, bounded size; and back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, assert_never

from lxml import etree

from service.diagrams.findings import DiagramRefused, error
from service.markup import Bounds, MarkupRefused, read_tree, require_within

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.diagrams.findings import Finding

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DI = "http://www.omg.org/spec/DD/20100524/DI"
XSI = "http://www.w3.org/2001/XMLSchema-instance"

#: What holds flow elements inside a process.
SUBPROCESSES = ("subProcess", "transaction")

#: Beyond it nothing is drawn: a picture of a metre is 4,000 wide.
FARTHEST = 1_000_000.0

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

    @property
    def bounds(self) -> Bounds:
        return Bounds(self.bytes, self.elements, self.all_elements, self.attributes, self.depth)


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
    try:
        root = read_tree(raw, most_bytes=limits.bytes, comments=comments)
        if root.tag != f"{{{BPMN}}}definitions":
            raise DiagramRefused((error("not-bpmn", "", root=local_name(root)),))
        require_within(root, BPMN, limits.bounds)
    except MarkupRefused as problem:
        raise DiagramRefused((_finding(problem),)) from None
    return root


def _finding(problem: MarkupRefused) -> Finding:
    given = problem.params
    match problem.code:
        case "too-large":
            return error("too-large", "", size=given["size"], limit=given["limit"])
        case "not-xml":
            return error("not-xml", "", line=given["line"], column=given["column"])
        case "doctype":
            return error("doctype", "")
        case "too-many-attributes":
            return error("too-many-attributes", problem.element, limit=given["limit"])
        case "too-deep":
            return error("too-deep", "", limit=given["limit"])
        case "too-many-elements":
            return error("too-many-elements", "", count=given["count"], limit=given["limit"])
        case _:
            assert_never(problem.code)


def to_bytes(root: etree._Element) -> bytes:
    """Return the whole file of `root`."""
    return etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8") + b"\n"


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


def coordinate(text: str | None) -> float:
    """Return a number of the interchange; what nobody can draw counts as 0.

    So a file that is refused can be drawn too, and NaN or 1e308 upset no arithmetic.
    """
    try:
        value = float(text or 0)
    except ValueError:
        return 0.0
    # A comparison with NaN is false.
    return value if abs(value) <= FARTHEST else 0.0
