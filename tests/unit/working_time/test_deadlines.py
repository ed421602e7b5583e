"""When a time is over: the test vectors of the domain and the rules behind them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.working_time import (
    DEFAULT_SCHEDULE,
    Calendar,
    Hours,
    Schedule,
    deadline,
    default_calendar,
    end_of_next_working_day,
    full_working_days_between,
    tenggat,
    working_time_between,
)
from service.working_time.refusals import (
    InvalidHours,
    MixedUnits,
    NotAWorkingTime,
    NoWorkingTime,
    TooLong,
    UnknownZone,
)

WIB = ZoneInfo("Asia/Jakarta")
OFFICE = default_calendar("Asia/Jakarta")

_RAMADAN = Schedule(
    week=(
        *(((Hours(time(8), time(12)), Hours(time(12, 30), time(15))),) * 4),
        (Hours(time(8), time(11, 30)), Hours(time(12, 30), time(15, 30))),
        (),
        (),
    ),
    legal_basis="Perpres 21/2023, Ramadan",
    first=date(2026, 2, 19),
    last=date(2026, 3, 20),
)
_CLOSED = {
    *(date(2026, 3, day) for day in (18, 19, 20, 23, 24)),
    date(2026, 12, 24),
    date(2026, 12, 25),
}
WITH_HOLIDAYS = replace(OFFICE, schedules=(DEFAULT_SCHEDULE, _RAMADAN), closed=frozenset(_CLOSED))


def wib(year, month, day, hour=0, minute=0):
    return datetime(year, month, day, hour, minute, tzinfo=WIB)


@pytest.mark.parametrize(
    ("start", "time_iso", "due"),
    [
        (wib(2026, 11, 23, 15), "PT2H", wib(2026, 11, 24, 8, 30)),
        (wib(2026, 11, 20, 10, 30), "PT2H", wib(2026, 11, 20, 14)),
        (wib(2026, 11, 20, 13), "PT5H", wib(2026, 11, 23, 9)),
        (wib(2026, 11, 21, 22), "PT10M", wib(2026, 11, 23, 7, 40)),
        # the end of a stretch is still in it
        (wib(2026, 11, 23, 11), "PT1H", wib(2026, 11, 23, 12)),
        (wib(2026, 11, 23, 12), "PT1H", wib(2026, 11, 23, 14)),
        (wib(2026, 11, 23, 12, 30), "PT1M", wib(2026, 11, 23, 13, 1)),
        (wib(2026, 11, 23, 6), "PT1H30M", wib(2026, 11, 23, 9)),
        (wib(2026, 11, 23, 7, 30), "PT450M", wib(2026, 11, 23, 16)),
        # a day is the end of the next working day, whatever the hour
        (wib(2026, 11, 23, 7, 30), "P1D", wib(2026, 11, 24, 16)),
        (wib(2026, 11, 23, 23), "P1D", wib(2026, 11, 24, 16)),
        (wib(2026, 11, 19, 9), "P1D", wib(2026, 11, 20, 16, 30)),
        (wib(2026, 11, 20, 9), "P1D", wib(2026, 11, 23, 16)),
        (wib(2026, 11, 21, 9), "P1D", wib(2026, 11, 23, 16)),
        (wib(2026, 11, 20, 9), "P1W", wib(2026, 11, 27, 16, 30)),
        (wib(2026, 11, 20, 9), "P2W", wib(2026, 12, 4, 16, 30)),
        (wib(2026, 11, 20, 9), "P5D", wib(2026, 11, 27, 16, 30)),
        # a month is one of the calendar
        (wib(2026, 11, 23, 9), "P1M", wib(2026, 12, 23, 16)),
        (wib(2026, 10, 31, 9), "P1M", wib(2026, 11, 30, 16)),
        (wib(2026, 11, 23, 9), "P1Y", wib(2027, 11, 23, 16)),
    ],
)
def test_the_default_hours_give_the_deadlines_of_the_domain(start, time_iso, due):
    assert deadline(start, time_iso, OFFICE) == due


@pytest.mark.parametrize(
    ("start", "time_iso", "due"),
    [
        (wib(2026, 3, 17, 14), "P1D", wib(2026, 3, 25, 16)),
        (wib(2026, 3, 12, 9), "P5D", wib(2026, 3, 26, 16)),
        (wib(2026, 3, 2, 8), "P1D", wib(2026, 3, 3, 15)),
        (wib(2026, 1, 2, 9), "P2M", wib(2026, 3, 2, 15)),
        (wib(2026, 1, 31, 9), "P1M", wib(2026, 3, 2, 15)),
        (wib(2026, 12, 18, 9), "P1W", wib(2026, 12, 29, 16)),
        (wib(2026, 3, 17, 14), "PT2H", wib(2026, 3, 25, 8, 30)),
    ],
)
def test_holidays_and_ramadan_come_in_through_the_calendar_alone(start, time_iso, due):
    assert deadline(start, time_iso, WITH_HOLIDAYS) == due


def test_no_time_has_no_deadline_instead_of_one_that_is_over():
    assert deadline(wib(2026, 11, 23, 9), None, OFFICE) is None
    assert tenggat(wib(2026, 11, 23, 9), None, OFFICE) is None


def test_a_tenggat_is_never_before_the_end_of_the_next_working_day():
    arrival = wib(2026, 11, 23, 9)

    assert tenggat(arrival, "PT2M", OFFICE) == wib(2026, 11, 24, 16)
    assert tenggat(arrival, "P1D", OFFICE) == wib(2026, 11, 24, 16)
    assert tenggat(arrival, "PT5H", OFFICE) == wib(2026, 11, 24, 16)
    assert tenggat(arrival, "P3D", OFFICE) == wib(2026, 11, 26, 16)
    assert tenggat(arrival, "PT20H", OFFICE) == wib(2026, 11, 25, 15)
    assert tenggat(wib(2026, 11, 21, 9), "PT2M", OFFICE) == wib(2026, 11, 23, 16)


def test_each_office_works_by_its_own_zone():
    start = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)  # 13.00 WIB, 14.00 WITA, 15.00 WIT

    ends = {
        zone: deadline(start, "PT3H", default_calendar(zone))
        for zone in ("Asia/Pontianak", "Asia/Makassar", "Asia/Jayapura")
    }

    assert ends == {
        "Asia/Pontianak": datetime(2026, 11, 23, 9, 0, tzinfo=UTC),
        "Asia/Makassar": datetime(2026, 11, 24, 0, 30, tzinfo=UTC),
        "Asia/Jayapura": datetime(2026, 11, 24, 0, 30, tzinfo=UTC),
    }


def test_the_day_is_that_of_the_office_not_that_of_greenwich():
    # Monday 23.00 UTC is Tuesday 06.00 WIB, so the next working day is Wednesday.
    assert deadline(datetime(2026, 11, 23, 23, 0, tzinfo=UTC), "P1D", OFFICE) == wib(
        2026, 11, 25, 16
    )


def test_results_are_in_utc():
    for time_iso in ("PT1H", "P1D", "P1M"):
        found = deadline(wib(2026, 11, 23, 9), time_iso, OFFICE)
        assert found is not None
        assert found.tzinfo is UTC


@pytest.mark.parametrize(
    ("time_iso", "reason"),
    [
        ("", NotAWorkingTime),
        ("1 Hari", NotAWorkingTime),
        ("P0D", NotAWorkingTime),
        ("PT0M", NotAWorkingTime),
        ("-P1D", NotAWorkingTime),
        ("PT30S", NotAWorkingTime),
        ("PT1M30S", NotAWorkingTime),
        ("P1DT2H", MixedUnits),
        ("P1M1D", MixedUnits),
        ("P1MT1H", MixedUnits),
        ("P11Y", TooLong),
        ("P99999D", TooLong),
        ("P999W", TooLong),
        ("PT99999H", TooLong),
    ],
)
def test_what_is_no_working_time_is_refused(time_iso, reason):
    with pytest.raises(reason):
        deadline(wib(2026, 11, 23, 9), time_iso, OFFICE)


def test_an_instant_without_zone_is_a_programming_error():
    naive = datetime(2026, 11, 23, 9)  # noqa: DTZ001 - the fault itself
    for fault in (
        lambda: deadline(naive, "PT1H", OFFICE),
        lambda: working_time_between(naive, naive, OFFICE),
        lambda: full_working_days_between(naive, naive, OFFICE),
    ):
        with pytest.raises(ValueError, match="zone"):
            fault()


def test_a_calendar_without_working_days_is_an_error_not_an_endless_search():
    never = Calendar(WIB, (Schedule(week=((),) * 7, legal_basis="-"),))
    until_new_year = replace(
        OFFICE, schedules=(replace(DEFAULT_SCHEDULE, last=date(2026, 12, 31)),)
    )

    for time_iso in ("PT1H", "P1D", "P1M"):
        with pytest.raises(NoWorkingTime):
            deadline(wib(2026, 11, 23, 9), time_iso, never)
    with pytest.raises(NoWorkingTime):
        deadline(wib(2026, 12, 31, 20), "PT1H", until_new_year)
    with pytest.raises(NoWorkingTime):
        deadline(datetime(9999, 12, 31, tzinfo=UTC), "P1D", OFFICE)


def test_a_zone_or_hours_that_cannot_be_are_refused():
    for zone in ("Asia/Kota", "", "../etc/passwd", "/etc/passwd", "Asia"):
        with pytest.raises(UnknownZone):
            default_calendar(zone)
    for day in (
        (Hours(time(9), time(8)),),
        (Hours(time(8), time(8)),),
        (Hours(time(8), time(12)), Hours(time(11), time(13))),
        (Hours(time(13), time(16)), Hours(time(8), time(12))),
    ):
        with pytest.raises(InvalidHours):
            Schedule(week=(day, (), (), (), (), (), ()), legal_basis="-")
    with pytest.raises(InvalidHours):
        Schedule(week=((),) * 6, legal_basis="-")
    with pytest.raises(InvalidHours):
        replace(DEFAULT_SCHEDULE, first=date(2026, 2, 1), last=date(2026, 1, 1))


def test_the_default_week_has_the_hours_of_the_law():
    monday = wib(2026, 11, 23)

    assert working_time_between(monday, monday + timedelta(days=7), OFFICE) == timedelta(
        hours=37, minutes=30
    )
    for day in range(5):
        start = monday + timedelta(days=day)
        end = start + timedelta(days=1)
        assert working_time_between(start, end, OFFICE) == timedelta(minutes=450)


def test_working_time_counts_only_the_hours_worked():
    taken = wib(2026, 11, 23, 11, 30)

    assert working_time_between(taken, wib(2026, 11, 23, 13, 15), OFFICE) == timedelta(minutes=45)
    assert working_time_between(taken, wib(2026, 11, 23, 20), OFFICE) == timedelta(minutes=210)
    assert working_time_between(taken, taken, OFFICE) == timedelta()
    assert working_time_between(taken, wib(2026, 11, 1), OFFICE) == timedelta()


def test_full_working_days_late_count_from_the_end_of_each():
    due = wib(2026, 11, 20, 16, 30)  # Friday

    late = {
        moment: full_working_days_between(due, moment, OFFICE)
        for moment in (
            wib(2026, 11, 20, 16, 30),
            wib(2026, 11, 22, 12),
            wib(2026, 11, 23, 15, 59),
            wib(2026, 11, 23, 16),
            wib(2026, 11, 24, 17),
            wib(2026, 11, 1),
        )
    }

    assert list(late.values()) == [0, 0, 0, 1, 2, 0]


INSTANTS = st.datetimes(
    datetime(2026, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    datetime(2027, 12, 31),  # noqa: DTZ001
    timezones=st.sampled_from([UTC, WIB, ZoneInfo("Asia/Jayapura")]),
)
CALENDARS = st.sampled_from([OFFICE, WITH_HOLIDAYS, default_calendar("Asia/Makassar")])
TIMES = st.sampled_from(["PT1M", "PT20M", "PT5H", "PT30H", "P1D", "P4D", "P1W", "P1M", "P2M"])
MINUTES = st.integers(1, 3_000)


def due(start, time_iso, office, rule=deadline):
    """Return the end of a time that does have one."""
    end = rule(start, time_iso, office)
    assert end is not None
    return end


@given(INSTANTS, INSTANTS, TIMES, CALENDARS)
def test_who_starts_later_is_never_due_earlier(one, other, time_iso, office):
    first, second = sorted((one, other))

    assert due(first, time_iso, office) <= due(second, time_iso, office)
    assert due(first, time_iso, office, tenggat) <= due(second, time_iso, office, tenggat)


@given(INSTANTS, TIMES, CALENDARS)
def test_a_deadline_lies_after_the_start_and_within_working_time(start, time_iso, office):
    found = due(start, time_iso, office)

    assert found > start
    assert any(
        stretch.start < found <= stretch.end
        for stretch in office.stretches_on(office.local_day(found))
    )


@given(INSTANTS, MINUTES, MINUTES, CALENDARS)
def test_minutes_add_up(start, some, more, office):
    at_once = due(start, f"PT{some + more}M", office)
    in_two = due(due(start, f"PT{some}M", office), f"PT{more}M", office)

    assert at_once == in_two


@given(INSTANTS, MINUTES, CALENDARS)
def test_the_working_time_until_a_deadline_is_the_time_given(start, minutes, office):
    end = due(start, f"PT{minutes}M", office)

    assert working_time_between(start, end, office) == timedelta(minutes=minutes)


@given(INSTANTS, st.integers(1, 30), CALENDARS)
def test_days_late_and_deadlines_in_days_are_each_others_reverse(start, days, office):
    end = due(start, f"P{days}D", office)

    assert full_working_days_between(start, end, office) == days
    assert full_working_days_between(start, end - timedelta(microseconds=1), office) == days - 1


@given(INSTANTS, st.integers(1, 20), CALENDARS)
def test_a_week_is_five_working_days(start, weeks, office):
    assert due(start, f"P{weeks}W", office) == due(start, f"P{5 * weeks}D", office)


@given(INSTANTS, TIMES, CALENDARS)
def test_a_tenggat_is_the_later_of_waktu_baku_and_the_next_working_day(start, time_iso, office):
    assert tenggat(start, time_iso, office) == max(
        due(start, time_iso, office), end_of_next_working_day(start, office)
    )
