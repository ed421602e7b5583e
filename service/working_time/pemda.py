"""The calendar of a pemda as a value: what was entered, and what it means for each office.

An event of the calendar, applied to it, gives the next one; so what a change would do can be
looked at before anybody makes it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from service.events import working_time as events
from service.working_time.calendars import DEFAULT_SCHEDULE, Calendar, default_calendar
from service.working_time.deadlines import tenggat
from service.working_time.weeks import schedule_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from uuid import UUID

    from service.events.working_time import DayKind, ScheduleKind
    from service.working_time.calendars import Schedule


@dataclass(frozen=True, slots=True)
class KeptSchedule:
    """A schedule that was entered, and for whom."""

    id: UUID
    #: None: for the whole pemda
    office_id: UUID | None
    kind: ScheduleKind
    schedule: Schedule

    @property
    def rank(self) -> tuple[bool, bool, date, UUID]:
        """Of two that hold on a day, the one with the larger rank counts."""
        return (self.kind == "ramadan", self.office_id is not None, self.schedule.first, self.id)


@dataclass(frozen=True, slots=True)
class ClosedDay:
    """A day on which nobody works."""

    id: UUID
    #: None: for the whole pemda
    office_id: UUID | None
    day: date
    kind: DayKind
    name: str
    #: SKB, decree or letter; of a proposal the package that it came from
    source: str


@dataclass(frozen=True, slots=True)
class CalendarYear:
    """What is known of a year's days off."""

    year: int
    #: the package that its days were proposed by; None: nobody took a proposal over
    proposed_by: str | None = None
    skb_number: str | None = None
    skb_date: date | None = None

    @property
    def confirmed(self) -> bool:
        return self.skb_number is not None


@dataclass(frozen=True, slots=True)
class OfficeCalendar:
    """How one office counts time now."""

    calendar: Calendar
    #: by waktu baku alone, without the minimum of the next working day's end
    strict: bool
    #: years whose days off a person confirmed
    confirmed_years: frozenset[int]
    #: the last change of the pemda's calendar; None: it was never changed
    change_id: UUID | None

    def tenggat(self, arrival: datetime, time_iso: str | None) -> datetime | None:
        """Return until when a task that arrived at `arrival` is to be done."""
        return tenggat(arrival, time_iso, self.calendar, strict=self.strict)

    def is_confirmed(self, instant: datetime) -> bool:
        """Say whether the year that `instant` lies in, in the office's zone, was confirmed."""
        return self.calendar.local_day(instant).year in self.confirmed_years


@dataclass(frozen=True)
class PemdaCalendar:
    """Everything that was entered about the working time of a pemda and its offices."""

    change_id: UUID | None = None
    schedules: tuple[KeptSchedule, ...] = ()
    closed: tuple[ClosedDay, ...] = ()
    years: Mapping[int, CalendarYear] = field(default_factory=dict)
    #: offices that count by waktu baku alone
    strict: frozenset[UUID] = frozenset()

    def of_office(self, office_id: UUID, zone: str) -> OfficeCalendar:
        """Return how an office in `zone` (an IANA name) counts. Raises UnknownZone.

        The hours of Ramadan count before the usual ones; of two of a kind those of the office
        before those of the pemda, the later before the earlier. Where nothing was entered the
        hours of Perpres 21/2023 hold.
        """
        mine = sorted(self.schedules_of(office_id), key=lambda kept: kept.rank)
        calendar = replace(
            default_calendar(zone),
            schedules=(DEFAULT_SCHEDULE, *(kept.schedule for kept in mine)),
            closed=frozenset(it.day for it in self.closed if it.office_id in (None, office_id)),
        )
        return OfficeCalendar(
            calendar,
            office_id in self.strict,
            frozenset(it.year for it in self.years.values() if it.confirmed),
            self.change_id,
        )

    def of_pemda(self, zone: str) -> Calendar:
        """Return the calendar of an office that has nothing of its own. Raises UnknownZone."""
        mine = sorted(
            (kept for kept in self.schedules if kept.office_id is None),
            key=lambda kept: kept.rank,
        )
        return replace(
            default_calendar(zone),
            schedules=(DEFAULT_SCHEDULE, *(kept.schedule for kept in mine)),
            closed=frozenset(it.day for it in self.closed if it.office_id is None),
        )

    def schedules_of(self, office_id: UUID | None) -> tuple[KeptSchedule, ...]:
        """Return what holds for an office, the pemda's and its own; None: the pemda's alone."""
        return tuple(it for it in self.schedules if it.office_id in (None, office_id))

    def closed_of(self, office_id: UUID | None, year: int) -> tuple[ClosedDay, ...]:
        """Return the days off of a year for an office, by day; None: the pemda's alone."""
        found = (
            it for it in self.closed if it.office_id in (None, office_id) and it.day.year == year
        )
        return tuple(sorted(found, key=lambda it: (it.day, it.kind, it.id)))

    def year(self, year: int) -> CalendarYear:
        return self.years.get(year, CalendarYear(year))

    def after(self, event: events.CalendarChanged) -> PemdaCalendar:
        """Return the calendar as `event` leaves it."""
        return replace(_changed(self, event), change_id=event.change_id)


def _changed(was: PemdaCalendar, event: events.CalendarChanged) -> PemdaCalendar:  # noqa: PLR0911
    match event:
        case events.ScheduleAdded():
            return replace(was, schedules=(*was.schedules, _kept(event)))
        case events.ScheduleEnded():
            ended = (_ended(it, event) for it in was.schedules)
            return replace(was, schedules=tuple(ended))
        case events.ScheduleWithdrawn():
            left = (it for it in was.schedules if it.id != event.schedule_id)
            return replace(was, schedules=tuple(left))
        case events.HolidaysProposed():
            days = (
                ClosedDay(it.day_id, None, it.day, it.day_kind, it.name, event.source)
                for it in event.days
            )
            year = replace(was.year(event.year), proposed_by=event.source)
            return replace(was, closed=(*was.closed, *days), years={**was.years, event.year: year})
        case events.ClosedDayAdded():
            day = ClosedDay(
                event.day_id, event.office_id, event.day, event.day_kind, event.name, event.source
            )
            return replace(was, closed=(*was.closed, day))
        case events.ClosedDayWithdrawn():
            open_now = (it for it in was.closed if it.id != event.day_id)
            return replace(was, closed=tuple(open_now))
        case events.CalendarYearConfirmed():
            year = replace(
                was.year(event.year), skb_number=event.skb_number, skb_date=event.skb_date
            )
            return replace(was, years={**was.years, event.year: year})
        case events.MinimumSwitched():
            one = frozenset({event.office_id})
            return replace(was, strict=was.strict | one if event.strict else was.strict - one)
        case _:
            raise TypeError(event.kind)


def _kept(event: events.ScheduleAdded) -> KeptSchedule:
    schedule = schedule_of(
        event.week, legal_basis=event.legal_basis, first=event.first, last=event.last
    )
    return KeptSchedule(event.schedule_id, event.office_id, event.schedule_kind, schedule)


def _ended(kept: KeptSchedule, event: events.ScheduleEnded) -> KeptSchedule:
    if kept.id != event.schedule_id:
        return kept
    return replace(kept, schedule=replace(kept.schedule, last=event.last))
