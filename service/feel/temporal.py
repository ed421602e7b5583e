"""Dates, times and durations as FEEL's standard writes and compares them (DMN 1.5 §10.3.2.3).

Beside what `iso8601` reads: times and moments without zone, with an offset or with the name of a
zone. Years lie between 1 and 9999 and fractions end at microseconds; beyond that we stop.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from service.feel.errors import DateOutOfRange, UnsupportedValue, beyond_calendar
from service.feel.iso8601 import Duration, OutOfCalendar

if TYPE_CHECKING:
    from datetime import tzinfo

    from service.values import Value

_DATE = re.compile(r"(-?)(\d{4}|[1-9]\d{4,8})-(\d\d)-(\d\d)", re.ASCII)
_TIME = re.compile(
    r"(\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?(Z|[+-]\d\d:\d\d(?::\d\d)?|@[A-Za-z0-9_+/-]{1,50})?",
    re.ASCII,
)
_DURATION = re.compile(
    r"(?P<sign>-)?P(?:(?P<years>\d{1,9})Y)?(?:(?P<months>\d{1,9})M)?(?:(?P<days>\d{1,9})D)?"
    r"(?P<clock>T(?:(?P<hours>\d{1,9})H)?(?:(?P<minutes>\d{1,9})M)?"
    r"(?:(?P<seconds>\d{1,9})(?:\.(?P<fraction>\d*))?S)?)?",
    re.ASCII,
)
_MIDNIGHT = re.compile(r"24:00(:00(\.0+)?)?(?![\d.:])")
_FURTHEST_ZONE = timedelta(hours=14)
_LONGEST_TEXT = 100
_MICROSECOND_DIGITS = 6
#: Any year that has all days.
_LEAP_YEAR = 2000
_DAY = timedelta(days=1)
_MOST_YEARS = 999_999_999


def read_date(text: str) -> date:
    """Return the date that `text` writes. Raises DateOutOfRange."""
    match = _DATE.fullmatch(text[:_LONGEST_TEXT])
    if match is None:
        raise DateOutOfRange(text=text[:_LONGEST_TEXT])
    sign, year, month, day = match.groups()
    return date_of(int(sign + year), int(month), int(day))


def date_of(year: int, month: int, day: int) -> date:
    """Return the date of its parts. Raises DateOutOfRange."""
    try:
        date(_LEAP_YEAR, month, day)
        if 1 <= year <= date.max.year:
            return date(year, month, day)
    except ValueError:
        raise DateOutOfRange(text=f"{year}-{month}-{day}") from None
    text = f"{year}-{month:02}-{day:02}"
    raise beyond_calendar(text) if abs(year) <= _MOST_YEARS else DateOutOfRange(text=text)


def read_time(text: str) -> time:
    """Return the time of day that `text` writes. Raises DateOutOfRange."""
    match = _TIME.fullmatch(text[:_LONGEST_TEXT])
    if match is None:
        raise DateOutOfRange(text=text[:_LONGEST_TEXT])
    hour, minute, second, fraction, zone = match.groups()
    if is_midnight(text):
        hour = "00"
    try:
        whole = time(int(hour), int(minute), int(second or 0), _microseconds(fraction, text))
    except ValueError:
        raise DateOutOfRange(text=text) from None
    return whole.replace(tzinfo=_zone(zone, text))


def is_midnight(text: str) -> bool:
    """Return whether a time is written 24:00:00, the end of a day, as XML Schema allows."""
    return _MIDNIGHT.match(text) is not None


def read_moment(text: str) -> datetime:
    """Return the date and time that `text` writes; of a date, its midnight.

    Raises DateOutOfRange.
    """
    day, sign, clock = text[:_LONGEST_TEXT].partition("T")
    found = datetime.combine(read_date(day), read_time(clock) if sign else time())
    return moved(found, Duration(0, _DAY)) if is_midnight(clock) else found


def read_duration(text: str) -> Duration:
    """Return the duration that `text` writes: of years and months, or of days and time.

    Raises DateOutOfRange.
    """
    match = _DURATION.fullmatch(text[:_LONGEST_TEXT])
    if match is None:
        raise DateOutOfRange(text=text[:_LONGEST_TEXT])
    parts = {name: int(match[name] or 0) for name in match.groupdict() if name[-1] == "s"}
    given = {name for name in parts if match[name] is not None}
    calendar = bool(given & {"years", "months"})
    if not given or match["clock"] == "T" or (calendar and given - {"years", "months"}):
        raise DateOutOfRange(text=text)
    sign = -1 if match["sign"] else 1
    if calendar:
        return Duration(sign * (12 * parts["years"] + parts["months"]), calendar=True)
    del parts["years"], parts["months"]
    try:
        span = timedelta(**parts, microseconds=_microseconds(match["fraction"], text))
    except OverflowError:
        raise beyond_calendar(text) from None
    return Duration(0, sign * span)


def read_literal(text: str) -> Value:
    """Return the value of @"…" (DMN 1.5 §10.3.1.2 rule 65). Raises DateOutOfRange."""
    if text.startswith(("P", "-P")):
        return read_duration(text)
    if "T" in text:
        return read_moment(text)
    return read_time(text) if ":" in text else read_date(text)


def _microseconds(fraction: str | None, text: str) -> int:
    digits = (fraction or "").rstrip("0")
    if len(digits) > _MICROSECOND_DIGITS:
        raise beyond_calendar(text)
    return int(digits.ljust(_MICROSECOND_DIGITS, "0"))


def _zone(zone: str | None, text: str) -> tzinfo | None:
    if zone is None:
        return None
    if zone.startswith("@"):
        return named_zone(zone[1:])
    if zone == "Z":
        return UTC
    parts = [int(part) for part in zone[1:].split(":")]
    span = timedelta(**dict(zip(("hours", "minutes", "seconds"), parts, strict=False)))
    return offset_zone(-span if zone[0] == "-" else span, text)


def offset_zone(offset: timedelta, text: str) -> tzinfo:
    """Return the zone so far from Greenwich. Raises DateOutOfRange."""
    if abs(offset) > _FURTHEST_ZONE:
        raise DateOutOfRange(text=text)
    return timezone(offset) if offset else UTC


@lru_cache(maxsize=64)
def named_zone(name: str) -> tzinfo:
    """Return the IANA zone of this name. Raises DateOutOfRange."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise DateOutOfRange(text=name) from None


