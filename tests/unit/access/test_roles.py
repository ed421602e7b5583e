from datetime import UTC, date, datetime

import pytest

from service.access.roles import agency_key, agency_keys, in_force, overlap, today_in

JAN, FEB, MAR = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("Asia/Pontianak", date(2026, 11, 20)),
        ("Asia/Makassar", date(2026, 11, 21)),
        ("Asia/Jayapura", date(2026, 11, 21)),
    ],
)
def test_today_is_the_day_in_the_zone_of_the_office(zone, day):
    assert today_in(zone, datetime(2026, 11, 20, 16, 30, tzinfo=UTC)) == day


def test_the_first_and_the_last_day_of_a_holding_count():
    assert in_force(JAN, FEB, FEB)
    assert in_force(JAN, FEB, JAN)
    assert not in_force(JAN, FEB, date(2026, 2, 2))
    assert not in_force(FEB, None, JAN)
    assert in_force(FEB, None, date(2046, 1, 1))


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ((JAN, FEB), (FEB, MAR), True),
        ((JAN, date(2026, 1, 31)), (FEB, None), False),
        ((JAN, None), (MAR, None), True),
        ((MAR, None), (JAN, FEB), False),
    ],
)
def test_periods_with_inclusive_ends_overlap_when_they_share_a_day(first, second, expected):
    assert overlap(first, second) is expected
    assert overlap(second, first) is expected


def test_an_office_answers_to_kind_and_short_name():
    assert agency_keys("bappeda", "Bappeda") == {"bappeda"}
    assert agency_keys("bkad", "BKAD") == {"bkad", "tapd"}
    assert agency_keys("dinas", "Dinas  Kominfo") == {"dinas-kominfo"}
    assert agency_keys("lain", "") == frozenset()


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("TAPD", "tapd"),
        ("Biro Organisasi", "biro-organisasi"),
        (" Kementerian PANRB (e-review) ", "kementerian-panrb-e-review"),
        ("", ""),
    ],
)
def test_agencies_are_compared_in_one_form(written, key):
    assert agency_key(written) == key
