"""When a time is over, and how much working time lies between two instants.

Instants are aware; results are in UTC. Nothing here reads a clock.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, assert_never

from service.feel.iso8601 import Duration
from service.working_time.amounts import CalendarMonths, WorkingDays, WorkingHours, parse_amount

if TYPE_CHECKING:
    from datetime import date

    from service.working_time.amounts import Amount
    from service.working_time.calendars import Calendar


def deadline(start: datetime, time_iso: str | None, calendar: Calendar) -> datetime | None:
    """Return when the time that began at `start` is over, by *waktu baku* alone.

    No time (None) has no deadline, which is not the same as one that is over at once. Raises
    what parse_amount raises, and NoWorkingTime.

    >>> from service.working_time import default_calendar
    >>> friday = datetime(2026, 11, 20, 3, 30, tzinfo=UTC)  # 10.30 WIB
    >>> deadline(friday, "PT2H", default_calendar("Asia/Jakarta")).isoformat()
    '2026-11-20T07:00:00+00:00'
    """
    return None if time_iso is None else end_of_amount(start, parse_amount(time_iso), calendar)


def tenggat(
    arrival: datetime, time_iso: str | None, calendar: Calendar, *, strict: bool = False
) -> datetime | None:
    """Return until when a task that arrived at `arrival` is to be done; None without a time.

    That is the later of its *waktu baku* and the office's minimum, the end of the next working
    day, so that a step of two minutes is not late before anybody has seen it. `strict`: by
    *waktu baku* alone (decisions §5.1).
    """
    alone = deadline(arrival, time_iso, calendar)
    if alone is None or strict:
        return alone
    return max(alone, end_of_next_working_day(arrival, calendar))


def end_of_next_working_day(start: datetime, calendar: Calendar) -> datetime:
    """Return when work ends on the first working day after the day of `start`."""
    return end_of_amount(start, WorkingDays(1), calendar)


def end_of_day(day: date, calendar: Calendar) -> datetime:
    """Return when work ends on `day`, or on the next working day when it is none."""
    working = day if calendar.is_working_day(day) else next(calendar.working_days_after(day))
    return calendar.end_of(working)


def end_of_amount(start: datetime, amount: Amount, calendar: Calendar) -> datetime:
    """Return when `amount` counted from `start` is over. Raises NoWorkingTime."""
    _require_aware(start)
    match amount:
        case WorkingHours(span):
            return _after_working_time(start, span, calendar)
        case WorkingDays(count):
            days = calendar.working_days_after(calendar.local_day(start))
            return calendar.end_of(next(islice(days, count - 1, None)))
        case CalendarMonths(count):
            return _after_months(start, count, calendar)
        case _:
            assert_never(amount)


def working_time_between(start: datetime, end: datetime, calendar: Calendar) -> timedelta:
    """Return the working time from `start` to `end`; nothing when `end` is not later.

    Counts *waktu kerja* (Ambil to Selesai). Raises NoWorkingTime.
    """
    _require_aware(start)
    total = timedelta()
    if end <= start:
        return total
    last = calendar.local_day(end)
    day = calendar.local_day(start)
    while day <= last:
        for stretch in calendar.stretches_on(day):
            total += max(min(end, stretch.end) - max(start, stretch.start), timedelta())
        day += timedelta(days=1)
    return total


def full_working_days_between(start: datetime, end: datetime, calendar: Calendar) -> int:
    """Return how many whole working days have ended since the day of `start`.

    *Lewat tenggat 2 hari kerja* is 2 from the end of the second working day after the tenggat.
    """
    _require_aware(start)
    first, last = calendar.local_day(start), calendar.local_day(end)
    days = (first + timedelta(days=number) for number in range(1, (last - first).days + 1))
    return sum(calendar.is_working_day(day) and calendar.end_of(day) <= end for day in days)


def _after_working_time(start: datetime, span: timedelta, calendar: Calendar) -> datetime:
    left = span
    for stretch in calendar.stretches_from(start):
        begins = max(stretch.start, start)
        if begins + left <= stretch.end:
            return (begins + left).astimezone(UTC)
        left -= stretch.end - begins
    raise AssertionError  # stretches_from never ends without raising


def _after_months(start: datetime, count: int, calendar: Calendar) -> datetime:
    return end_of_day(Duration(months=count).after_date(calendar.local_day(start)), calendar)


def _require_aware(instant: datetime) -> None:
    if instant.tzinfo is None:
        message = "An instant must carry its zone."
        raise ValueError(message)
