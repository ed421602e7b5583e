"""Durations, moments and repeating intervals as modellers write them."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import Rejected
from service.feel.iso8601 import (
    Duration,
    NotADate,
    NotADuration,
    NotAnInstant,
    NotARepetition,
    NotATime,
    OutOfCalendar,
    Parts,
    PeriodNotPositive,
    Repetition,
    ZoneMissing,
    parse_date,
    parse_duration,
    parse_instant,
    parse_parts,
    parse_repetition,
    parse_time,
)

JAKARTA = ZoneInfo("Asia/Jakarta")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("P3D", Duration(0, timedelta(days=3))),
        ("PT5M", Duration(0, timedelta(minutes=5))),
        ("P1Y2M", Duration(14)),
        ("P2W", Duration(0, timedelta(days=14))),
        ("P1M2DT3H4M5S", Duration(1, timedelta(days=2, hours=3, minutes=4, seconds=5))),
        ("PT0.5S", Duration(0, timedelta(milliseconds=500))),
        ("PT0,25S", Duration(0, timedelta(milliseconds=250))),
        ("PT36H", Duration(0, timedelta(hours=36))),
        ("-P1D", Duration(0, timedelta(days=-1))),
        ("-P1Y", Duration(-12)),
        ("PT0S", Duration()),
    ],
)
def test_a_duration_is_read_as_written(text, expected):
    assert parse_duration(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "P",
        "PT",
        "P1DT",
        "3D",
        "P3",
        "P1.5D",
        "PT1.5H",
        "p3d",
        " P3D",
        "P3D\n",
        "P3D2M",
        "P1Y1Y",
        "P-3D",
        "+P3D",
        "P0001-02-03",
        "3 hari",
        "P٣D",
        "P" + "1" * 200 + "D",
        "P1000000D",
    ],
)
def test_what_is_no_duration_is_refused(text):
    with pytest.raises(NotADuration):
        parse_duration(text)


@pytest.mark.parametrize("text", ["P1001Y", "P999999D", "PT999999999H"])
def test_a_duration_beyond_a_thousand_years_is_refused(text):
    with pytest.raises(OutOfCalendar):
        parse_duration(text)


def test_the_parts_of_a_duration_stay_apart_for_who_counts_working_days():
    assert parse_parts("P1W") == Parts(weeks=1)
    assert parse_parts("P7D") == Parts(days=7)
    assert parse_parts("-P1Y2M3DT4H5M6.7S") == Parts(1, 2, 0, 3, 4, 5, 6, 700_000, negative=True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-23T07:30:00+07:00", datetime(2026, 11, 23, 0, 30, tzinfo=UTC)),
        ("2026-11-23T00:30:00Z", datetime(2026, 11, 23, 0, 30, tzinfo=UTC)),
        ("2026-11-23T00:30Z", datetime(2026, 11, 23, 0, 30, tzinfo=UTC)),
        ("2026-11-23T00:30:00.25-01:30", datetime(2026, 11, 23, 2, 0, 0, 250_000, tzinfo=UTC)),
    ],
)
def test_a_moment_is_read_with_its_zone_and_given_in_utc(text, expected):
    found = parse_instant(text)

    assert found == expected
    assert found.tzinfo is UTC


@pytest.mark.parametrize("text", ["2026-11-23", "2026-11-23T07:30:00", "2026-11-23T07:30"])
def test_a_moment_without_zone_is_refused_because_offices_have_different_ones(text):
    with pytest.raises(ZoneMissing):
        parse_instant(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "besok",
        "2026-02-30T00:00:00Z",
        "2026-11-23T24:00:00Z",
        "2026-11-23T25:00:00Z",
        "2026-11-23 07:30:00Z",
        "20261123T073000Z",
        "2026-W48-1T07:30:00Z",
        "26-11-23T00:00:00Z",
        "2026-11-23T07:30:00+7",
        "2026-11-23T07:30:00+15:00",
        "2026-11-23T07:30:00Z" * 9,
        "0001-01-01T00:00:00+07:00",
        "2026-11-23T07:30:60Z",
        "2026-11-23T07Z",
    ],
)
def test_what_is_no_moment_is_refused(text):
    with pytest.raises(NotAnInstant):
        parse_instant(text)


def test_dates_and_times_of_day():
    assert parse_date("2026-11-23") == date(2026, 11, 23)
    assert parse_time("07:30") == parse_time("07:30:00") == time(7, 30)
    for text in ("2026-02-29", "23-11-2026", "2026-11-23T00:00Z", "", "20261123"):
        with pytest.raises(NotADate):
            parse_date(text)
    for text in ("24:00", "7:30", "07.30", "07:30+07:00", ""):
        with pytest.raises(NotATime):
            parse_time(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("R3/PT10M", Repetition(3, None, Duration(0, timedelta(minutes=10)))),
        ("R/P1D", Repetition(None, None, Duration(0, timedelta(days=1)))),
        (
            "R2/2026-11-23T07:30:00+07:00/P1M",
            Repetition(2, datetime(2026, 11, 23, 0, 30, tzinfo=UTC), Duration(1)),
        ),
    ],
)
def test_a_repeating_interval_is_read_as_written(text, expected):
    assert parse_repetition(text) == expected


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("PT10M", NotARepetition),
        ("R3", NotARepetition),
        ("R3/", NotARepetition),
        ("R0/PT10M", NotARepetition),
        ("R-1/PT10M", NotARepetition),
        ("R9999999/PT10M", NotARepetition),
        ("R3/PT10M/2026-11-23T00:30:00Z", NotARepetition),
        ("0 0 * * *", NotARepetition),
        ("R/PT0S", PeriodNotPositive),
        ("R/-P1D", NotARepetition),
        ("R3/P", NotADuration),
        ("R3/2026-11-23/P1D", ZoneMissing),
        ("R3/besok/P1D", NotAnInstant),
    ],
)
def test_what_is_no_repeating_interval_is_refused(text, reason):
    with pytest.raises(reason):
        parse_repetition(text)


@pytest.mark.parametrize(
    ("start", "span", "expected"),
    [
        (date(2026, 1, 31), "P1M", date(2026, 2, 28)),
        (date(2028, 1, 31), "P1M", date(2028, 2, 29)),
        (date(2028, 2, 29), "P1Y", date(2029, 2, 28)),
        (date(2026, 11, 30), "P3M", date(2027, 2, 28)),
        (date(2026, 3, 31), "-P1M", date(2026, 2, 28)),
        (date(2026, 12, 1), "P1M1D", date(2027, 1, 2)),
        (date(2026, 11, 23), "PT47H", date(2026, 11, 24)),
    ],
)
def test_months_end_at_the_end_of_a_shorter_month(start, span, expected):
    assert parse_duration(span).after_date(start) == expected


def test_months_are_counted_on_the_calendar_of_the_zone():
    # 31 January 06:00 WIB is still 30 January in UTC.
    start = datetime(2026, 1, 30, 23, 0, tzinfo=UTC)
    month = parse_duration("P1M")

    assert month.after(start, JAKARTA) == datetime(2026, 2, 27, 23, 0, tzinfo=UTC)
    assert month.after(start) == datetime(2026, 2, 28, 23, 0, tzinfo=UTC)


def test_sums_outside_the_calendar_are_refused():
    last = datetime(9999, 12, 31, tzinfo=UTC)
    for span in ("P1D", "P1M", "P1Y"):
        with pytest.raises(OutOfCalendar):
            parse_duration(span).after(last)
        with pytest.raises(OutOfCalendar):
            parse_duration(span).after_date(last.date())
    with pytest.raises(OutOfCalendar):
        parse_duration("P1D").times(10**9)


def test_a_repetition_counts_from_its_start_and_never_drifts():
    armed = datetime(2026, 1, 31, 1, 0, tzinfo=UTC)
    monthly = parse_repetition("R4/P1M")

    days = [monthly.due(armed, number) for number in range(1, 6)]

    assert [day.day if day else None for day in days] == [28, 31, 30, 31, None]


def test_a_repetition_with_a_written_start_fires_first_at_that_start():
    cycle = parse_repetition("R2/2026-11-23T00:30:00Z/PT10M")
    armed = datetime(2026, 11, 1, tzinfo=UTC)

    assert cycle.due(armed, 1) == datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
    assert cycle.due(armed, 2) == datetime(2026, 11, 23, 0, 40, tzinfo=UTC)
    assert cycle.due(armed, 3) is None
    assert parse_repetition("R/PT10M").due(armed, 1) == armed + timedelta(minutes=10)


def test_the_shortest_time_that_a_duration_can_take():
    assert parse_duration("P1M1D").at_least() == timedelta(days=29)
    assert parse_duration("PT30S").at_least() == timedelta(seconds=30)
    assert not parse_duration("-P1D").is_positive
    assert parse_duration("P1M").is_positive


SPANS = st.builds(
    Duration,
    st.integers(0, 12 * 50),
    st.timedeltas(timedelta(), timedelta(days=9_999)),
)
DATES = st.dates(date(1900, 1, 1), date(2200, 1, 1))


@given(SPANS, st.booleans())
def test_a_duration_is_written_so_that_it_reads_back(span, negative):
    span = Duration(-span.months, -span.time) if negative else span

    assert parse_duration(str(span)) == span


@given(DATES, st.integers(-600, 600))
def test_months_away_is_the_same_day_or_the_last_of_that_month(start, months):
    found = Duration(months).after_date(start)

    assert (found.year - start.year) * 12 + found.month - start.month == months
    assert found.day == min(start.day, monthrange(found.year, found.month)[1])


@given(st.text(max_size=30) | st.text("PYMWDTHS0123456789.,-/RZ:+ ", max_size=30))
def test_any_text_is_read_or_refused_with_a_sentence(text):
    for parse in (parse_duration, parse_instant, parse_repetition, parse_date, parse_time):
        try:
            parse(text)
        except Rejected as refused:
            outcome = refused.code
        else:
            outcome = "iso8601.read"
        assert outcome.startswith("iso8601.")
