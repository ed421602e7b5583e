"""What may become of a working calendar: each plan says whose it is and which event it makes.

A plan is judged against the calendar as it is, first for the page that shows what it would do and
once more in the transaction that does it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, cast

from service.access.entries import accepted
from service.access.roles import today_in
from service.errors import Conflict, NotFound, Rejected
from service.events import working_time as events
from service.running.calendar_entries import FIRST_YEAR, LAST_YEAR
from service.store.ids import new_id
from service.working_time import PemdaCalendar
from service.working_time.proposals import proposal_for
from service.working_time.weeks import read_hours, week_texts

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from service.running.calendar_entries import (
        NewClosedDay,
        NewSchedule,
        Withdrawal,
        YearConfirmation,
    )
    from service.working_time import ClosedDay, KeptSchedule


class ScheduleThere(Conflict):
    """A schedule of the same kind begins on the same day."""

    code = "calendar.schedule-there"


class ScheduleCannotEnd(Rejected):
    """A schedule ends on or after its first day."""

    code = "calendar.cannot-end"


class DayThere(Conflict):
    """The day is off already."""

    code = "calendar.day-there"


class NothingProposed(Conflict):
    """The package knows no day off that is not in the calendar."""

    code = "calendar.nothing-proposed"


class YearWasConfirmed(Conflict):
    """A confirmed year changes day by day, by letters, and by no proposal."""

    code = "calendar.year-confirmed"


class YearWithoutDays(Conflict):
    """A year without a single day off cannot have been compared with the SKB."""

    code = "calendar.year-empty"


class YearOutOfReach(Rejected):
    """No calendar is kept for that year."""

    code = "calendar.year-out-of-reach"


class SwitchedAlready(Conflict):
    """The office counts that way already."""

    code = "calendar.switched-already"


class Plan(Protocol):
    """A change that somebody has in mind."""

    @property
    def moves_due_dates(self) -> bool:
        """Say whether open tasks are to be counted again."""

    def whose(self, calendar: PemdaCalendar) -> UUID | None:
        """Return the office whose calendar would change; None: the pemda's. Raises NotFound."""

    def event(self, calendar: PemdaCalendar) -> events.CalendarChanged:
        """Return what would happen. Raises a refusal that says why it may not."""


@dataclass(frozen=True, slots=True)
class AddSchedule:
    schedule: NewSchedule
    office_id: UUID | None
    moves_due_dates: bool = True

    def whose(self, _calendar: PemdaCalendar) -> UUID | None:
        return self.office_id

    def event(self, calendar: PemdaCalendar) -> events.ScheduleAdded:
        """Return the event. Raises EntryRefused, ScheduleThere."""
        entry = accepted(self.schedule)
        there = (
            it.schedule.first == entry.first
            for it in calendar.schedules
            if (it.office_id, it.kind) == (self.office_id, entry.kind)
        )
        if any(there):
            raise ScheduleThere(first=entry.first.isoformat())
        return events.ScheduleAdded(
            change_id=new_id(),
            schedule_id=new_id(),
            office_id=self.office_id,
            schedule_kind=cast("events.ScheduleKind", entry.kind),
            first=entry.first,
            last=entry.last,
            week=week_texts(read_hours(day) for day in entry.week),
            legal_basis=entry.legal_basis,
        )


@dataclass(frozen=True, slots=True)
class EndSchedule:
    schedule_id: UUID
    last: date
    moves_due_dates: bool = True

    def whose(self, calendar: PemdaCalendar) -> UUID | None:
        return schedule_in(calendar, self.schedule_id).office_id

    def event(self, calendar: PemdaCalendar) -> events.ScheduleEnded:
        """Return the event. Raises NotFound, ScheduleCannotEnd."""
        if self.last < schedule_in(calendar, self.schedule_id).schedule.first:
            raise ScheduleCannotEnd
        return events.ScheduleEnded(
            change_id=new_id(), schedule_id=self.schedule_id, last=self.last
        )


@dataclass(frozen=True, slots=True)
class WithdrawSchedule:
    schedule_id: UUID
    moves_due_dates: bool = True

    def whose(self, calendar: PemdaCalendar) -> UUID | None:
        return schedule_in(calendar, self.schedule_id).office_id

    def event(self, calendar: PemdaCalendar) -> events.ScheduleWithdrawn:
        """Return the event. Raises NotFound."""
        schedule_in(calendar, self.schedule_id)
        return events.ScheduleWithdrawn(change_id=new_id(), schedule_id=self.schedule_id)


