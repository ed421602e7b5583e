"""Waktu antre, waktu kerja and waktu tunggu, kept apart."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from service.working_time import default_calendar, working_time_between
from service.working_time.spent import Spent, spent_by_person, spent_on_agency

OFFICE = default_calendar("Asia/Jakarta")
WIB = ZoneInfo("Asia/Jakarta")
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def monday(hour, minute=0):
    return datetime(2026, 11, 23, hour, minute, tzinfo=WIB)


def tuesday(hour, minute=0):
    return monday(hour, minute) + timedelta(days=1)


def test_the_queue_ends_and_the_work_begins_when_somebody_takes_the_task():
    found = spent_by_person(monday(9), monday(11, 30), monday(14), OFFICE)

    # From 11.30 to 14.00 there is the break of an hour.
    assert found == Spent(queue=2 * HOUR + 30 * MINUTE, work=90 * MINUTE)


def test_who_completes_without_taking_had_it_from_its_arrival():
    assert spent_by_person(monday(9), None, monday(10), OFFICE) == Spent(work=HOUR)


def test_nights_count_for_nobody():
    assert spent_by_person(monday(15, 30), monday(22), tuesday(8), OFFICE) == Spent(
        queue=30 * MINUTE, work=30 * MINUTE
    )


def test_the_clock_stands_still_from_the_proof_of_sending_to_the_arrival():
    found = spent_on_agency(monday(9), monday(10), tuesday(8, 30), OFFICE)

    assert found == Spent(work=HOUR, waiting=6 * HOUR)


def test_papers_that_went_out_before_the_process_waited_stop_it_at_once():
    assert spent_on_agency(monday(9), monday(8), monday(10), OFFICE) == Spent(waiting=HOUR)


def test_without_proof_the_clock_runs():
    assert spent_on_agency(monday(9), None, monday(10), OFFICE) == Spent(work=HOUR)


def test_times_of_steps_add_up_kind_by_kind():
    one, other = Spent(HOUR, 2 * HOUR, 3 * HOUR), Spent(work=MINUTE)

    assert one + other == Spent(HOUR, 2 * HOUR + MINUTE, 3 * HOUR)
    assert (one + other).total == 6 * HOUR + MINUTE


_INSTANTS = st.datetimes(
    datetime(2026, 11, 1),  # noqa: DTZ001 - hypothesis adds the zone
    datetime(2026, 12, 31),  # noqa: DTZ001
    timezones=st.just(WIB),
)


@given(st.tuples(_INSTANTS, _INSTANTS, _INSTANTS))
def test_no_time_is_lost_and_none_counted_twice(instants):
    first, middle, last = sorted(instants)
    whole = working_time_between(first, last, OFFICE)

    assert spent_by_person(first, middle, last, OFFICE).total == whole
    assert spent_on_agency(first, middle, last, OFFICE).total == whole
    assert spent_by_person(first, None, last, OFFICE).total == whole