def zone_name(value: time | datetime) -> str | None:
    """Return the name of a value's zone; None when it has none, or an offset only."""
    return value.tzinfo.key if isinstance(value.tzinfo, ZoneInfo) else None


def text_of(value: date | time | Duration) -> str:
    """Return a date, time, date and time or duration as `string()` writes it."""
    if isinstance(value, time | datetime):
        local = value.replace(tzinfo=None).isoformat()
        whole, dot, fraction = local.partition(".")
        return whole + (dot + fraction).rstrip("0") + _zone_text(value)
    return str(value)


def _zone_text(value: time | datetime) -> str:
    name = zone_name(value)
    if name is not None:
        return f"@{name}"
    offset = value.utcoffset()
    if offset is None:
        return ""
    return "Z" if not offset else str(timezone(offset)).removeprefix("UTC")


def comparable(left: Value, right: Value, *, whole_seconds: bool = False) -> tuple[Value, Value]:
    """Return what compares two times, or two dates and times.

    §10.3.2.3.4 and .5 count both in whole seconds; Alur's own FEEL is exact. A value with a zone
    has no order to one without. Raises UnsupportedValue.
    """
    if (left.tzinfo is None) != (right.tzinfo is None):
        kind = "time" if isinstance(left, time) else "date and time"
        raise UnsupportedValue(kind=f"{kind} without zone")
    if whole_seconds:
        left, right = left.replace(microsecond=0), right.replace(microsecond=0)
    if isinstance(left, datetime) or left.tzinfo is None:
        return left, right
    return _since_midnight_in_utc(left, right), _since_midnight_in_utc(right, left)


def _since_midnight_in_utc(value: time, other: time) -> timedelta:
    offset = value.utcoffset()
    if offset is None:
        # Which offset a named zone has depends on the date.
        if zone_name(value) != zone_name(other):
            raise UnsupportedValue(kind="time of a named zone")
        offset = timedelta()
    return since_midnight(value) - offset


def since_midnight(value: time) -> timedelta:
    """Return how long after midnight a time of day is."""
    return timedelta(
        hours=value.hour,
        minutes=value.minute,
        seconds=value.second,
        microseconds=value.microsecond,
    )


def moved(start: datetime, span: Duration) -> datetime:
    """Return `start` + `span` in the zone of `start`. Raises DateOutOfRange."""
    try:
        if span.months:
            start = datetime.combine(
                replace(span, time=timedelta()).after_date(start.date()), start.timetz()
            )
        if not span.time or start.tzinfo is None:
            return start + span.time
        return (start.astimezone(UTC) + span.time).astimezone(start.tzinfo)
    except (OutOfCalendar, OverflowError, ValueError):
        raise beyond_calendar(f"{start} + {span}") from None


def moved_date(start: date, span: Duration) -> date:
    """Return the date `span` after midnight of `start`. Raises DateOutOfRange."""
    return moved(datetime.combine(start, time()), span).date()


def moved_time(start: time, span: timedelta) -> time:
    """Return the time of day `span` after `start`, around midnight if need be."""
    around = datetime.combine(date(_LEAP_YEAR, 1, 1), start.replace(tzinfo=None)) + span % _DAY
    return around.time().replace(tzinfo=start.tzinfo)