@dataclass(frozen=True, slots=True)
class ProposeHolidays:
    year: int
    moves_due_dates: bool = True

    def whose(self, _calendar: PemdaCalendar) -> UUID | None:
        return None

    def event(self, calendar: PemdaCalendar) -> events.HolidaysProposed:
        """Return the event. Raises YearOutOfReach, YearWasConfirmed, NothingProposed."""
        if not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise YearOutOfReach(first=FIRST_YEAR, last=LAST_YEAR)
        known = calendar.year(self.year)
        if known.confirmed:
            raise YearWasConfirmed(year=self.year)
        there = {(it.day, it.kind) for it in calendar.closed_of(None, self.year)}
        proposal = proposal_for(self.year)
        days = tuple(
            events.DayProposed(new_id(), it.day, it.kind, it.name)
            for it in proposal.days
            if (it.day, it.kind) not in there
        )
        if not days:
            raise NothingProposed(year=self.year, source=proposal.source)
        return events.HolidaysProposed(
            change_id=new_id(), year=self.year, source=proposal.source, days=days
        )


def first_holidays(zone: str, now: datetime) -> tuple[events.HolidaysProposed, ...]:
    """Return the days off that a new pemda begins with: of two years, for a person to confirm."""
    year = today_in(zone, now).year
    return tuple(ProposeHolidays(it).event(PemdaCalendar()) for it in (year, year + 1))


@dataclass(frozen=True, slots=True)
class AddClosedDay:
    day: NewClosedDay
    office_id: UUID | None
    moves_due_dates: bool = True

    def whose(self, _calendar: PemdaCalendar) -> UUID | None:
        return self.office_id

    def event(self, calendar: PemdaCalendar) -> events.ClosedDayAdded:
        """Return the event. Raises EntryRefused, DayThere."""
        entry = accepted(self.day)
        there = calendar.closed_of(self.office_id, entry.day.year)
        found = next((it for it in there if it.day == entry.day), None)
        if found is not None:
            raise DayThere(name=found.name)
        return events.ClosedDayAdded(
            change_id=new_id(),
            day_id=new_id(),
            office_id=self.office_id,
            day=entry.day,
            day_kind=cast("events.DayKind", entry.kind),
            name=entry.name,
            source=entry.source,
        )


@dataclass(frozen=True, slots=True)
class WithdrawClosedDay:
    day_id: UUID
    withdrawal: Withdrawal
    moves_due_dates: bool = True

    def whose(self, calendar: PemdaCalendar) -> UUID | None:
        return day_in(calendar, self.day_id).office_id

    def event(self, calendar: PemdaCalendar) -> events.ClosedDayWithdrawn:
        """Return the event. Raises NotFound, EntryRefused."""
        day_in(calendar, self.day_id)
        entry = accepted(self.withdrawal)
        return events.ClosedDayWithdrawn(
            change_id=new_id(), day_id=self.day_id, source=entry.source
        )


@dataclass(frozen=True, slots=True)
class ConfirmYear:
    """The days stay as they are, so no due date moves."""

    confirmation: YearConfirmation
    moves_due_dates: bool = False

    def whose(self, _calendar: PemdaCalendar) -> UUID | None:
        return None

    def event(self, calendar: PemdaCalendar) -> events.CalendarYearConfirmed:
        """Return the event. Raises EntryRefused, YearWithoutDays."""
        entry = accepted(self.confirmation)
        if not calendar.closed_of(None, entry.year):
            raise YearWithoutDays(year=entry.year)
        return events.CalendarYearConfirmed(
            change_id=new_id(),
            year=entry.year,
            skb_number=entry.skb_number,
            skb_date=entry.skb_date,
        )


@dataclass(frozen=True, slots=True)
class SwitchMinimum:
    office_id: UUID
    strict: bool
    moves_due_dates: bool = True

    def whose(self, _calendar: PemdaCalendar) -> UUID | None:
        return self.office_id

    def event(self, calendar: PemdaCalendar) -> events.MinimumSwitched:
        """Return the event. Raises SwitchedAlready."""
        if (self.office_id in calendar.strict) == self.strict:
            raise SwitchedAlready
        return events.MinimumSwitched(
            change_id=new_id(), office_id=self.office_id, strict=self.strict
        )


def schedule_in(calendar: PemdaCalendar, schedule_id: UUID) -> KeptSchedule:
    """Return a schedule that was entered. Raises NotFound."""
    found = next((it for it in calendar.schedules if it.id == schedule_id), None)
    if found is None:
        raise NotFound
    return found


def day_in(calendar: PemdaCalendar, day_id: UUID) -> ClosedDay:
    """Return a day off that was entered. Raises NotFound."""
    found = next((it for it in calendar.closed if it.id == day_id), None)
    if found is None:
        raise NotFound
    return found
