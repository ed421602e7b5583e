"""ISO 8601 as modellers write it in a diagram: P3D, PT5M, R3/PT10M, 2026-11-23T07:30:00+07:00.

Only the extended forms that a person can check by eye are read; week dates, ordinal dates,
two-digit anything and fractions of a day are refused with a sentence instead of guessed. Nothing
here reads a clock.

Why no library: `service/docs/decisions/0003-feel.md`.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from service.errors import Rejected

if TYPE_CHECKING:
    from datetime import tzinfo

#: Longer texts are refused unread.
_LONGEST_TEXT = 100
#: Nothing that an office waits for is longer; keeps all sums inside the calendar of `datetime`.
_MOST_MONTHS = 12 * 1000
_LONGEST_TIME = timedelta(days=366 * 1000)
#: A cycle that is to repeat more often than this is written without a number.
_MOST_REPETITIONS = 1_000_000

_PARTS = re.compile(
    r"(?P<sign>-)?P(?:(?P<years>\d{1,6})Y)?(?:(?P<months>\d{1,6})M)?"
    r"(?:(?P<weeks>\d{1,6})W)?(?:(?P<days>\d{1,6})D)?"
    r"(?P<clock>T(?:(?P<hours>\d{1,9})H)?(?:(?P<minutes>\d{1,9})M)?"
    r"(?:(?P<seconds>\d{1,9})(?:[.,](?P<fraction>\d{1,6}))?S)?)?",
    re.ASCII,
)
_INSTANT = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?P<zone>Z|[+-]\d\d:\d\d)?", re.ASCII
)
#: XSD, on which FEEL's date and time rests, has no zone further from Greenwich.
_FURTHEST_ZONE = timedelta(hours=14)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_TIME = re.compile(r"\d\d:\d\d(?::\d\d)?", re.ASCII)
_REPETITION = re.compile(r"R(?P<count>\d{0,7})/(?:(?P<start>[^/P]+)/)?(?P<every>P[^/]*)", re.ASCII)


class NotADuration(Rejected):
    """The text is no ISO 8601 duration."""

    code = "iso8601.not-a-duration"


class NotAnInstant(Rejected):
    """The text is no ISO 8601 date with time."""

    code = "iso8601.not-an-instant"


class NotADate(Rejected):
    """The text is no ISO 8601 calendar date."""

    code = "iso8601.not-a-date"


class NotATime(Rejected):
    """The text is no ISO 8601 time of day."""

    code = "iso8601.not-a-time"


class ZoneMissing(Rejected):
    """A moment without its zone means a different moment in each office."""

    code = "iso8601.zone-missing"


class NotARepetition(Rejected):
    """The text is no ISO 8601 repeating interval."""

    code = "iso8601.not-a-repetition"


class PeriodNotPositive(Rejected):
    """What repeats must take some time."""

    code = "iso8601.period-not-positive"


class OutOfCalendar(Rejected):
    """The sum lies outside the years 1 to 9999, or the duration is longer than 1,000 years."""

    code = "iso8601.out-of-calendar"


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a duration as they were written, for those who count days their own way."""

    years: int = 0
    months: int = 0
    weeks: int = 0
    days: int = 0
    hours: int = 0
    minutes: int = 0
    seconds: int = 0
    microseconds: int = 0
    negative: bool = False


