"""Functions that make and take apart dates, times and durations (DMN 1.5 §10.3.4.1 and .7).

In Alur's own FEEL a moment is an instant in UTC and a time of day has no zone; what the standard
has beside that, local moments and zones, exists where the evaluation follows it.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from service.errors import Rejected
from service.feel import iso8601, temporal
from service.feel.errors import DateOutOfRange, NoClock, UnsupportedValue, WrongType
from service.feel.functions.signature import function
from service.feel.iso8601 import Duration
from service.feel.kinds import kind_of
from service.feel.values import is_calendar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import tzinfo

    from service.feel.budget import Budget
    from service.feel.functions.signature import BuiltIn
    from service.values import Value

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_MOMENT_PARTS = 6


def _parsed(parse: Callable[[str], Value], text: str) -> Value:
    try:
        return parse(text)
    except Rejected:
        raise DateOutOfRange(text=text[:100]) from None


def _from_text(
    strict: Callable[[str], Value], standard: Callable[[str], Value]
) -> Callable[[str, Budget], Value]:
    def read(text: str, budget: Budget) -> Value:
        return standard(text) if budget.standard else _parsed(strict, text)

    return read


_read_date = _from_text(iso8601.parse_date, temporal.read_date)
_read_time = _from_text(iso8601.parse_time, temporal.read_time)
_read_moment = _from_text(iso8601.parse_instant, temporal.read_moment)
_read_duration = _from_text(iso8601.parse_duration, temporal.read_duration)


def _date(values: Sequence[Value], budget: Budget) -> Value:
    (source,) = values
    return _read_date(source, budget) if isinstance(source, str) else _day("date", source, budget)


def _day(name: str, value: date, budget: Budget) -> date:
    """Return the date of a date or moment; which one an instant lies on depends on a zone."""
    if not isinstance(value, datetime):
        return value
    if not budget.standard:
        raise WrongType(operation=name, kinds="date and time")
    return value.date()


def _whole(name: str, number: Value) -> int:
    if number != int(number):
        raise DateOutOfRange(text=f"{name}({number})")
    return int(number)


def _date_of_parts(values: Sequence[Value], _: Budget) -> Value:
    return temporal.date_of(*(_whole("date", number) for number in values))


def _time(values: Sequence[Value], budget: Budget) -> Value:
    (source,) = values
    if isinstance(source, str):
        return _read_time(source, budget)
    if isinstance(source, time):
        return source
    if not budget.standard:
        raise WrongType(operation="time", kinds=kind_of(source))
    return source.timetz() if isinstance(source, datetime) else time(tzinfo=UTC)


def _time_of_parts(values: Sequence[Value], budget: Budget) -> Value:
    hour, minute, second, offset = (*values, None)[:4]
    seconds = temporal.read_duration(f"PT{second:f}S").time if second >= 0 else -timedelta(1)
    text = f"time({', '.join(map(str, values))})"
    if not timedelta() <= seconds < timedelta(minutes=1):
        raise DateOutOfRange(text=text)
    try:
        whole = time(_whole("time", hour), _whole("time", minute))
    except ValueError:
        raise DateOutOfRange(text=text) from None
    made = temporal.moved_time(whole, seconds)
    if offset is None:
        return made
    if not budget.standard:
        raise UnsupportedValue(kind="time with zone")
    return made.replace(tzinfo=_zone(offset))


def _moment(values: Sequence[Value], budget: Budget) -> Value:
    (source,) = values
    if isinstance(source, str):
        return _read_moment(source, budget)
    return source if isinstance(source, datetime) else _with_zone(source, time(), budget)


def _moment_of_both(values: Sequence[Value], budget: Budget) -> Value:
    day, clock = values
    return _with_zone(_day("date and time", day, budget), clock, budget)


def _with_zone(day: date, clock: time, budget: Budget) -> datetime:
    if clock.tzinfo is None and not budget.standard:
        raise UnsupportedValue(kind="date and time without zone")
    return datetime.combine(day, clock)


def _moment_of_parts(values: Sequence[Value], budget: Budget) -> Value:
    day = _date_of_parts(values[:3], budget)
    clock = _time_of_parts(values[3:_MOMENT_PARTS], budget)
    zone = values[_MOMENT_PARTS] if len(values) > _MOMENT_PARTS else None
    if zone is None:
        return _with_zone(day, clock, budget)
    made = datetime.combine(day, clock, _zone(zone))
    return made if budget.standard else made.astimezone(UTC)


def _zone(zone: str | Duration) -> tzinfo:
    """Return the zone of this name, or so far from Greenwich."""
    if isinstance(zone, str):
        return temporal.named_zone(zone)
    if is_calendar(zone):
        raise DateOutOfRange(text=str(zone))
    return temporal.offset_zone(zone.time, str(zone))


def _duration(values: Sequence[Value], budget: Budget) -> Value:
    (source,) = values
    return _read_duration(source, budget) if isinstance(source, str) else source


def _months_between(values: Sequence[Value], budget: Budget) -> Value:
    start, end = (_day("years and months duration", value, budget) for value in values)
    months = 12 * (end.year - start.year) + end.month - start.month
    if months > 0 and end.day < start.day:
        months -= 1
    elif months < 0 and end.day > start.day:
        months += 1
    return Duration(months, calendar=True)


def _now(_: Sequence[Value], budget: Budget) -> Value:
    if budget.now is None:
        raise NoClock
    return budget.now


def _today(values: Sequence[Value], budget: Budget) -> Value:
    return _now(values, budget).date()


def _part(name: str, take: Callable[[date], Value]) -> BuiltIn:
    def body(values: Sequence[Value], budget: Budget) -> Value:
        return take(_day(name, values[0], budget))

    return function(name, ("date: date|date and time", body))


_MOMENT_OF_PARTS = (
    "year: number, month: number, day: number, hour: number, minute: number, second: number"
)

FUNCTIONS = (
    function(
        "date",
        ("from: string|date|date and time", _date),
        ("year: number, month: number, day: number", _date_of_parts),
        is_literal=True,
    ),
    function(
        "time",
        ("from: string|time|date and time|date", _time),
        ("hour: number, minute: number, second: number, offset?: duration|null", _time_of_parts),
        is_literal=True,
    ),
    function(
        "date and time",
        ("from: string|date|date and time", _moment),
        ("date: date|date and time, time: time", _moment_of_both),
        (f"{_MOMENT_OF_PARTS}, offset?: duration|null", _moment_of_parts),
        (f"{_MOMENT_OF_PARTS}, timezone: string", _moment_of_parts),
        is_literal=True,
    ),
    function("duration", ("from: string|duration", _duration), is_literal=True),
    function(
        "years and months duration",
        ("from: date|date and time, to: date|date and time", _months_between),
    ),
    _part("day of year", lambda day: day.timetuple().tm_yday),
    _part("day of week", lambda day: _DAYS[day.weekday()]),
    _part("month of year", lambda day: _MONTHS[day.month - 1]),
    _part("week of year", lambda day: day.isocalendar().week),
)

#: They exist only where somebody gives the moment.
CLOCK = (function("now", ("", _now)), function("today", ("", _today)))
