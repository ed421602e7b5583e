"""Equality and order of FEEL values.

Where DMN answers null to operands of the wrong kind, we raise: a wrong type in a process is a
mistake to be shown, not a null that wanders on. Null operands do give null (DMN 1.5 table 42-45),
but `=` and `!=` decide about null.
"""

from __future__ import annotations

import operator as python
from functools import partial
from typing import TYPE_CHECKING

from service.feel.errors import ValueTooLarge, WrongType
from service.feel.kinds import DEEPEST_VALUE, kind_of
from service.feel.temporal import comparable
from service.feel.values import Range, is_calendar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from service.feel.budget import Budget
    from service.feel.iso8601 import Duration
    from service.feel.kinds import Kind
    from service.values import Value

#: Kinds that have an order.
ORDERED = frozenset({"number", "string", "date", "time", "date and time", "duration"})
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
    if left_kind != right_kind or left_kind == "function":
        raise wrong("=", left_kind, right_kind)
    if left_kind == "duration":
        left, right = _lengths("=", left, right)
    return _same(left, right, left_kind, budget, DEEPEST_VALUE)


def contains(items: Sequence[Value], value: Value, budget: Budget) -> bool:
    """Return whether one of `items` is `value`; items of other kinds are not it."""
    budget.spend(len(items))
    kind = kind_of(value)
    return any(
        kind_of(item) == kind and _same(item, value, kind, budget, DEEPEST_VALUE) for item in items
    )


def same(left: Value, right: Value, budget: Budget) -> bool:
    """Return whether two values are the same; values of different kinds are not."""
    return _same_kind_and_value(left, right, budget, DEEPEST_VALUE)


def _same(left: Value, right: Value, kind: Kind, budget: Budget, depth: int) -> bool:
    if depth == 0:
        raise ValueTooLarge(limit=DEEPEST_VALUE)
    match kind:
        case "list":
            budget.spend(len(left))
            return len(left) == len(right) and all(
                _same_kind_and_value(one, other, budget, depth - 1)
                for one, other in zip(left, right, strict=True)
            )
        case "context":
            budget.spend(len(left))
            return left.keys() == right.keys() and all(
                _same_kind_and_value(left[name], right[name], budget, depth - 1) for name in left
            )
        case "range":
            return _shape(left) == _shape(right) and all(
                _same_kind_and_value(one, other, budget, depth - 1)
                for one, other in ((left.start, right.start), (left.end, right.end))
            )
        case "time" | "date and time":
            left, right = comparable(left, right, whole_seconds=budget.standard)
    return bool(left == right)


def _shape(of: Range) -> tuple[str | None, bool, bool]:
    return of.sign, of.start_included, of.end_included


def _same_kind_and_value(left: Value, right: Value, budget: Budget, depth: int) -> bool:
    kind = kind_of(left)
    return kind == kind_of(right) and _same(left, right, kind, budget, depth)


def compare(sign: str, left: Value, right: Value, *, whole_seconds: bool = False) -> bool | None:
    """Return `left sign right` for <, <=, > and >=; null when one of them is null.

    The standard compares times by their `whole_seconds`.

    Raises WrongType for kinds that differ or have no order.
    """
    left_kind, right_kind = kind_of(left), kind_of(right)
    if left_kind == "null" or right_kind == "null":
        return None
    if left_kind != right_kind or left_kind not in ORDERED:
        raise wrong(sign, left_kind, right_kind)
    if left_kind == "duration":
        left, right = _lengths(sign, left, right)
    elif left_kind in ("time", "date and time"):
        left, right = comparable(left, right, whole_seconds=whole_seconds)
    return ORDER[sign](left, right)


def _lengths(sign: str, left: Duration, right: Duration) -> tuple[Value, Value]:
    """Return what compares two durations: months with months, or time with time."""
    if left.months == 0 and right.months == 0:
        return left.time, right.time
    if not left.time and not right.time and is_calendar(left) == is_calendar(right):
        return left.months, right.months
    raise wrong(sign, "duration", "duration")


def three_valued_and(one: bool | None, other: bool | None) -> bool | None:  # noqa: FBT001 - values
    """Return false if one is false, else null if one is null (DMN 1.5 table 50)."""
    if one is False or other is False:
        return False
    return None if one is None or other is None else True


def within(value: Value, limits: Range, budget: Budget) -> bool | None:
    """Return whether `value` lies in a range; null when an end that decides is null."""
    order = partial(compare, whole_seconds=budget.standard)
    if limits.sign is None:
        return three_valued_and(
            order(">=" if limits.start_included else ">", value, limits.start),
            order("<=" if limits.end_included else "<", value, limits.end),
        )
    end = limits.end if limits.start is None else limits.start
    if limits.sign in ("=", "!="):
        return equal(value, end, budget) is (limits.sign == "=")
    return order(limits.sign, value, end)


def wrong(sign: str, left: str, right: str) -> WrongType:
    """Return the error of an operator between two kinds."""
    return WrongType(operation=sign, kinds=left if left == right else f"{left}, {right}")
