"""How hours are typed, kept and shown."""

from __future__ import annotations

from datetime import date, time

import pytest

from service.working_time import DEFAULT_SCHEDULE, Hours
from service.working_time.refusals import HoursUnreadable, InvalidHours
from service.working_time.weeks import read_hours, schedule_of, week_texts, written_hours

_TWO = (Hours(time(7, 30), time(12)), Hours(time(13), time(16)))


@pytest.mark.parametrize(
    "typed",
    [
        "07.30-12.00, 13.00-16.00",
        "07:30-12:00 13:00-16:00",
        "7.30 - 12; 13 - 16",
        "07.30\u201312.00 dan 13.00\u201316.00",
        "07.30 s.d. 12.00, 13.00 sampai 16.00",
        "  07.30-12.00,13.00-16.00  ",
    ],
)
def test_hours_are_read_however_people_write_them(typed):
    assert read_hours(typed) == _TWO


def test_nothing_typed_is_a_day_off():
    assert read_hours("  ") == ()


@pytest.mark.parametrize(
    "typed", ["pagi", "25.00-26.00", "07.61-08.00", "7", "07.30-12.00-13", "-"]
)
def test_what_is_no_hours_is_refused_with_what_was_typed(typed):
    with pytest.raises(HoursUnreadable) as refused:
        read_hours(typed)

    assert refused.value.params["text"] == typed


def test_more_stretches_than_a_day_has_are_refused():
    with pytest.raises(HoursUnreadable):
        read_hours(" ".join(f"{hour}-{hour + 1}" for hour in range(0, 14, 2)))


@pytest.mark.parametrize("typed", ["12-7", "8-12, 11-13", "13-16, 8-12", "8-8"])
def test_hours_that_overlap_or_run_backwards_are_refused(typed):
    with pytest.raises(InvalidHours):
        read_hours(typed)


def test_a_week_survives_being_kept_and_shown():
    kept = week_texts(DEFAULT_SCHEDULE.week)
    again = schedule_of(kept, legal_basis="x", first=date(2026, 1, 1), last=None)

    assert again.week == DEFAULT_SCHEDULE.week
    assert kept[5:] == ("", "")
    assert written_hours(_TWO) == "07.30-12.00, 13.00-16.00"
    assert read_hours(written_hours(_TWO)) == _TWO
