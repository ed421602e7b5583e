"""Sums, differences, products, quotients and powers of FEEL values (DMN 1.5 tables 45 to 49)."""

from __future__ import annotations

import operator as python
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from decimal import ROUND_DOWN, Decimal
from typing import TYPE_CHECKING

from service.feel.errors import DivisionByZero, InvalidArgument, beyond_calendar
from service.feel.iso8601 import Duration, OutOfCalendar, duration
from service.feel.kinds import NUMBERS, kind_of, require_size, whole_if_possible
from service.feel.operators import wrong
from service.feel.temporal import comparable, moved, moved_date, moved_time, since_midnight
from service.feel.values import is_calendar
from service.values import Value

if TYPE_CHECKING:
    from service.feel.tree import ArithmeticOperator


def negative(value: Value) -> Value:
    """Return `-value`; null for null. Raises WrongType, NumberTooLarge."""
    kind = kind_of(value)
    if kind == "null":
        return None
    if kind == "number":
        return negated(value)
    if kind == "duration":
        return minus(value)
    raise wrong("-", kind, kind)


def negated(number: int | Decimal) -> int | Decimal:
    """Return a number with the other sign; Python's own "-" would round it to 28 digits."""
    return whole_if_possible(-number if isinstance(number, int) else number.copy_negate())


def arithmetic(
    sign: ArithmeticOperator, left: Value, right: Value, *, standard: bool = False
) -> Value:
    """Return `left sign right`; null when one of them is null.

    The standard knows more than Alur's own FEEL, which takes no part of a day to a date and no
    date from an instant, because that depends on the zone.

    Raises WrongType, DivisionByZero, NumberTooLarge, ValueTooLarge, DateOutOfRange.
    """
    left_kind, right_kind = kind_of(left), kind_of(right)
    if left_kind == "null" or right_kind == "null":
        return None
    if left_kind == right_kind == "number":
        return calculated(sign, left, right)
    operations = _STANDARD if standard else _STRICT
    operation = operations.get((left_kind, sign, right_kind))
    if operation is None:
        raise wrong(sign, left_kind, right_kind)
    try:
        return operation(left, right)
    except (OutOfCalendar, OverflowError):
        raise beyond_calendar(f"{left} {sign} {right}") from None


def calculated(sign: ArithmeticOperator, left: Value, right: Value) -> Value:
    """Return `left sign right` of two numbers."""
    left, right = whole_if_possible(left), whole_if_possible(right)
    if sign == "/":
        return _divide(left, right)
    if sign == "**":
        return _power(left, right)
    if type(left) is int and type(right) is int:
        return whole_if_possible(_WHOLE[sign](left, right))
    return whole_if_possible(_DECIMAL[sign](left, right))


def _divide(left: Value, right: Value) -> Value:
    if right == 0:
        raise DivisionByZero
    return whole_if_possible(NUMBERS.divide(left, right))


def _power(base: Value, exponent: Value) -> Value:
    found = NUMBERS.power(Decimal(base), Decimal(exponent))
    if found.is_nan() or (base == 0 and exponent < 0):
        raise InvalidArgument(function="**", value=f"{base} ** {exponent}")
    return whole_if_possible(found)


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


def minus(span: Duration) -> Duration:
    """Return a duration the other way round."""
    return replace(span, months=-span.months, time=-span.time)


def _joined(left: str, right: str) -> Value:
    return require_size(left + right)


def _sum_of_durations(left: Duration, right: Duration) -> Value:
    # DMN has two kinds of duration, of months and of time, and no sum of both.
    if (left.months or right.months) and (left.time or right.time):
        raise wrong("+", "duration", "duration")
    both = is_calendar(left) and is_calendar(right)
    return replace(duration(left.months + right.months, left.time + right.time), calendar=both)


def _scaled(span: Duration, scale: Callable[[Decimal, Decimal], Decimal], by: Value) -> Value:
    """Return a duration scaled: whole months, or microseconds."""
    unit = timedelta(microseconds=1)
    units = scale(Decimal(span.months if is_calendar(span) else span.time // unit), Decimal(by))
    whole = int(units.to_integral_value(ROUND_DOWN))
    return replace(span, months=whole) if is_calendar(span) else Duration(0, whole * unit)


def _times(span: Duration, factor: Value) -> Value:
    return _scaled(span, NUMBERS.multiply, factor)


def _share(span: Duration, parts: Value) -> Value:
    if parts == 0:
        raise DivisionByZero
    return _scaled(span, NUMBERS.divide, parts)


def _ratio(left: Duration, right: Duration) -> Value:
    if is_calendar(left) != is_calendar(right):
        raise wrong("/", "duration", "duration")
    if is_calendar(left):
        return _divide(left.months, right.months)
    unit = timedelta(microseconds=1)
    return _divide(left.time // unit, right.time // unit)


def _between(later: Value, earlier: Value) -> Value:
    """Return the time between two moments; a date is its midnight in UTC (§10.3.2.3.8)."""
    later, earlier = _moment(later), _moment(earlier)
    comparable(later, earlier)
    return duration(0, later - earlier)


def _moment(value: Value) -> datetime:
    return value if isinstance(value, datetime) else datetime.combine(value, time(), UTC)


def _between_times(later: time, earlier: time) -> Value:
    left, right = comparable(later, earlier)
    if isinstance(left, time):
        return Duration(0, since_midnight(later) - since_midnight(earlier))
    return Duration(0, left - right)


def _later_time(start: time, span: Duration) -> Value:
    if is_calendar(span):
        raise wrong("+", "time", "duration")
    return moved_time(start, span.time)


def _later_date(start: Value, span: Duration) -> Value:
    if span.time % timedelta(days=1):
        raise wrong("+", "date", "duration")
    return span.after_date(start)


_Operation = Callable[[Value, Value], Value]

_STRICT: Mapping[tuple[str, str, str], _Operation] = {
    ("string", "+", "string"): _joined,
    ("date", "+", "duration"): _later_date,
    ("duration", "+", "date"): lambda span, start: _later_date(start, span),
    ("date", "-", "duration"): lambda start, span: _later_date(start, minus(span)),
    ("date", "-", "date"): _between,
    ("date and time", "+", "duration"): moved,
    ("duration", "+", "date and time"): lambda span, start: moved(start, span),
    ("date and time", "-", "duration"): lambda start, span: moved(start, minus(span)),
    ("date and time", "-", "date and time"): _between,
    ("time", "+", "duration"): _later_time,
    ("duration", "+", "time"): lambda span, start: _later_time(start, span),
    ("time", "-", "duration"): lambda start, span: _later_time(start, minus(span)),
    ("time", "-", "time"): _between_times,
    ("duration", "+", "duration"): _sum_of_durations,
    ("duration", "-", "duration"): lambda left, right: _sum_of_durations(left, minus(right)),
    ("duration", "*", "number"): _times,
    ("number", "*", "duration"): lambda factor, span: _times(span, factor),
    ("duration", "/", "number"): _share,
    ("duration", "/", "duration"): _ratio,
}
_STANDARD: Mapping[tuple[str, str, str], _Operation] = {
    **_STRICT,
    ("date", "+", "duration"): moved_date,
    ("duration", "+", "date"): lambda span, start: moved_date(start, span),
    ("date", "-", "duration"): lambda start, span: moved_date(start, minus(span)),
    ("date", "-", "date and time"): _between,
    ("date and time", "-", "date"): _between,
}
