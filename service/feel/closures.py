"""Turns a tree into nested functions: the fast form in which an expression is evaluated.

Each closure takes the scope and the budget. Python's own `eval` is nowhere near.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from service.feel import operators, tree
from service.feel.errors import NotATrueOrFalse, UnknownEntry, UnknownVariable, WrongType
from service.feel.functions import FUNCTIONS
from service.feel.kinds import kind_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from service.feel.kinds import Budget
    from service.values import Value

    Scope = Mapping[str, Value]
    Evaluator = Callable[[Scope, Budget], Value]
    Tester = Callable[[Value, Scope, Budget], bool | None]

#: Values of these types are equal exactly when Python says so.
_PLAIN = frozenset({str, bool, int})


def evaluator(of: tree.Tree) -> Evaluator:  # noqa: C901, PLR0911, PLR0912 - one case per kind
    """Return the function that evaluates `of`."""
    match of:
        case tree.Literal():
            return _literal(of.value)
        case tree.Variable():
            return _variable(of.name)
        case tree.Path():
            return _path(of)
        case tree.ListOf():
            return _list_of(of)
        case tree.ContextOf():
            return _context_of(of)
        case tree.Negative():
            return _negative(of)
        case tree.Arithmetic():
            return _arithmetic(of)
        case tree.Compare():
            return _compare(of)
        case tree.Between():
            return _between(of)
        case tree.In():
            return _in(of)
        case tree.And():
            return _logical(of.operands, "and", settled_by=False)
        case tree.Or():
            return _logical(of.operands, "or", settled_by=True)
        case tree.If():
            return _if(of)
        case tree.Quantified():
            return _quantified(of)
        case tree.Call():
            return _call(of)
        case _:
            assert_never(of)


def _literal(value: Value) -> Evaluator:
    def literal(_: Scope, __: Budget) -> Value:
        return value

    return literal


def _variable(name: str) -> Evaluator:
    def variable(scope: Scope, _: Budget) -> Value:
        try:
            return scope[name]
        except KeyError:
            raise UnknownVariable(name=name) from None

    return variable


def _path(of: tree.Path) -> Evaluator:
    base, entry = evaluator(of.base), of.entry

    def path(scope: Scope, budget: Budget) -> Value:
        context = base(scope, budget)
        kind = kind_of(context)
        if kind == "null":
            return None
        if kind != "context":
            raise WrongType(operation=f".{entry}", kinds=kind)
        try:
            return context[entry]
        except KeyError:
            raise UnknownEntry(name=entry) from None

    return path


def _list_of(of: tree.ListOf) -> Evaluator:
    items = tuple(map(evaluator, of.items))

    def list_of(scope: Scope, budget: Budget) -> Value:
        return [item(scope, budget) for item in items]

    return list_of


def _context_of(of: tree.ContextOf) -> Evaluator:
    entries = tuple((key, evaluator(value)) for key, value in of.entries)

    def context_of(scope: Scope, budget: Budget) -> Value:
        return {key: value(scope, budget) for key, value in entries}

    return context_of


def _negative(of: tree.Negative) -> Evaluator:
    operand = evaluator(of.operand)

    def negative(scope: Scope, budget: Budget) -> Value:
        return operators.negative(operand(scope, budget))

    return negative


def _arithmetic(of: tree.Arithmetic) -> Evaluator:
    first = evaluator(of.first)
    rest = tuple((sign, evaluator(operand)) for sign, operand in of.rest)

    def arithmetic(scope: Scope, budget: Budget) -> Value:
        value = first(scope, budget)
        for sign, operand in rest:
            value = operators.arithmetic(sign, value, operand(scope, budget))
        return value

    return arithmetic


def _compare(of: tree.Compare) -> Evaluator:
    sign, left, right = of.operator, evaluator(of.left), evaluator(of.right)
    if sign == "=" or sign == "!=":  # noqa: PLR1714 - mypy narrows the literal this way
        return _equality(left, right, wanted=sign == "=")

    order = operators.ORDER[sign]

    def compare(scope: Scope, budget: Budget) -> Value:
        one, other = left(scope, budget), right(scope, budget)
        if type(one) is int and type(other) is int:
            return order(one, other)
        return operators.compare(sign, one, other)

    return compare


def _equality(left: Evaluator, right: Evaluator, *, wanted: bool) -> Evaluator:
    def equality(scope: Scope, budget: Budget) -> Value:
        one, other = left(scope, budget), right(scope, budget)
        kind = type(one)
        if kind is type(other) and kind in _PLAIN:
            return (one == other) is wanted
        return operators.equal(one, other, budget) is wanted

    return equality


def _between(of: tree.Between) -> Evaluator:
    operand, low, high = evaluator(of.operand), evaluator(of.low), evaluator(of.high)

    def between(scope: Scope, budget: Budget) -> Value:
        value = operand(scope, budget)
        return operators.three_valued_and(
            operators.compare(">=", value, low(scope, budget)),
            operators.compare("<=", value, high(scope, budget)),
        )

    return between


def _in(of: tree.In) -> Evaluator:
    operand = evaluator(of.operand)
    tests = tuple(map(_tester, of.tests))

    def membership(scope: Scope, budget: Budget) -> Value:
        value = operand(scope, budget)
        answer: bool | None = False
        for test in tests:
            passed = test(value, scope, budget)
            if passed:
                return True
            if passed is None:
                answer = None
        return answer

    return membership


def _tester(of: tree.Test) -> Tester:
    match of:
        case tree.OperatorTest():
            return _operator_test(of)
        case tree.RangeTest():
            return _range_test(of)
        case tree.ValueTest():
            return _value_test(of)
        case _:
            assert_never(of)


def _operator_test(of: tree.OperatorTest) -> Tester:
    sign, operand = of.operator, evaluator(of.operand)

    def test(value: Value, scope: Scope, budget: Budget) -> bool | None:
        other = operand(scope, budget)
        if sign == "=" or sign == "!=":  # noqa: PLR1714 - mypy narrows the literal this way
            return operators.equal(value, other, budget) is (sign == "=")
        return operators.compare(sign, value, other)

    return test


def _range_test(of: tree.RangeTest) -> Tester:
    low, high = evaluator(of.low), evaluator(of.high)
    from_low = ">=" if of.includes_low else ">"
    to_high = "<=" if of.includes_high else "<"

    def test(value: Value, scope: Scope, budget: Budget) -> bool | None:
        return operators.three_valued_and(
            operators.compare(from_low, value, low(scope, budget)),
            operators.compare(to_high, value, high(scope, budget)),
        )

    return test


def _value_test(of: tree.ValueTest) -> Tester:
    operand = evaluator(of.operand)

    def test(value: Value, scope: Scope, budget: Budget) -> bool | None:
        other = operand(scope, budget)
        if kind_of(other) != "list":
            return operators.equal(value, other, budget)
        if operators.contains(other, value, budget):
            return True
        return kind_of(value) == "list" and operators.equal(value, other, budget)

    return test


def _logical(operands: tuple[tree.Tree, ...], operation: str, *, settled_by: bool) -> Evaluator:
    """Of operands that are asked in turn, the first that settles it ends it."""
    evaluators = tuple(map(evaluator, operands))
    otherwise = not settled_by

    def logical(scope: Scope, budget: Budget) -> Value:
        answer: bool | None = otherwise
        for operand in evaluators:
            value = operand(scope, budget)
            if value is settled_by:
                return settled_by
            if value is None:
                answer = None
            elif value is not otherwise:
                raise WrongType(operation=operation, kinds=kind_of(value))
        return answer

    return logical


def _if(of: tree.If) -> Evaluator:
    condition, then, otherwise = map(evaluator, (of.condition, of.then, of.otherwise))

    def if_then_else(scope: Scope, budget: Budget) -> Value:
        chosen = condition(scope, budget)
        if chosen is True:
            return then(scope, budget)
        if chosen is False:
            return otherwise(scope, budget)
        raise NotATrueOrFalse(kind=kind_of(chosen))

    return if_then_else


def _quantified(of: tree.Quantified) -> Evaluator:
    iterators = tuple((name, evaluator(domain)) for name, domain in of.iterators)
    condition = evaluator(of.condition)
    cost = tree.size(of.condition)
    decides = of.quantifier == "some"
    operation = of.quantifier

    def search(inner: dict[str, Value], budget: Budget, index: int) -> bool | None:
        """Return the answer over all items from the iterator `index` on."""
        name, domain = iterators[index]
        items = domain(inner, budget)
        if items is None:
            return None
        if kind_of(items) != "list":
            raise WrongType(operation=operation, kinds=kind_of(items))
        answer: bool | None = not decides
        for item in items:
            budget.spend(cost)
            mine = inner | {name: item} if index + 1 < len(iterators) else inner
            mine[name] = item
            found = (
                search(mine, budget, index + 1)
                if index + 1 < len(iterators)
                else condition(mine, budget)
            )
            if found is decides:
                return decides
            if found is None:
                answer = None
            elif found is not (not decides):
                raise WrongType(operation=operation, kinds=kind_of(found))
        return answer

    def quantified(scope: Scope, budget: Budget) -> Value:
        return search(dict(scope), budget, 0)

    return quantified


def _call(of: tree.Call) -> Evaluator:
    run = FUNCTIONS[of.function].run
    arguments = tuple(map(evaluator, of.arguments))

    def call(scope: Scope, budget: Budget) -> Value:
        return run([argument(scope, budget) for argument in arguments], budget)

    return call
