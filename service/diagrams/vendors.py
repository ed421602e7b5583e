"""Extensions of other engines: kept in the file, not executed, named where they would matter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.diagrams.findings import Finding, info
from service.diagrams.source import nearest_id
from service.diagrams.vendor_words import VENDORS
from service.diagrams.xml import local_name, namespace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

#: What a business rule task evaluates, as Camunda 8 writes it.
CALLED_DECISION = "{http://camunda.org/schema/zeebe/1.0}calledDecision"


def vendor_findings(root: _Element) -> Iterator[Finding]:
    """Name the words that change behaviour, once for each element; else a vendor's first use."""
    met: dict[str, str] = {}
    told: dict[tuple[str, str], list[str]] = {}
    for element in root.iter("*"):
        if element.tag == CALLED_DECISION:
            continue  # it is read
        for owner, word in _words(element):
            name, changing = VENDORS.get(owner, ("", frozenset()))
            if not name:
                continue
            place = nearest_id(element)
            met.setdefault(name, place)
            words = told.setdefault((name, place), [])
            if word in changing and word not in words:
                words.append(word)
    for (name, place), words in told.items():
        if words:
            yield info("vendor-behaviour", place, vendor=name, words=", ".join(sorted(words)))
    for name in met.keys() - {name for (name, _), words in told.items() if words}:
        yield info("vendor-extension", met[name], vendor=name)


def _words(element: _Element) -> Iterator[tuple[str, str]]:
    """Yield namespace and name of an element and of its attributes."""
    yield namespace(element), local_name(element)
    for attribute in element.attrib:
        owner, closed, name = str(attribute).partition("}")
        if closed:
            yield owner[1:], name
