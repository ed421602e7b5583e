"""What people type about working time, and the rules that one entry can break by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from service.access.entries import Problem, choice_problems, text_problems
from service.working_time.refusals import HoursUnreadable, InvalidHours
from service.working_time.weeks import read_hours

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

SCHEDULE_KINDS: Final = ("usual", "ramadan")

#: Of a day that somebody types; the days of a proposal have theirs from the package.
DAY_KINDS: Final = ("national", "collective_leave", "local")

#: Fields of the days of a schedule, Monday first.
DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

#: The first and last year that a calendar is kept for.
FIRST_YEAR: Final = 2020
LAST_YEAR: Final = 2099


@dataclass(frozen=True, slots=True)
class NewSchedule:
    """Hours of a week as people type them ("07.30-12.00, 13.00-16.00"), from a day to a day."""

    kind: str
    first: date
    last: date | None
    legal_basis: str
    monday: str = ""
    tuesday: str = ""
    wednesday: str = ""
    thursday: str = ""
    friday: str = ""
    saturday: str = ""
    sunday: str = ""

    @property
    def week(self) -> tuple[str, ...]:
        return tuple(getattr(self, day) for day in DAYS)

    def problems(self) -> Iterator[Problem]:
        """Give every rule that the entry breaks by itself."""
        yield from choice_problems("kind", self.kind, SCHEDULE_KINDS)
        yield from _year("first", self.first)
        if self.last is not None and self.last < self.first:
            yield Problem("last", "structure.ends-before-it-starts")
        elif self.last is None and self.kind == "ramadan":
            yield Problem("last", "calendar.ramadan-ends")
        worked = False
        for day, hours in zip(DAYS, self.week, strict=True):
            try:
                worked = bool(read_hours(hours)) or worked
            except (HoursUnreadable, InvalidHours) as refused:
                worked = True  # somebody meant hours; they are refused at their day
                yield Problem(day, refused.code, refused.params)
        if not worked:
            yield Problem("monday", "calendar.no-hours")
        yield from text_problems("legal_basis", self.legal_basis, 300)


@dataclass(frozen=True, slots=True)
class NewClosedDay:
    """A day off."""

    day: date
    kind: str
    name: str
    #: SKB, decree or letter
    source: str

    def problems(self) -> Iterator[Problem]:
        """Give every rule that the entry breaks by itself."""
        yield from _year("day", self.day)
        yield from choice_problems("kind", self.kind, DAY_KINDS)
        yield from text_problems("name", self.name, 200)
        yield from text_problems("source", self.source, 200)


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """By which letter something of the calendar does not hold."""

    source: str

    def problems(self) -> Iterator[Problem]:
        """Give every rule that the entry breaks by itself."""
        yield from text_problems("source", self.source, 200)


@dataclass(frozen=True, slots=True)
class YearConfirmation:
    """The SKB of the three ministers with which somebody compared a year."""

    year: int
    skb_number: str
    skb_date: date

    def problems(self) -> Iterator[Problem]:
        """Give every rule that the entry breaks by itself."""
        yield from text_problems("skb_number", self.skb_number, 200)
        if not self.year - 2 <= self.skb_date.year <= self.year:
            yield Problem("skb_date", "calendar.skb-of-another-year", {"year": str(self.year)})


def _year(name: str, day: date) -> Iterator[Problem]:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        years = {"first": str(FIRST_YEAR), "last": str(LAST_YEAR)}
        yield Problem(name, "structure.implausible-year", years)
