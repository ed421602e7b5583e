"""Bytes to an XML tree, hardened: no DTD, no entity, no network, bounded size."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lxml import etree

Code = Literal[
    "too-large", "not-xml", "doctype", "too-many-attributes", "too-deep", "too-many-elements"
]


@dataclass(frozen=True, slots=True)
class Bounds:
    """How large a file may be."""

    bytes: int
    #: of the namespace that the file is written in
    elements: int
    #: of the whole file: picture and extensions too
    all_elements: int
    #: of one element
    attributes: int
    depth: int


class MarkupRefused(Exception):
    """The file is no XML, has a DOCTYPE, or is too large; who reads it makes a finding of that."""

    def __init__(self, code: Code, element: str = "", **params: int) -> None:
        self.code = code
        self.element = element
        self.params = params
        super().__init__(code, params)


def read_tree(raw: bytes, *, most_bytes: int, comments: bool = False) -> etree._Element:
    """Return the root element of `raw`. Raises MarkupRefused.

    `comments` and processing instructions are kept for who writes the file again.
    """
    if len(raw) > most_bytes:
        raise MarkupRefused("too-large", size=len(raw), limit=most_bytes)
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
        raise MarkupRefused("not-xml", line=line, column=column) from None
    except ValueError:
        raise MarkupRefused("not-xml", line=1, column=1) from None
    info = root.getroottree().docinfo
    if info.internalDTD is not None or info.externalDTD is not None or info.doctype:
        raise MarkupRefused("doctype")
    return root


def require_within(root: etree._Element, namespace: str, bounds: Bounds) -> None:
    """Cap the elements, the attributes of each, and the depth. Raises MarkupRefused."""
    model = everything = depth = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "end":
            depth -= 1
            continue
        depth += 1
        everything += 1
        if element.tag.startswith(f"{{{namespace}}}"):
            model += 1
        if len(element.attrib) > bounds.attributes:
            raise MarkupRefused(
                "too-many-attributes", element.get("id", ""), limit=bounds.attributes
            )
        if depth > bounds.depth:
            raise MarkupRefused("too-deep", limit=bounds.depth)
    for count, limit in ((model, bounds.elements), (everything, bounds.all_elements)):
        if count > limit:
            raise MarkupRefused("too-many-elements", count=count, limit=limit)
