"""Tests of one value: `between`, `in`, ranges, and the cells of decision tables."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, assert_never

from service.feel import operators, tree, walks
from service.feel.errors import FeelError
from service.feel.kinds import kind_of
from service.feel.operators import wrong
from service.feel.values import Range, unary_range

if TYPE_CHECKING:
    from collections.abc import Callable

    from service.feel.budget import Budget
    from service.feel.closures.setting import Evaluator, Maker, Scope, Setting
    from service.values import Value

    Tester = Callable[[Value, Scope, Budget], bool | None]

#: In a cell these say yes or no by themselves; any other expression gives a value to compare.
_CONDITIONS = (tree.Compare, tree.Between, tree.In, tree.And, tree.Or, tree.Quantified, tree.Call)


def between(of: tree.Between, make: Maker) -> Evaluator:
    """Evaluate `operand between low and high`."""
    operand, low, high = make(of.operand), make(of.low), make(of.high)

    def between_value(scope: Scope, budget: Budget) -> Value:
        value = operand(scope, budget)
        order = _order(budget)
        return operators.three_valued_and(
            order(">=", value, low(scope, budget)),
            order("<=", value, high(scope, budget)),
        )

    return between_value


def _order(budget: Budget) -> Callable[[str, Value, Value], bool | None]:
    return partial(operators.compare, whole_seconds=budget.standard)


def range_of(of: tree.RangeOf, make: Maker) -> Evaluator:
    """Evaluate `[low..high]`, a range as a value: of one kind that has an order."""
    low, high = make(of.low), make(of.high)

    def range_value(scope: Scope, budget: Budget) -> Value:
        start, end = low(scope, budget), high(scope, budget)
        kinds = {kind_of(start), kind_of(end)} - {"null"}
        if len(kinds) > 1 or not kinds <= operators.ORDERED:
            raise wrong("..", kind_of(start), kind_of(end))
        return Range(start, end, of.includes_low, of.includes_high)

    return range_value


def unary_range_of(of: tree.UnaryRange, make: Maker) -> Evaluator:
    """Evaluate `(> operand)`."""
    operand = make(of.operand)
    return lambda scope, budget: unary_range(of.operator, operand(scope, budget))


def membership(of: tree.In, make: Maker, setting: Setting) -> Evaluator:
    """Evaluate `operand in …`: true when one of the tests is passed."""
    operand = make(of.operand)
    tests = tuple(tester(test, make, setting) for test in of.tests)

    def membership_value(scope: Scope, budget: Budget) -> Value:
        return passed(tests, operand(scope, budget), scope, budget)

    return membership_value


def unary_tests(of: tree.Tests, make: Maker, setting: Setting) -> Evaluator:
    """Evaluate a cell: whether the input `?` passes one of its tests, or with `not` none."""
    tests = tuple(_cell_tester(test, make, setting) for test in of.tests)
    negated = of.negated

    def tests_value(scope: Scope, budget: Budget) -> Value:
        answer = passed(tests, scope["?"], scope, budget)
        return answer if answer is None or not negated else not answer

    return tests_value


def passed(tests: tuple[Tester, ...], value: Value, scope: Scope, budget: Budget) -> bool | None:
    """Return whether `value` passes one of the tests; null when none, but one is null."""
    answer: bool | None = False
    for test in tests:
        found = test(value, scope, budget)
        if found:
            return True
        if found is None:
            answer = None
    return answer


def tester(of: tree.Test, make: Maker, setting: Setting) -> Tester:
    """Return the function that says whether a value passes a test."""
    made = _tester(of, make)
    return _forgiving(made) if setting.standard else made


def _forgiving(test: Tester) -> Tester:
    def attempt(value: Value, scope: Scope, budget: Budget) -> bool | None:
        try:
            return test(value, scope, budget)
        except FeelError as problem:
            if problem.stops:
                raise
            budget.note(problem)
            return None

    return attempt


def _tester(of: tree.Test, make: Maker) -> Tester:
    match of:
        case tree.OperatorTest():
            return _operator_test(of, make)
        case tree.ValueTest(tree.RangeOf() as limits):
            return _range_test(limits, make)
        case tree.ValueTest():
            return _value_test(of, make)
        case _:
            assert_never(of)


def _operator_test(of: tree.OperatorTest, make: Maker) -> Tester:
    sign, operand = of.operator, make(of.operand)

    def test(value: Value, scope: Scope, budget: Budget) -> bool | None:
        other = operand(scope, budget)
        if sign == "=" or sign == "!=":  # noqa: PLR1714 - mypy narrows the literal this way
            return operators.equal(value, other, budget) is (sign == "=")
        return operators.compare(sign, value, other, whole_seconds=budget.standard)

    return test


def _range_test(of: tree.RangeOf, make: Maker) -> Tester:
    """Test a range that is written out, without making a value of it."""
    low, high = make(of.low), make(of.high)
    from_low = ">=" if of.includes_low else ">"
    to_high = "<=" if of.includes_high else "<"

    def test(value: Value, scope: Scope, budget: Budget) -> bool | None:
        order = _order(budget)
        return operators.three_valued_and(
            order(from_low, value, low(scope, budget)),
            order(to_high, value, high(scope, budget)),
        )

    return test


def _value_test(of: tree.ValueTest, make: Maker) -> Tester:
    operand = make(of.operand)

    def test(value: Value, scope: Scope, budget: Budget) -> bool | None:
        return _is_or_is_in(value, operand(scope, budget), budget)

    return test


def _is_or_is_in(value: Value, other: Value, budget: Budget) -> bool | None:
    """Return whether `value` is `other`, or in it when it is a list or range."""
    kind = kind_of(other)
    if kind == "range" and kind_of(value) != "range":
        return operators.within(value, other, budget)
    if kind != "list":
        return operators.equal(value, other, budget)
    if operators.contains(other, value, budget):
        return True
    if any(isinstance(item, Range) and _lies_in(value, item, budget) for item in other):
        return True
    return kind_of(value) == "list" and operators.equal(value, other, budget)


def _lies_in(value: Value, limits: Range, budget: Budget) -> bool:
    try:
        return operators.within(value, limits, budget) is True
    except FeelError as problem:
        if problem.stops:
            raise
        return False


def _cell_tester(of: tree.Test, make: Maker, setting: Setting) -> Tester:
    """Return the test of a cell: there conditions may stand, too, which call the input `?`."""
    if not isinstance(of, tree.ValueTest):
        return tester(of, make, setting)
    if "?" in walks.variables(of.operand):
        condition = make(of.operand)
        return lambda _, scope, budget: condition(scope, budget) is True
    if isinstance(of.operand, tree.RangeOf):
        return tester(of, make, setting)
    operand, is_condition = make(of.operand), isinstance(of.operand, _CONDITIONS)

    def test(value: Value, scope: Scope, budget: Budget) -> bool | None:
        found = operand(scope, budget)
        # A condition of other inputs is passed when it is true (§10.3.1.2, unary tests).
        if found is True and is_condition and not isinstance(value, bool):
            return True
        return _is_or_is_in(value, found, budget)

    return _forgiving(test) if setting.standard else test
