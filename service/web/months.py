"""A year as twelve tables: which days are worked, which are off, and why."""

from __future__ import annotations

from calendar import Calendar as Weeks
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from service.sentences.words import DAYS, MONTHS, written_date
from service.web.labels import CLOSED_DAYS
from service.working_time.proposals import ESTIMATED

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from service.working_time import Calendar, ClosedDay, KeptSchedule

#: Monday first, as the week of an office begins.
_WEEKS: Final = Weeks(firstweekday=0)

Kind = Literal["worked", "weekend", "closed", "ramadan"]


@dataclass(frozen=True, slots=True)
class DayCell:
    number: int
    kind: Kind
    #: what a reader of screens hears beside the number; "" where nothing is to be said
    said: str
    today: bool


@dataclass(frozen=True, slots=True)
class Month:
    name: str
    #: weeks of seven cells; None: a day of another month
    weeks: tuple[tuple[DayCell | None, ...], ...]
    #: working days of the month
    worked: int


def months_of(
    year: int,
    calendar: Calendar,
    closed: Sequence[ClosedDay],
    schedules: Sequence[KeptSchedule],
    today: date,
) -> tuple[Month, ...]:
    """Return the months of a year by the calendar of an office or of the pemda."""
    reasons: dict[date, str] = {}
    for one in closed:
        said = f"{CLOSED_DAYS[one.kind]}: {one.name}"
        reasons[one.day] = "; ".join(filter(None, (reasons.get(one.day), said)))
    ramadan = [it.schedule for it in schedules if it.kind == "ramadan"]

    def cell(day: date) -> DayCell:
        kind: Kind = "worked" if calendar.is_working_day(day) else "weekend"
        if day in reasons:
            kind = "closed"
        elif kind == "worked" and any(it.holds_on(day) for it in ramadan):
            kind = "ramadan"
        said = {"closed": reasons.get(day, ""), "ramadan": "jam Ramadan"}.get(kind, "")
        return DayCell(day.day, kind, said, today=day == today)

    return tuple(_month(year, number, calendar, cell) for number in range(1, 13))


def _month(year: int, number: int, calendar: Calendar, cell: Callable[[date], DayCell]) -> Month:
    weeks = tuple(
        tuple(cell(day) if day.month == number else None for day in week)
        for week in _WEEKS.monthdatescalendar(year, number)
    )
    days = (day for day in _WEEKS.itermonthdates(year, number) if day.month == number)
    return Month(MONTHS[number - 1], weeks, sum(calendar.is_working_day(day) for day in days))


@dataclass(frozen=True, slots=True)
class DayLine:
    """A day off with what somebody who compares it with the SKB should look at."""

    day: ClosedDay
    written: str
    doubts: tuple[str, ...]


def day_lines(closed: Sequence[ClosedDay]) -> tuple[DayLine, ...]:
    """Return the days off with their weekday and what is doubtful about each."""
    names: dict[str, int] = {}
    for one in closed:
        names[one.name] = names.get(one.name, 0) + 1
    return tuple(_line(one, names) for one in closed)


def _line(one: ClosedDay, names: Mapping[str, int]) -> DayLine:
    doubts = []
    if ESTIMATED in one.name:
        doubts.append("tanggal masih perkiraan")
    if names[one.name] > 1 and one.kind == "national":
        doubts.append("nama ini muncul lebih dari sekali")
    return DayLine(one, f"{DAYS[one.day.weekday()]}, {written_date(one.day)}", tuple(doubts))
