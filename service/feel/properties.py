"""What follows a ".": entries of contexts, and properties of other values (DMN 1.5 table 66)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from service.feel.errors import FeelError, UnknownEntry, ValueTooLarge, WrongType
from service.feel.iso8601 import Duration
from service.feel.kinds import DEEPEST_VALUE, kind_of, whole_if_possible
from service.feel.temporal import zone_name
from service.feel.values import is_calendar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from service.feel.budget import Budget
    from service.values import Value

_MICROSECONDS = 1_000_000


def _offset(value: time | datetime) -> Value:
    offset = value.utcoffset()
    return None if offset is None else Duration(0, offset)


def _second(value: time | datetime) -> Value:
    return value.second + whole_if_possible(Decimal(value.microsecond) / _MICROSECONDS)


_DATE: Mapping[str, Callable[[Value], Value]] = {
    "year": lambda value: value.year,
    "month": lambda value: value.month,
    "day": lambda value: value.day,
    "weekday": date.isoweekday,
}
_TIME: Mapping[str, Callable[[Value], Value]] = {
    "hour": lambda value: value.hour,
    "minute": lambda value: value.minute,
    "second": _second,
    "time offset": _offset,
    "timezone": zone_name,
}
_RANGE: Mapping[str, Callable[[Value], Value]] = {
    "start": lambda value: value.start,
    "end": lambda value: value.end,
    "start included": lambda value: value.start_included,
    "end included": lambda value: value.end_included,
}


def _months(part: Callable[[int], int]) -> Callable[[Value], Value]:
    def take(span: Duration) -> Value:
        return part(abs(span.months)) * (-1 if span.months < 0 else 1)

    return take


def _time(part: Callable[[timedelta], Value]) -> Callable[[Value], Value]:
    def take(span: Duration) -> Value:
        return part(abs(span.time)) * (-1 if span.time < timedelta() else 1)

    return take


_CALENDAR: Mapping[str, Callable[[Value], Value]] = {
    "years": _months(lambda months: months // 12),
    "months": _months(lambda months: months % 12),
}
_SPAN: Mapping[str, Callable[[Value], Value]] = {
    "days": _time(lambda span: span.days),
    "hours": _time(lambda span: span.seconds // 3600),
    "minutes": _time(lambda span: span.seconds // 60 % 60),
    "seconds": _time(
        lambda span: (
            span.seconds % 60 + whole_if_possible(Decimal(span.microseconds) / _MICROSECONDS)
        )
    ),
}


def entry_of(value: Value, entry: str, budget: Budget, depth: int = DEEPEST_VALUE) -> Value:
    """Return what `value.entry` is; null of null, and of a list the list of its items' entries.

    Which hour or day an instant lies on depends on a zone: only the standard, which keeps zones,
    answers that. Raises UnknownEntry, WrongType.
    """
    kind = kind_of(value)
    match kind:
        case "null":
            return None
        case "context":
            if entry in value:
                return value[entry]
            raise UnknownEntry(name=entry)
        case "list":
            return _entries_of(value, entry, budget, depth)
    take = _taker(value, kind, entry)
    if take is None or (kind == "date and time" and not budget.standard):
        raise WrongType(operation=f".{entry}", kinds=kind)
    return take(value)


def _entries_of(items: Sequence[Value], entry: str, budget: Budget, depth: int) -> Value:
    if depth == 0:
        raise ValueTooLarge(limit=DEEPEST_VALUE)
    budget.spend(len(items))
    found = []
    for item in items:
        try:
            found.append(entry_of(item, entry, budget, depth - 1))
        except FeelError as problem:
            # Where faults are null, each item's is.
            if problem.stops or not budget.standard:
                raise
            found.append(None)
    return found


def _taker(value: Value, kind: str, entry: str) -> Callable[[Value], Value] | None:
    match kind:
        case "date":
            return _DATE.get(entry)
        case "time":
            return _TIME.get(entry)
        case "date and time":
            return _DATE.get(entry) or _TIME.get(entry)
        case "duration":
            return (_CALENDAR if is_calendar(value) else _SPAN).get(entry)
        case "range":
            return _RANGE.get(entry)
        case _:
            return None
