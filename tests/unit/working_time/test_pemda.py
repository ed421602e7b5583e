"""What was entered for a pemda and its offices, and how each office counts by it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.events import working_time as events
from service.working_time import (
    DEFAULT_SCHEDULE,
    RAMADAN_WEEK,
    PemdaCalendar,
    working_time_between,
)
from service.working_time.proposals import proposal_for
from service.working_time.weeks import week_texts

OFFICE, OTHER = UUID(int=1), UUID(int=2)
JAKARTA = "Asia/Jakarta"
USUAL = week_texts(DEFAULT_SCHEDULE.week)
RAMADAN = week_texts(RAMADAN_WEEK)
#: Saturday too, as an office of services to the public may work.
SIX_DAYS = ("07:30-14:00",) * 4 + ("07:30-11:30", "07:30-13:30", "")


def made(*happened):
    calendar = PemdaCalendar()
    for event in happened:
        calendar = calendar.after(event)
    return calendar


def schedule(week, first, last=None, *, kind="usual", office=None):
    return events.ScheduleAdded(
        change_id=uuid4(),
        schedule_id=uuid4(),
        office_id=office,
        schedule_kind=kind,
        first=first,
        last=last,
        week=week,
        legal_basis="Perpres 21/2023",
    )


def closed(day, *, office=None):
    return events.ClosedDayAdded(
        change_id=uuid4(),
        day_id=uuid4(),
        office_id=office,
        day=day,
        day_kind="local",
        name="Hari jadi",
        source="SE 1",
    )


def strict(office=OFFICE, *, on=True):
    return events.MinimumSwitched(change_id=uuid4(), office_id=office, strict=on)


def proposed(year):
    proposal = proposal_for(year)
    days = tuple(events.DayProposed(uuid4(), it.day, it.kind, it.name) for it in proposal.days)
    return events.HolidaysProposed(change_id=uuid4(), year=year, source=proposal.source, days=days)


def at(zone, year, month, day, hour=0, minute=0):
    return datetime(year, month, day, hour, minute, tzinfo=ZoneInfo(zone))


ZONES = ("Asia/Jakarta", "Asia/Pontianak", "Asia/Makassar", "Asia/Jayapura")

#: The calendar of the domain's table: holidays of the package, Ramadan 19 February to 20 March.
OF_THE_DOMAIN = made(
    proposed(2026),
    schedule(RAMADAN, date(2026, 2, 19), date(2026, 3, 20), kind="ramadan"),
    strict(),
)


@pytest.mark.parametrize(
    "zone", ["Asia/Jakarta", "Asia/Pontianak", "Asia/Makassar", "Asia/Jayapura"]
)
@pytest.mark.parametrize(
    ("start", "time_iso", "due"),
    [
        ((2026, 11, 23, 15), "PT2H", (2026, 11, 24, 8, 30)),
        ((2026, 11, 20, 10, 30), "PT2H", (2026, 11, 20, 14)),
        ((2026, 11, 20, 13), "PT5H", (2026, 11, 23, 9)),
        ((2026, 11, 21, 22), "PT10M", (2026, 11, 23, 7, 40)),
        ((2026, 3, 17, 14), "P1D", (2026, 3, 25, 16)),
        ((2026, 3, 12, 9), "P5D", (2026, 3, 26, 16)),
        ((2026, 3, 2, 8), "P1D", (2026, 3, 3, 15)),
        ((2026, 1, 2, 8), "P2M", (2026, 3, 2, 15)),
        ((2026, 1, 31, 8), "P1M", (2026, 3, 2, 15)),
        ((2026, 12, 18, 9), "P1W", (2026, 12, 29, 16)),
    ],
)
def test_the_ten_cases_of_the_domain_hold_under_the_strict_switch_in_every_zone(
    zone, start, time_iso, due
):
    office = OF_THE_DOMAIN.of_office(OFFICE, zone)

    assert office.tenggat(at(zone, *start), time_iso) == at(zone, *due)


def test_without_the_strict_switch_nothing_is_due_before_the_next_working_day_ends():
    start = at(JAKARTA, 2026, 11, 23, 15)

    assert OF_THE_DOMAIN.of_office(OTHER, JAKARTA).tenggat(start, "PT2H") == at(
        JAKARTA, 2026, 11, 24, 16
    )
    assert OF_THE_DOMAIN.after(strict(on=False)).of_office(OFFICE, JAKARTA).tenggat(
        start, "PT2H"
    ) == at(JAKARTA, 2026, 11, 24, 16)


def test_where_nothing_was_entered_the_hours_of_the_law_hold():
    office = PemdaCalendar().of_office(OFFICE, JAKARTA)

    assert office.calendar.schedules == (DEFAULT_SCHEDULE,)
    assert (office.strict, office.confirmed_years, office.change_id) == (False, frozenset(), None)


def test_the_hours_of_an_office_count_before_those_of_the_pemda():
    calendar = made(
        schedule(USUAL, date(2026, 6, 1)), schedule(SIX_DAYS, date(2026, 1, 1), office=OFFICE)
    )
    saturday = date(2026, 11, 21)

    assert calendar.of_office(OFFICE, JAKARTA).calendar.is_working_day(saturday)
    assert not calendar.of_office(OTHER, JAKARTA).calendar.is_working_day(saturday)


def test_the_hours_of_ramadan_count_before_usual_ones_whoever_entered_them():
    calendar = made(
        schedule(RAMADAN, date(2026, 2, 19), date(2026, 3, 20), kind="ramadan"),
        schedule(SIX_DAYS, date(2026, 1, 1), office=OFFICE),
    )
    office = calendar.of_office(OFFICE, JAKARTA).calendar

    assert [str(it.start) for it in office.hours_on(date(2026, 2, 23))] == ["08:00:00", "12:30:00"]
    assert [str(it.start) for it in office.hours_on(date(2026, 3, 23))] == ["07:30:00"]


def test_the_later_of_two_schedules_holds_from_its_first_day_on():
    calendar = made(schedule(SIX_DAYS, date(2026, 6, 1)), schedule(USUAL, date(2026, 1, 1)))
    office = calendar.of_office(OFFICE, JAKARTA).calendar

    assert not office.is_working_day(date(2026, 5, 30))
    assert office.is_working_day(date(2026, 6, 6))


def test_a_schedule_that_ended_leaves_the_one_before_it():
    added = schedule(SIX_DAYS, date(2026, 6, 1))
    ended = events.ScheduleEnded(
        change_id=uuid4(), schedule_id=added.schedule_id, last=date(2026, 6, 30)
    )
    gone = events.ScheduleWithdrawn(change_id=uuid4(), schedule_id=added.schedule_id)

    assert made(added, ended).of_pemda(JAKARTA).is_working_day(date(2026, 6, 27))
    assert not made(added, ended).of_pemda(JAKARTA).is_working_day(date(2026, 7, 4))
    assert made(added, gone).schedules == ()


def test_a_day_off_of_one_office_is_worked_in_the_others():
    day = date(2026, 11, 24)
    calendar = made(closed(day, office=OFFICE))

    assert not calendar.of_office(OFFICE, JAKARTA).calendar.is_working_day(day)
    assert calendar.of_office(OTHER, JAKARTA).calendar.is_working_day(day)
    assert [it.day for it in calendar.closed_of(OFFICE, 2026)] == [day]
    assert calendar.closed_of(None, 2026) == ()


def test_a_day_added_in_the_middle_of_the_year_moves_what_is_due_and_back_again():
    day = closed(date(2026, 11, 24))
    back = events.ClosedDayWithdrawn(change_id=uuid4(), day_id=day.day_id, source="SE 2")
    start = at(JAKARTA, 2026, 11, 23, 9)

    assert made(day).of_office(OFFICE, JAKARTA).tenggat(start, "P1D") == at(
        JAKARTA, 2026, 11, 25, 16
    )
    assert made(day, back).of_office(OFFICE, JAKARTA).tenggat(start, "P1D") == at(
        JAKARTA, 2026, 11, 24, 16
    )


def test_a_year_is_confirmed_by_a_person_and_not_by_its_proposal():
    confirmed = events.CalendarYearConfirmed(
        change_id=uuid4(), year=2026, skb_number="SKB 1/2025", skb_date=date(2025, 9, 19)
    )
    calendar = made(proposed(2026), proposed(2027), confirmed)
    office = calendar.of_office(OFFICE, "Asia/Jayapura")

    assert office.is_confirmed(at("Asia/Jayapura", 2026, 12, 31, 23))
    # Two hours later it is next year there, though not yet in Greenwich.
    assert not office.is_confirmed(at("Asia/Jayapura", 2027, 1, 1, 1))
    assert calendar.year(2027).proposed_by == proposal_for(2027).source
    assert calendar.year(2028).proposed_by is None


def test_what_a_calendar_was_is_left_as_it_was():
    before = PemdaCalendar()

    assert before.after(closed(date(2026, 1, 1))).closed
    assert before == PemdaCalendar()


# ---------------------------------------------------------------- whatever was entered

_DAYS = st.dates(date(2026, 1, 1), date(2027, 6, 30))
_WEEKS = st.sampled_from([USUAL, RAMADAN, SIX_DAYS])
_SCHEDULES = st.builds(
    lambda week, first, length, kind, office: schedule(
        week, first, first + timedelta(days=length), kind=kind, office=office
    ),
    _WEEKS,
    _DAYS,
    st.integers(0, 60),
    st.sampled_from(["usual", "ramadan"]),
    st.sampled_from([None, OFFICE]),
)
_CLOSURES = st.builds(
    lambda day, office: closed(day, office=office), _DAYS, st.sampled_from([None, OFFICE, OTHER])
)
_CALENDARS = st.lists(st.one_of(_SCHEDULES, _CLOSURES), max_size=12).map(
    lambda happened: made(*happened, strict())
)
_INSTANTS = st.datetimes(
    datetime(2026, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    datetime(2027, 6, 30),  # noqa: DTZ001
    timezones=st.sampled_from([UTC, ZoneInfo("Asia/Jayapura")]),
)
_TIMES = st.sampled_from(["PT10M", "PT5H", "PT30H", "P1D", "P4D", "P1W", "P1M"])
_ZONES = st.sampled_from(["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"])


@given(_CALENDARS, _INSTANTS, _INSTANTS, _TIMES, _ZONES)
def test_whatever_was_entered_who_starts_later_is_never_due_earlier(
    calendar, one, other, time_iso, zone
):
    office = calendar.of_office(OFFICE, zone)
    first, second = sorted((one, other))

    assert office.tenggat(first, time_iso) <= office.tenggat(second, time_iso)


@given(_CALENDARS, _INSTANTS, _TIMES, _ZONES)
def test_whatever_was_entered_nothing_is_due_outside_working_time(calendar, start, time_iso, zone):
    office = calendar.of_office(OFFICE, zone)

    due = office.tenggat(start, time_iso)

    assert due > start
    day = office.calendar.local_day(due)
    assert any(it.start < due <= it.end for it in office.calendar.stretches_on(day))


@given(_CALENDARS, _INSTANTS, st.integers(1, 2_000), st.integers(1, 2_000), _ZONES)
def test_whatever_was_entered_minutes_add_up(calendar, start, some, more, zone):
    office = calendar.of_office(OFFICE, zone)

    half = office.tenggat(start, f"PT{some}M")
    whole = office.tenggat(start, f"PT{some + more}M")

    assert office.tenggat(half, f"PT{more}M") == whole
    assert working_time_between(start, whole, office.calendar) == timedelta(minutes=some + more)


@given(_CALENDARS, _DAYS, _INSTANTS, _TIMES)
def test_one_more_day_off_never_makes_anything_due_earlier(calendar, day, start, time_iso):
    before = calendar.of_office(OFFICE, JAKARTA).tenggat(start, time_iso)
    after = calendar.after(closed(day)).of_office(OFFICE, JAKARTA).tenggat(start, time_iso)

    assert after >= before