@dataclass(frozen=True, slots=True)
class Duration:
    """Calendar months and a time beside them; both have the same sign.

    FEEL knows durations of months and durations of time, never mixed (DMN 1.5 §10.3.2.3.6); a
    timer may mix them (P1M2D). A day is 24 hours, as FEEL has it: no Indonesian zone moves its
    clock.
    """

    months: int = 0
    time: timedelta = timedelta()
    #: Written in years and months: of a duration of zero only this says of which kind it is.
    calendar: bool = field(default=False, compare=False)

    @property
    def is_positive(self) -> bool:
        return self.months > 0 or self.time > timedelta()

    def at_least(self) -> timedelta:
        """Return the shortest time that this can take: a month has 28 days or more."""
        return timedelta(days=28 * self.months) + self.time

    def times(self, count: int) -> Duration:
        """Return the duration `count` times over. Raises OutOfCalendar."""
        try:
            return duration(self.months * count, self.time * count)
        except OverflowError:
            raise OutOfCalendar(text=self) from None

    def after(self, start: datetime, zone: tzinfo = UTC) -> datetime:
        """Return when this much time has passed since `start`, an aware instant, in UTC.

        Months are counted on the calendar of `zone`; a day that the month lacks becomes its
        last one (31 January + 1 month = 28 or 29 February). Raises OutOfCalendar.
        """
        try:
            local = start.astimezone(zone)
            moved = local if self.months == 0 else _plus_months(local, self.months)
            return moved.astimezone(UTC) + self.time
        except (OverflowError, ValueError):
            raise OutOfCalendar(text=self) from None

    def after_date(self, start: date) -> date:
        """Return the date this far from `start`; parts of a day are dropped.

        Raises OutOfCalendar.
        """
        try:
            moved = start if self.months == 0 else _date_plus_months(start, self.months)
            return moved + timedelta(days=self.time // timedelta(days=1))
        except (OverflowError, ValueError):
            raise OutOfCalendar(text=self) from None

    def __str__(self) -> str:
        """Return the duration in ISO 8601: P1Y2M3DT4H5M6.5S."""
        negative = self.months < 0 or self.time < timedelta()
        years, months = divmod(abs(self.months), 12)
        span = abs(self.time)
        minutes, seconds = divmod(span.seconds, 60)
        hours, minutes = divmod(minutes, 60)
        date_part = _written((years, "Y"), (months, "M"), (span.days, "D"))
        fraction = f".{span.microseconds:06d}".rstrip("0") if span.microseconds else ""
        seconds_text = f"{seconds}{fraction}S" if seconds or fraction else ""
        clock = _written((hours, "H"), (minutes, "M")) + seconds_text
        text = date_part + ("T" + clock if clock else "")
        return ("-" if negative else "") + "P" + (text or ("0M" if self.calendar else "T0S"))


def _written(*parts: tuple[int, str]) -> str:
    return "".join(f"{count}{letter}" for count, letter in parts if count)


def duration(months: int, time_: timedelta) -> Duration:
    """Return the duration of both. Raises OutOfCalendar beyond 1,000 years."""
    if abs(months) > _MOST_MONTHS or abs(time_) > _LONGEST_TIME:
        raise OutOfCalendar(text=f"{months} M, {time_}")
    return Duration(months, time_)


@dataclass(frozen=True, slots=True)
class Repetition:
    """A repeating interval: `count` times (None: without end), one `every` apart."""

    count: int | None
    #: aware; None: counted from when the timer is armed
    start: datetime | None
    every: Duration

    def due(self, armed: datetime, number: int, zone: tzinfo = UTC) -> datetime | None:
        """Return when the `number`-th firing (from 1) is due, or None after the last one.

        Always counted from the first: repeated months never drift away from the day on which
        they began. With a written start the first firing is at the start itself, else one
        period after `armed`. Raises OutOfCalendar.
        """
        if self.count is not None and number > self.count:
            return None
        if self.start is None:
            return self.every.times(number).after(armed, zone)
        return self.every.times(number - 1).after(self.start, zone)


def parse_parts(text: str) -> Parts:
    """Return the parts of the duration `text` as written. Raises NotADuration."""
    match = _PARTS.fullmatch(text) if len(text) <= _LONGEST_TEXT else None
    if match is None:
        raise NotADuration(text=_shown(text))
    numbers = {
        name: int(match[name])
        for name in ("years", "months", "weeks", "days", "hours", "minutes", "seconds")
        if match[name] is not None
    }
    if not numbers or match["clock"] == "T":
        raise NotADuration(text=_shown(text))
    fraction = int((match["fraction"] or "").ljust(6, "0")) if match["fraction"] else 0
    return Parts(**numbers, microseconds=fraction, negative=match["sign"] is not None)


def parse_duration(text: str) -> Duration:
    """Return the duration that `text` writes: P3D, PT5M, P1Y2M, P2W, P1M2DT3H, -P1D.

    Raises NotADuration, and OutOfCalendar beyond 1,000 years.
    """
    parts = parse_parts(text)
    try:
        span = timedelta(
            weeks=parts.weeks,
            days=parts.days,
            hours=parts.hours,
            minutes=parts.minutes,
            seconds=parts.seconds,
            microseconds=parts.microseconds,
        )
    except OverflowError:
        raise OutOfCalendar(text=_shown(text)) from None
    months = 12 * parts.years + parts.months
    sign = -1 if parts.negative else 1
    whole = duration(sign * months, sign * span)
    months_only = text.endswith(("Y", "M")) and "T" not in text
    return replace(whole, calendar=True) if months_only else whole


def parse_instant(text: str) -> datetime:
    """Return the moment that `text` writes, in UTC: 2026-11-23T07:30:00+07:00, …T00:30:00Z.

    Raises ZoneMissing for a moment or a date without zone, NotAnInstant for anything else.
    """
    match = _INSTANT.fullmatch(text) if len(text) <= _LONGEST_TEXT else None
    if match is None:
        if _DATE.fullmatch(text):
            raise ZoneMissing(text=text)
        raise NotAnInstant(text=_shown(text))
    try:
        instant = datetime.fromisoformat(text)
        if match["zone"] is None:
            raise ZoneMissing(text=text)
        if abs(instant.utcoffset() or timedelta()) <= _FURTHEST_ZONE:
            return instant.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise NotAnInstant(text=_shown(text))


def parse_date(text: str) -> date:
    """Return the calendar date that `text` writes, 2026-11-23. Raises NotADate."""
    try:
        if _DATE.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise NotADate(text=_shown(text))


def parse_time(text: str) -> time:
    """Return the time of day that `text` writes, 07:30 or 07:30:00. Raises NotATime."""
    try:
        if _TIME.fullmatch(text):
            return time.fromisoformat(text)
    except ValueError:
        pass
    raise NotATime(text=_shown(text))


def parse_repetition(text: str) -> Repetition:
    """Return the repeating interval: R3/PT10M, R/P1D, R3/2026-11-23T00:30:00Z/PT10M.

    Raises NotARepetition, PeriodNotPositive, and what the duration and the start raise.
    """
    match = _REPETITION.fullmatch(text) if len(text) <= _LONGEST_TEXT else None
    if match is None:
        raise NotARepetition(text=_shown(text))
    count = int(match["count"]) if match["count"] else None
    if count is not None and not 1 <= count <= _MOST_REPETITIONS:
        raise NotARepetition(text=text)
    every = parse_duration(match["every"])
    if not every.is_positive:
        raise PeriodNotPositive(text=text)
    start = None if match["start"] is None else parse_instant(match["start"])
    return Repetition(count, start, every)


def _plus_months(start: datetime, months: int) -> datetime:
    day = _date_plus_months(start.date(), months)
    return start.replace(year=day.year, month=day.month, day=day.day)


def _date_plus_months(start: date, months: int) -> date:
    year, month0 = divmod(start.year * 12 + start.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        raise OverflowError
    last = monthrange(year, month0 + 1)[1]
    return date(year, month0 + 1, min(start.day, last))


def _shown(text: str) -> str:
    """Return so much of a foreign text as belongs into a sentence."""
    return text if len(text) <= _LONGEST_TEXT else text[:_LONGEST_TEXT] + "…"
