"""Makes functions of decision tables (DMN 1.5 chapter 8)."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from service.dmn.program.evaluation import Evaluation, at
from service.dmn.program.hits import result_of
from service.dmn.program.texts import Made
from service.dmn.structure import Text
from service.feel.closures.setting import copied
from service.feel.errors import FeelError
from service.feel.types import coerced

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from service.dmn import structure
    from service.dmn.program.texts import Texts
    from service.dmn.program.types import Types
    from service.feel.budget import Budget
    from service.feel.closures import Scope
    from service.values import Value

    MakeLogic = Callable[[structure.Logic | None, frozenset[str]], Made]


class InputNotListed(FeelError):
    """An input of a decision table has a value that its column does not list."""

    code = "dmn.input-not-listed"


class Row(NamedTuple):
    element: str
    #: a test for each input; None: any value passes
    tests: tuple[Made | None, ...]
    outputs: tuple[Made, ...]


class Column(NamedTuple):
    element: str
    value: Made
    #: whether `?` is one of the values that the column lists
    listed: Made | None
    text: str


class TableMaker:
    """Makes functions of the decision tables of one model."""

    def __init__(self, texts: Texts, types: Types, logic: MakeLogic) -> None:
        self._texts = texts
        self._types = types
        self._logic = logic

    def made(self, table: structure.DecisionTable, names: frozenset[str]) -> Made:
        """Return the function of a table."""
        inputs = [self._column(each, names) for each in table.inputs]
        asking = names | {"?"}
        rows = [self._row(each, names, asking) for each in table.rules]
        outputs = [self._priorities(each) for each in table.outputs]
        defaults = [self._logic(each.default, names) for each in table.outputs]
        has_default = any(each.default is not None for each in table.outputs)

        def run(scope: Scope, budget: Budget) -> Value:
            values = [_value(column, scope, budget) for column in inputs]
            matching: Iterable[tuple[int, Row]] = (
                (number, row)
                for number, row in enumerate(rows, start=1)
                if _passes(row, values, scope, budget)
            )
            if table.hit_policy == "FIRST":
                matching = islice(matching, 1)
            hits, numbers = [], []
            for number, row in matching:
                numbers.append(number)
                hits.append((row.element, [output.run(scope, budget) for output in row.outputs]))
            if isinstance(budget, Evaluation):
                budget.tell_matched(table.element, tuple(numbers))
            if not hits and has_default:
                hits = [(table.element, [each.run(scope, budget) for each in defaults])]
            orders = [None if order is None else order(scope, budget) for order in outputs]
            return result_of(table, hits, orders, budget)

        parts = [column.value for column in inputs]
        parts += [made for row in rows for made in (*row.tests, *row.outputs) if made is not None]
        return Made(run, max((part.levels for part in parts), default=0))

    def _column(self, of: structure.Input, names: frozenset[str]) -> Column:
        type_ = self._types.of(of.type, of.element)
        value = self._texts.expression(of.expression, names)

        def typed(scope: Scope, budget: Budget) -> Value:
            return coerced(value.run(scope, budget), type_, budget)

        listed = None if of.values is None else self._texts.tests(of.values, names | {"?"})
        return Column(of.element, Made(at(of.element, typed), value.levels), listed, of.label)

    def _row(self, of: structure.Rule, names: frozenset[str], asking: frozenset[str]) -> Row:
        return Row(
            of.element,
            tuple(self._texts.tests(cell, asking) for cell in of.tests),
            tuple(self._output(cell, names) for cell in of.outputs),
        )

    def _output(self, cell: Text, names: frozenset[str]) -> Made:
        """Return the function of an output cell; an empty one is null."""
        written = cell if cell.text not in ("", "-") else Text(cell.element, "null")
        return self._texts.expression(written, names)

    def _priorities(self, of: structure.Output) -> Callable[[Scope, Budget], list[Value]] | None:
        """Return the function of the values that an output lists, the most important first."""
        if of.values is None:
            return None
        # A list of values is written as tests are; as a list of FEEL it gives their order.
        listed = Text(of.values.element, f"[{of.values.text}]")
        made = self._texts.expression(listed, frozenset())
        return lambda scope, budget: made.run(scope, budget) or []


def _value(column: Column, scope: Scope, budget: Budget) -> Value:
    value = column.value.run(scope, budget)
    if value is not None and column.listed is not None:
        inner = copied(scope, budget)
        inner["?"] = value
        allowed = column.listed.run(inner, budget)
        if allowed is not True:
            raise InputNotListed(column=column.text, value=str(value)[:100])
    return value


def _passes(row: Row, values: Sequence[Value], scope: Scope, budget: Budget) -> bool:
    """Return whether each test of a row is passed, in the scope where `?` is its input."""
    inner = copied(scope, budget)
    for test, value in zip(row.tests, values, strict=True):
        budget.spend(1)
        inner["?"] = value
        if test is not None and test.run(inner, budget) is not True:
            return False
    return True
