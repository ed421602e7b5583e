"""Boxed expressions (DMN 1.5 chapter 10.2): everything that says how a value is made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from service.dmn import structure
from service.dmn.reading.tables import decision_table
from service.dmn.reading.xml import (
    child,
    children,
    is_feel,
    local_name,
    own_children,
    place_of,
    text_in,
    type_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from lxml.etree import _Element

    from service.dmn.findings import Findings
    from service.dmn.structure import Logic


def logic_in(element: _Element, findings: Findings) -> Logic | None:
    """Return the expression that an element holds; None when it holds none."""
    for inner in own_children(element):
        read = _READERS.get(local_name(inner))
        if read is not None:
            return read(inner, findings)
    return None


def required_logic(element: _Element, findings: Findings) -> Logic:
    """Return the expression that an element has to hold; a finding, when it does not."""
    found = logic_in(element, findings)
    if found is None:
        findings.add("empty", place_of(element), tag=local_name(element))
        return structure.LiteralExpression(structure.Text(place_of(element), "null"))
    return found


def variable_of(element: _Element) -> structure.Variable:
    """Return the name and type that a variable, parameter or column declares."""
    name = " ".join((element.get("name") or "").split())
    return structure.Variable(name, type_of(element, element.get("typeRef")))


def _literal(element: _Element, findings: Findings) -> Logic | None:
    place = place_of(element)
    if child(element, "importedValues") is not None:
        findings.add("imported-values", place)
    if not is_feel(element, "expressionLanguage"):
        findings.add("language", place, language=element.get("expressionLanguage"))
    text = text_in(element)
    if not text:
        return None
    return structure.LiteralExpression(
        structure.Text(place, text), type_of(element, element.get("typeRef"))
    )


def _invocation(element: _Element, findings: Findings) -> Logic:
    bindings = []
    for binding in children(element, "binding"):
        parameter = child(binding, "parameter")
        name = "" if parameter is None else variable_of(parameter).name
        bindings.append((name, logic_in(binding, findings)))
    return structure.Invocation(
        place_of(element), required_logic(element, findings), tuple(bindings), _type(element)
    )


def _context(element: _Element, findings: Findings) -> Logic:
    entries = []
    for entry in children(element, "contextEntry"):
        variable = child(entry, "variable")
        named = None if variable is None else variable_of(variable)
        entries.append(structure.ContextEntry(named, logic_in(entry, findings)))
    _require_apart([each.variable.name for each in entries if each.variable], element, findings)
    return structure.Context(place_of(element), tuple(entries), _type(element))


def _list(element: _Element, findings: Findings) -> Logic:
    return structure.List(place_of(element), _all_in(element, findings), _type(element))


def _all_in(element: _Element, findings: Findings) -> tuple[Logic, ...]:
    found = []
    for inner in own_children(element):
        read = _READERS.get(local_name(inner))
        value = None if read is None else read(inner, findings)
        if value is not None:
            found.append(value)
        elif read is not None:
            # An empty literal is null: the others keep their place.
            found.append(structure.LiteralExpression(structure.Text(place_of(inner), "null")))
    return tuple(found)


def _relation(element: _Element, findings: Findings) -> Logic:
    columns = tuple(variable_of(column).name for column in children(element, "column"))
    _require_apart(columns, element, findings)
    rows = tuple(_all_in(row, findings) for row in children(element, "row"))
    if any(len(row) != len(columns) for row in rows):
        findings.add("row-width", place_of(element), columns=len(columns))
        rows = ()
    return structure.Relation(place_of(element), columns, rows, _type(element))


def function_definition(element: _Element, findings: Findings) -> structure.FunctionDefinition:
    """Return a function, boxed or of a business knowledge model."""
    kind = element.get("kind") or "FEEL"
    if kind not in ("FEEL", "F"):
        findings.add("external-function", place_of(element), kind=kind)
    parameters = tuple(map(variable_of, children(element, "formalParameter")))
    _require_apart([each.name for each in parameters], element, findings)
    return structure.FunctionDefinition(
        place_of(element), parameters, logic_in(element, findings), _type(element)
    )


def _require_apart(names: Sequence[str], element: _Element, findings: Findings) -> None:
    if len(set(names)) < len(names):
        findings.add("name-twice", place_of(element))


def _conditional(element: _Element, findings: Findings) -> Logic:
    condition, then, otherwise = (
        _part(element, name, findings) for name in ("if", "then", "else")
    )
    return structure.Conditional(place_of(element), condition, then, otherwise, _type(element))


def _part(element: _Element, name: str, findings: Findings) -> Logic:
    part = child(element, name)
    return required_logic(element if part is None else part, findings)


def _filter(element: _Element, findings: Findings) -> Logic:
    source, match = (_part(element, name, findings) for name in ("in", "match"))
    return structure.Filter(place_of(element), source, match, _type(element))


def _iteration(element: _Element, findings: Findings) -> Logic:
    kind: Literal["for", "some", "every"]
    match local_name(element):
        case "for":
            kind, body = "for", "return"
        case "some":
            kind, body = "some", "satisfies"
        case _:
            kind, body = "every", "satisfies"
    return structure.Iteration(
        place_of(element),
        kind,
        " ".join((element.get("iteratorVariable") or "").split()),
        _part(element, "in", findings),
        _part(element, body, findings),
        _type(element),
    )


def _table(element: _Element, findings: Findings) -> Logic:
    return decision_table(element, findings, logic_in)


def _type(element: _Element) -> str | None:
    return type_of(element, element.get("typeRef"))


_READERS: dict[str, Callable[[_Element, Findings], Logic | None]] = {
    "literalExpression": _literal,
    "invocation": _invocation,
    "context": _context,
    "list": _list,
    "relation": _relation,
    "functionDefinition": function_definition,
    "conditional": _conditional,
    "filter": _filter,
    "for": _iteration,
    "some": _iteration,
    "every": _iteration,
    "decisionTable": _table,
}
