"""Makes functions of boxed expressions (DMN 1.5 chapter 10.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from service.dmn import structure
from service.dmn.program.evaluation import at
from service.dmn.program.tables import TableMaker
from service.dmn.program.texts import UNDECLARED, Made
from service.feel.closures.calls import defined, in_order
from service.feel.closures.lists import chosen_by, items_in
from service.feel.closures.setting import copied, forgiving
from service.feel.errors import NotAFunction, NotATrueOrFalse, ValueTooLarge, WrongType
from service.feel.kinds import LONGEST_LIST, kind_of
from service.feel.type_forms import ANY
from service.feel.types import coerced
from service.feel.values import Function, Parameter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.dmn.program.texts import Texts
    from service.dmn.program.types import Types
    from service.dmn.structure import Logic
    from service.feel.budget import Budget
    from service.feel.closures import Evaluator, Scope
    from service.feel.type_forms import Type
    from service.values import Value

Names = frozenset[str]
#: What a part costs each time that it is evaluated again.
_ROUND = 5
#: Items of `partial` that are copied in one step of the budget.
_COPIED_IN_A_STEP = 10


class LogicMaker:
    """Makes functions of the boxed expressions of one model."""

    def __init__(self, texts: Texts, types: Types) -> None:
        self._texts = texts
        self._types = types
        self._tables = TableMaker(texts, types, self.made)

    def made(self, logic: Logic | None, names: Names) -> Made:
        """Return the function of an expression that may speak of `names`; of none, null."""
        if logic is None:
            return Made(_null, 1)
        literal = isinstance(logic, structure.LiteralExpression)
        element = logic.text.element if literal else logic.element  # type: ignore[union-attr]
        self._texts.require_few(names, element)
        run, levels = self._made(logic, names)
        typed = _typed(forgiving(run), self._types.of(logic.type, element))
        return Made(at(element, typed), levels + 1)

    def _made(self, logic: Logic, names: Names) -> Made:  # noqa: C901, PLR0911 - one case per kind
        match logic:
            case structure.LiteralExpression():
                return self._texts.expression(logic.text, names)
            case structure.Invocation():
                return self._invocation(logic, names)
            case structure.Context():
                return self._context(logic, names)
            case structure.List():
                return self._list(logic, names)
            case structure.Relation():
                return self._relation(logic, names)
            case structure.FunctionDefinition():
                return self._function(logic, names)
            case structure.Conditional():
                return self._conditional(logic, names)
            case structure.Filter():
                return self._filter(logic, names)
            case structure.Iteration():
                return self._iteration(logic, names)
            case structure.DecisionTable():
                return self._tables.made(logic, names)
            case _:
                assert_never(logic)

    def _invocation(self, logic: structure.Invocation, names: Names) -> Made:
        called = self.made(logic.called, names)
        bindings = [(name, self.made(value, names)) for name, value in logic.bindings]

        def run(scope: Scope, budget: Budget) -> Value:
            function = called.run(scope, budget)
            if not isinstance(function, Function):
                raise NotAFunction(kind=kind_of(function))
            values = [value.run(scope, budget) for _, value in bindings]
            given = in_order(function, values, [name for name, _ in bindings])
            return function.run(given, budget)

        return Made(run, _deepest(called, *(value for _, value in bindings)))

    def _context(self, logic: structure.Context, names: Names) -> Made:
        entries = []
        for entry in logic.entries:
            own = frozenset({entry.variable.name}) if entry.variable else frozenset[str]()
            value = self.made(entry.value, names | own)
            type_ = self._types.of(entry.variable.type if entry.variable else None, logic.element)
            name = entry.variable.name if entry.variable else None
            entries.append((name, _typed(value.run, type_), value))
            names |= own

        def run(scope: Scope, budget: Budget) -> Value:
            inner: dict[str, Value] = copied(scope, budget)
            made: dict[str, Value] = {}
            for name, value, _ in entries:
                found = value(inner, budget)
                if name is None:
                    return found
                inner[name] = made[name] = found
            return made

        return Made(run, _deepest(*(value for _, _, value in entries)))

    def _list(self, logic: structure.List, names: Names) -> Made:
        items = [self.made(item, names) for item in logic.items]

        def run(scope: Scope, budget: Budget) -> Value:
            return [item.run(scope, budget) for item in items]

        return Made(run, _deepest(*items))

    def _relation(self, logic: structure.Relation, names: Names) -> Made:
        rows = [[self.made(cell, names) for cell in row] for row in logic.rows]

        def row_of(cells: list[Made], scope: Scope, budget: Budget) -> Value:
            values = [cell.run(scope, budget) for cell in cells]
            return dict(zip(logic.columns, values, strict=True))

        def run(scope: Scope, budget: Budget) -> Value:
            return [row_of(row, scope, budget) for row in rows]

        return Made(run, _deepest(*(cell for row in rows for cell in row)))

    def _function(self, logic: structure.FunctionDefinition, names: Names) -> Made:
        parameters, body = self.function(logic, names)

        def run(scope: Scope, _: Budget) -> Value:
            return defined(parameters, body.run, scope, body.levels)

        return Made(run, 1)

    def function(
        self, logic: structure.FunctionDefinition, names: Names
    ) -> tuple[tuple[Parameter, ...], Made]:
        """Return the parameters and the body of a function."""
        parameters = tuple(
            Parameter(each.name, self._types.of(each.type, logic.element))
            for each in logic.parameters
        )
        return parameters, self.made(logic.body, names | {each.name for each in parameters})

    def _conditional(self, logic: structure.Conditional, names: Names) -> Made:
        parts = (logic.condition, logic.then, logic.otherwise)
        condition, then, otherwise = (self.made(part, names) for part in parts)

        def run(scope: Scope, budget: Budget) -> Value:
            chosen = condition.run(scope, budget)
            if chosen is not None and not isinstance(chosen, bool):
                raise NotATrueOrFalse(kind=kind_of(chosen))
            return (then if chosen else otherwise).run(scope, budget)

        return Made(run, _deepest(condition, then, otherwise))

    def _filter(self, logic: structure.Filter, names: Names) -> Made:
        source = self.made(logic.source, names)
        match = self.made(logic.match, names | {"item", UNDECLARED})

        def run(scope: Scope, budget: Budget) -> Value:
            items = items_in("filter", source.run(scope, budget))
            if items is None:
                return None
            return [item for item in items if chosen_by(match.run, _ROUND, scope, item, budget)]

        return Made(run, _deepest(source, match))

    def _iteration(self, logic: structure.Iteration, names: Names) -> Made:
        source = self.made(logic.source, names)
        body = self.made(logic.body, names | {logic.variable, "partial"})
        decides = logic.kind == "some"

        def rounds(scope: Scope, budget: Budget) -> Sequence[Value] | None:
            items = items_in(logic.kind, source.run(scope, budget))
            if items is None or len(items) <= LONGEST_LIST:
                return items
            raise ValueTooLarge(limit=LONGEST_LIST)

        def each(scope: Scope, budget: Budget) -> Value:
            items = rounds(scope, budget)
            made: list[Value] = []
            for item in items or ():
                budget.spend(_ROUND + len(made) // _COPIED_IN_A_STEP)
                inner = copied(scope, budget)
                inner |= {logic.variable: item, "partial": list(made)}
                made.append(body.run(inner, budget))
            return None if items is None else made

        def quantified(scope: Scope, budget: Budget) -> Value:
            items = rounds(scope, budget)
            answer: bool | None = None if items is None else not decides
            inner = copied(scope, budget)
            for item in items or ():
                budget.spend(_ROUND)
                inner[logic.variable] = item
                found = body.run(inner, budget)
                if found is decides:
                    return decides
                if found is None:
                    answer = None
                elif found is not (not decides):
                    raise WrongType(operation=logic.kind, kinds=kind_of(found))
            return answer

        return Made(each if logic.kind == "for" else quantified, _deepest(source, body))


def _null(_: Scope, __: Budget) -> Value:
    return None


def _deepest(*parts: Made) -> int:
    return max((part.levels for part in parts), default=0)


def _typed(run: Evaluator, type_: Type) -> Evaluator:
    """Return `run` with what it gives as a place of `type_` takes it, else null."""
    if type_ == ANY:
        return run

    def typed(scope: Scope, budget: Budget) -> Value:
        return coerced(run(scope, budget), type_, budget)

    return typed
