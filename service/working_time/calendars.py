"""When an office works: hours of the week, from when to when they hold, and closed days.

A calendar is a value. Holidays and the hours of Ramadan come into it as `closed` days and as a
later `Schedule` with a first and a last day; nothing that reads a calendar changes by that.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from service.working_time.refusals import InvalidHours, NoWorkingTime, UnknownZone

if TYPE_CHECKING:
    from collections.abc import Iterator

#: A calendar that is closed for longer than this is a mistake, not a holiday.
_LONGEST_CLOSURE = timedelta(days=400)
_DAYS_OF_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class Hours:
    """One stretch of work within a day, local wall time."""

    start: time
    end: time


@dataclass(frozen=True, slots=True)
class Stretch:
    """One stretch of work on one day, in UTC."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Schedule:
    """The hours of a week and the days on which they hold."""

    #: Monday first; an empty tuple is a day off. Raises InvalidHours when made wrong.
    week: tuple[tuple[Hours, ...], ...]
    #: the rule that it comes from, shown beside every tenggat that is explained
    legal_basis: str
    first: date = date.min
    last: date = date.max

    def __post_init__(self) -> None:
        if len(self.week) != _DAYS_OF_A_WEEK or self.last < self.first:
            raise InvalidHours(hours="")
        for day in self.week:
            bounds = [bound for hours in day for bound in (hours.start, hours.end)]
            if bounds != sorted(set(bounds)):
                raise InvalidHours(hours=", ".join(f"{it.start}-{it.end}" for it in day))

    def holds_on(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Calendar:
    """The working time of one office."""

    zone: ZoneInfo
    #: of two that hold on a day the later one in this tuple counts
    schedules: tuple[Schedule, ...]
    #: national holidays, cuti bersama and local days off
    closed: frozenset[date] = frozenset()

    def hours_on(self, day: date) -> tuple[Hours, ...]:
        """Return the hours worked on `day`, in order; none on a day off."""
        if day in self.closed:
            return ()
        for schedule in self._latest_first:
            if schedule.holds_on(day):
                return schedule.week[day.weekday()]
        return ()

    def is_working_day(self, day: date) -> bool:
        return bool(self.hours_on(day))

    def local_day(self, instant: datetime) -> date:
        """Return the day that `instant` is in the office's zone."""
        return instant.astimezone(self.zone).date()

    def stretches_on(self, day: date) -> tuple[Stretch, ...]:
        return tuple(
            Stretch(self._instant(day, hours.start), self._instant(day, hours.end))
            for hours in self.hours_on(day)
        )

    def stretches_from(self, instant: datetime) -> Iterator[Stretch]:
        """Yield every stretch that ends after `instant`, in order, without end.

        Raises NoWorkingTime when none comes for more than a year.
        """
        today = self.local_day(instant)
        if self.is_working_day(today):
            yield from (it for it in self.stretches_on(today) if it.end > instant)
        for day in self.working_days_after(today):
            yield from self.stretches_on(day)

    def working_days_after(self, day: date) -> Iterator[date]:
        """Yield the working days after `day`, in order, without end.

        Raises NoWorkingTime when none comes for more than a year.
        """
        worked = day
        while True:
            try:
                day += timedelta(days=1)
            except OverflowError:
                raise NoWorkingTime(day=worked) from None
            if self.is_working_day(day):
                worked = day
                yield day
            elif day - worked > _LONGEST_CLOSURE:
                raise NoWorkingTime(day=worked)

    def end_of(self, day: date) -> datetime:
        """Return when work ends on the working day `day`."""
        return self.stretches_on(day)[-1].end

    def _instant(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, tzinfo=self.zone).astimezone(UTC)

    @cached_property
    def _latest_first(self) -> tuple[Schedule, ...]:
        return tuple(reversed(self.schedules))


def _monday_to_friday(
    most_days: tuple[Hours, ...], friday: tuple[Hours, ...]
) -> tuple[tuple[Hours, ...], ...]:
    return (most_days, most_days, most_days, most_days, friday, (), ())


#: Perpres 21/2023: 37 hours 30 minutes in five days from 07.30, break 60 minutes, 90 on Friday.
#: Where the breaks lie is each office's own decision; these are the usual ones.
DEFAULT_SCHEDULE = Schedule(
    week=_monday_to_friday(
        (Hours(time(7, 30), time(12)), Hours(time(13), time(16))),
        (Hours(time(7, 30), time(11, 30)), Hours(time(13), time(16, 30))),
    ),
    legal_basis="Perpres 21/2023",
)

#: Perpres 21/2023 in Ramadan: 32 hours 30 minutes from 08.00, break 30 minutes, 60 on Friday. From
#: when to when it is Ramadan is decided each year; nothing computes it.
RAMADAN_WEEK = _monday_to_friday(
    (Hours(time(8), time(12)), Hours(time(12, 30), time(15))),
    (Hours(time(8), time(11, 30)), Hours(time(12, 30), time(15, 30))),
)


def default_calendar(zone: str) -> Calendar:
    """Return the default hours in `zone` (an IANA name), without holidays.

    Raises UnknownZone.
    """
    try:
        return Calendar(ZoneInfo(zone), (DEFAULT_SCHEDULE,))
    except (OSError, ValueError, KeyError):
        raise UnknownZone(zone=zone[:60]) from None
