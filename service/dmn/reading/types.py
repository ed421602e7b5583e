"""Item definitions (DMN 1.5 §7.3.2 and 7.3.3): the types that a file defines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.dmn import structure
from service.dmn.reading.logic import variable_of
from service.dmn.reading.xml import child, children, is_feel, place_of, text_in, type_of

if TYPE_CHECKING:
    from lxml.etree import _Element

    from service.dmn.findings import Findings


def item_definition(element: _Element, findings: Findings) -> structure.ItemDefinition:
    """Return a type and its parts."""
    if not is_feel(element, "typeLanguage"):
        findings.add("language", place_of(element), language=element.get("typeLanguage"))
    name = " ".join((element.get("name") or "").split())
    if not name:
        findings.add("missing-name", place_of(element), tag="itemDefinition")
    return structure.ItemDefinition(
        place_of(element),
        name,
        type_of(element, text_in(element, "typeRef") or None),
        tuple(item_definition(part, findings) for part in children(element, "itemComponent")),
        element.get("isCollection") in ("true", "1"),
        _allowed(element),
        _function(element),
    )


def _allowed(element: _Element) -> structure.Text | None:
    """Return the values that a type is restricted to."""
    for name in ("allowedValues", "typeConstraint"):
        values = child(element, name)
        text = text_in(values)
        if values is not None and text:
            return structure.Text(place_of(values), text)
    return None


def _function(
    element: _Element,
) -> tuple[tuple[structure.Variable, ...], str | None] | None:
    item = child(element, "functionItem")
    if item is None:
        return None
    parameters = tuple(map(variable_of, children(item, "parameters")))
    return parameters, type_of(item, item.get("outputTypeRef"))
