"""Equality, order and arithmetic of FEEL values.

Where DMN answers null to operands of the wrong kind, we raise: a wrong type in a process is a
mistake to be shown, not a null that wanders on. Null operands do give null (DMN 1.5 table 42-45),
but `=` and `!=` decide about null.
"""

from __future__ import annotations

import operator as python
from datetime import timedelta
from typing import TYPE_CHECKING

from service.feel.errors import (
    DateOutOfRange,
    DivisionByZero,
    ValueTooLarge,
    WrongType,
)
from service.feel.iso8601 import Duration, OutOfCalendar, duration
from service.feel.kinds import (
    DEEPEST_VALUE,
    NUMBERS,
    Budget,
    kind_of,
    require_size,
    whole_if_possible,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from service.feel.kinds import Kind
    from service.feel.tree import ArithmeticOperator
    from service.values import Value

#: Kinds that have an order.
_ORDERED = frozenset({"number", "string", "date", "time", "date and time", "duration"})
ORDER: dict[str, Callable[[Value, Value], bool]] = {
    "<": python.lt,
    "<=": python.le,
    ">": python.gt,
    ">=": python.ge,
}


def equal(left: Value, right: Value, budget: Budget) -> bool:
    """Return whether two values are the same; null is the same as null only.

    Raises WrongType when both have a kind and the kinds differ.
    """
    left_kind, right_kind = kind_of(left), kind_of(right)
    if left_kind == "null" or right_kind == "null":
        return left_kind == right_kind
    if left_kind != right_kind:
        raise _wrong("=", left_kind, right_kind)
    if left_kind == "duration":
        left, right = _comparable("=", left, right)
    return _same(left, right, left_kind, budget, DEEPEST_VALUE)


def contains(items: Sequence[Value], value: Value, budget: Budget) -> bool:
    """Return whether one of `items` is `value`; items of other kinds are not it."""
    budget.spend(len(items))
    kind = kind_of(value)
    return any(
        kind_of(item) == kind and _same(item, value, kind, budget, DEEPEST_VALUE) for item in items
    )


def _same(left: Value, right: Value, kind: Kind, budget: Budget, depth: int) -> bool:
    if depth == 0:
        raise ValueTooLarge(limit=DEEPEST_VALUE)
    if kind == "list":
        budget.spend(len(left))
        return len(left) == len(right) and all(
            _same_kind_and_value(one, other, budget, depth - 1)
            for one, other in zip(left, right, strict=True)
        )
    if kind == "context":
        budget.spend(len(left))
        return left.keys() == right.keys() and all(
            _same_kind_and_value(left[name], right[name], budget, depth - 1) for name in left
        )
    return bool(left == right)


def _same_kind_and_value(left: Value, right: Value, budget: Budget, depth: int) -> bool:
    kind = kind_of(left)
    return kind == kind_of(right) and _same(left, right, kind, budget, depth)


def compare(sign: str, left: Value, right: Value) -> bool | None:
    """Return `left sign right` for <, <=, > and >=; null when one of them is null.

    Raises WrongType for kinds that differ or have no order.
    """
    left_kind, right_kind = kind_of(left), kind_of(right)
    if left_kind == "null" or right_kind == "null":
        return None
    if left_kind != right_kind or left_kind not in _ORDERED:
        raise _wrong(sign, left_kind, right_kind)
    if left_kind == "duration":
        left, right = _comparable(sign, left, right)
    return ORDER[sign](left, right)


def _comparable(sign: str, left: Duration, right: Duration) -> tuple[Value, Value]:
    """Return what compares two durations: months with months, or time with time."""
    if left.months == 0 and right.months == 0:
        return left.time, right.time
    if not left.time and not right.time:
        return left.months, right.months
    raise _wrong(sign, "duration", "duration")


def three_valued_and(one: bool | None, other: bool | None) -> bool | None:  # noqa: FBT001 - values
    """Return false if one is false, else null if one is null (DMN 1.5 table 50)."""
    if one is False or other is False:
        return False
    return None if one is None or other is None else True


def negative(value: Value) -> Value:
    """Return `-value`; null for null. Raises WrongType, NumberTooLarge."""
    kind = kind_of(value)
    if kind == "null":
        return None
    if kind == "number":
        return whole_if_possible(-value)
    if kind == "duration":
        return Duration(-value.months, -value.time)
    raise _wrong("-", kind, kind)


def arithmetic(sign: ArithmeticOperator, left: Value, right: Value) -> Value:
    """Return `left sign right`; null when one of them is null.

    Raises WrongType, DivisionByZero, NumberTooLarge, ValueTooLarge, DateOutOfRange.
    """
    left_kind, right_kind = kind_of(left), kind_of(right)
    if left_kind == "null" or right_kind == "null":
        return None
    if left_kind == right_kind == "number":
        return _calculate(sign, left, right)
    operation = _OPERATIONS.get((left_kind, sign, right_kind))
    if operation is None:
        raise _wrong(sign, left_kind, right_kind)
    try:
        return operation(left, right)
    except (OutOfCalendar, OverflowError):
        raise DateOutOfRange(text=f"{left} {sign} {right}") from None


def _calculate(sign: ArithmeticOperator, left: Value, right: Value) -> Value:
    left, right = whole_if_possible(left), whole_if_possible(right)
    if sign == "/":
        return _divide(left, right)
    if type(left) is int and type(right) is int:
        return whole_if_possible(_WHOLE[sign](left, right))
    return whole_if_possible(_DECIMAL[sign](left, right))


def _divide(left: Value, right: Value) -> Value:
    if right == 0:
        raise DivisionByZero
    return whole_if_possible(NUMBERS.divide(left, right))


_WHOLE: Mapping[str, Callable[[int, int], int]] = {
    "+": python.add,
    "-": python.sub,
    "*": python.mul,
}
_DECIMAL: Mapping[str, Callable[[Value, Value], Value]] = {
    "+": NUMBERS.add,
    "-": NUMBERS.subtract,
    "*": NUMBERS.multiply,
}


def _joined(left: str, right: str) -> Value:
    return require_size(left + right)


def _later_date(start: Value, span: Duration) -> Value:
    if span.time % timedelta(days=1):
        raise _wrong("+", "date", "duration")
    return span.after_date(start)


def _later_instant(start: Value, span: Duration) -> Value:
    return span.after(start, start.tzinfo)


def _minus(span: Duration) -> Duration:
    return Duration(-span.months, -span.time)


def _sum_of_durations(left: Duration, right: Duration) -> Value:
    # DMN has two kinds of duration, of months and of time, and no sum of both.
    if (left.months or right.months) and (left.time or right.time):
        raise _wrong("+", "duration", "duration")
    return duration(left.months + right.months, left.time + right.time)


def _between(later: Value, earlier: Value) -> Value:
    return duration(0, later - earlier)


_OPERATIONS: Mapping[tuple[str, str, str], Callable[[Value, Value], Value]] = {
    ("string", "+", "string"): _joined,
    ("date", "+", "duration"): _later_date,
    ("duration", "+", "date"): lambda span, start: _later_date(start, span),
    ("date", "-", "duration"): lambda start, span: _later_date(start, _minus(span)),
    ("date", "-", "date"): _between,
    ("date and time", "+", "duration"): _later_instant,
    ("duration", "+", "date and time"): lambda span, start: _later_instant(start, span),
    ("date and time", "-", "duration"): lambda start, span: _later_instant(start, _minus(span)),
    ("date and time", "-", "date and time"): _between,
    ("duration", "+", "duration"): _sum_of_durations,
    ("duration", "-", "duration"): lambda left, right: _sum_of_durations(left, _minus(right)),
}


def _wrong(sign: str, left: str, right: str) -> WrongType:
    return WrongType(operation=sign, kinds=left if left == right else f"{left}, {right}")
