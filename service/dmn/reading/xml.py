"""The XML of DMN 1.1 to 1.5, whose versions differ in their namespace and in what they add."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from service.dmn.findings import DecisionsRefused, Finding
from service.markup import MarkupRefused, read_tree, require_within

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.dmn.limits import Limits

NAMESPACES = {
    "http://www.omg.org/spec/DMN/20151101/dmn.xsd": "1.1",
    "http://www.omg.org/spec/DMN/20180521/MODEL/": "1.2",
    "https://www.omg.org/spec/DMN/20191111/MODEL/": "1.3",
    "https://www.omg.org/spec/DMN/20211108/MODEL/": "1.4",
    "https://www.omg.org/spec/DMN/20230324/MODEL/": "1.5",
}
_FEEL = frozenset(
    {
        "http://www.omg.org/spec/FEEL/20140401",
        "http://www.omg.org/spec/DMN/20180521/FEEL/",
        "https://www.omg.org/spec/DMN/20191111/FEEL/",
        "https://www.omg.org/spec/DMN/20211108/FEEL/",
        "https://www.omg.org/spec/DMN/20230324/FEEL/",
        "feel",
        "FEEL",
    }
)
#: Types as DMN 1.1 and editors write them, and FEEL's own names.
_OTHER_NAMES = {
    "dateTime": "date and time",
    "dayTimeDuration": "days and time duration",
    "yearMonthDuration": "years and months duration",
    "any": "Any",
}


def parse(raw: bytes, limits: Limits) -> etree._Element:
    """Return the root of a file of decisions. Raises DecisionsRefused."""
    try:
        root = read_tree(raw, most_bytes=limits.bytes)
        space = etree.QName(root).namespace or ""
        if etree.QName(root).localname != "definitions" or space not in NAMESPACES:
            name = etree.QName(root).localname
            raise DecisionsRefused((Finding("not-dmn", "", {"root": name, "namespace": space}),))
        require_within(root, space, limits.bounds)
    except MarkupRefused as problem:
        params = {name: str(value) for name, value in problem.params.items()}
        raise DecisionsRefused((Finding(problem.code, problem.element, params),)) from None
    return root


def children(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Yield the children of an element that are the DMN element `name`."""
    space = etree.QName(element).namespace
    return element.iterchildren(f"{{{space}}}{name}")


def child(element: etree._Element, name: str) -> etree._Element | None:
    """Return the first child that is the DMN element `name`."""
    return next(children(element, name), None)


def own_children(element: etree._Element) -> Iterator[etree._Element]:
    """Yield the children of an element that are of DMN."""
    space = etree.QName(element).namespace
    return element.iterchildren(f"{{{space}}}*")


def local_name(element: etree._Element) -> str:
    """Return the name of an element without its namespace."""
    return etree.QName(element).localname


def text_in(element: etree._Element | None, name: str = "text") -> str:
    """Return what stands in the child `name`; "" when there is none."""
    found = None if element is None else child(element, name)
    return "" if found is None else "".join(map(str, found.itertext())).strip()


def place_of(element: etree._Element) -> str:
    """Return the id of an element, or of what it lies in; a name where nothing has an id."""
    around: etree._Element | None = element
    while around is not None:
        named = around.get("id") or around.get("name")
        if named:
            return named
        around = around.getparent()
    return ""


def is_feel(element: etree._Element, attribute: str) -> bool:
    """Return whether a language is FEEL; none is."""
    return (element.get(attribute) or "feel") in _FEEL


def type_of(element: etree._Element, written: str | None) -> str | None:
    """Return a type as FEEL names it: DMN 1.1 writes a prefix, and XML Schema's names."""
    if written is None or not written.strip():
        return None
    name = " ".join(written.split())
    prefix, colon, local = name.partition(":")
    # A colon in a name is none of a prefix that is not declared.
    if colon and prefix in element.nsmap:
        name = local
    return _OTHER_NAMES.get(name, name)
