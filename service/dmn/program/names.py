"""The names that the expressions of a model give to parts of values."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from service.dmn import structure
from service.dmn.program.texts import keys_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.dmn.structure import Definitions, Logic


def entries_of(definitions: Definitions) -> frozenset[str]:
    """Return the names of entries that contexts, relations, tables and texts make."""
    logics: list[Logic | None] = [each.logic for each in definitions.decisions]
    logics += [each.function for each in definitions.knowledge]
    found = {name for logic in logics if logic is not None for name in _entries(logic)}
    found |= {each.variable.name for each in definitions.decisions}
    return frozenset(found - {""})


def _entries(logic: Logic) -> Iterator[str]:
    match logic:
        case structure.LiteralExpression(text):
            yield from keys_in(text.text)
        case structure.Context(_, entries):
            yield from (each.variable.name for each in entries if each.variable is not None)
        case structure.Relation(_, columns):
            yield from columns
        case structure.DecisionTable():
            yield from (each.name for each in logic.outputs if each.name is not None)
            for rule in logic.rules:
                for cell in (*rule.tests, *rule.outputs):
                    yield from keys_in(cell.text)
    for part in parts_of(logic):
        yield from _entries(part)


def parts_of(logic: Logic) -> Iterator[Logic]:  # noqa: C901 - one case per kind
    """Yield the expressions that an expression is made of."""
    match logic:
        case structure.LiteralExpression():
            return
        case structure.Invocation():
            yield logic.called
            yield from (value for _, value in logic.bindings if value is not None)
        case structure.Context():
            yield from (each.value for each in logic.entries if each.value is not None)
        case structure.List():
            yield from logic.items
        case structure.Relation():
            yield from (cell for row in logic.rows for cell in row)
        case structure.FunctionDefinition():
            yield from () if logic.body is None else (logic.body,)
        case structure.Conditional():
            yield from (logic.condition, logic.then, logic.otherwise)
        case structure.Filter():
            yield from (logic.source, logic.match)
        case structure.Iteration():
            yield from (logic.source, logic.body)
        case structure.DecisionTable():
            yield from (each.default for each in logic.outputs if each.default is not None)
        case _:
            assert_never(logic)
