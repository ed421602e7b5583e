"""What can happen to the working calendar of a pemda and of its offices.

These events stand in the stream of the structure. Each is one act of a person with an id of its
own (`change_id`), which tells calendars apart: whoever kept a calendar in memory knows by it
whether it still holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from service.events import Event

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

#: What a schedule is for: the hours of Ramadan take the place of the usual ones.
ScheduleKind = Literal["usual", "ramadan"]

#: libur nasional, cuti bersama, hari libur daerah
DayKind = Literal["national", "collective_leave", "local"]


@dataclass(frozen=True, slots=True)
class DayProposed:
    """A day off as the package `holidays` has it."""

    day_id: UUID
    day: date
    day_kind: DayKind
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarChanged(Event):
    """Base of all events of the calendar."""

    change_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleAdded(CalendarChanged):
    """Hours of a week that hold from a day to a day; an office's own count before the pemda's."""

    schedule_id: UUID
    #: None: for the whole pemda
    office_id: UUID | None
    schedule_kind: ScheduleKind
    first: date
    #: the last day, inclusive; None: until further notice
    last: date | None
    #: Monday first, each day as "07:30-12:00 13:00-16:00"; "" is a day off
    week: tuple[str, ...]
    legal_basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleEnded(CalendarChanged):
    schedule_id: UUID
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleWithdrawn(CalendarChanged):
    """It never held: it was entered by mistake, or another rule took its place."""

    schedule_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class HolidaysProposed(CalendarChanged):
    """Days off of a year were taken over as they are thought to be; nobody confirmed them yet."""

    year: int
    #: name and release of the package
    source: str
    days: tuple[DayProposed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedDayAdded(CalendarChanged):
    day_id: UUID
    #: None: for the whole pemda
    office_id: UUID | None
    day: date
    day_kind: DayKind
    name: str
    #: number of the SKB, the decree or the letter
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedDayWithdrawn(CalendarChanged):
    day_id: UUID
    #: number of the letter by which the day is worked after all
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarYearConfirmed(CalendarChanged):
    """A person compared the days off of a year with the SKB of the three ministers."""

    year: int
    skb_number: str
    skb_date: date


@dataclass(frozen=True, slots=True, kw_only=True)
class MinimumSwitched(CalendarChanged):
    """An office counts by waktu baku alone (strict), or never shorter than the next day's end."""

    office_id: UUID
    strict: bool
