"""Days that laws set: which processes they concern, and on which day they fall."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

from service.working_time.legal import KNOWN, LegalDeadline, legal_dues

OFFICE, OTHER = UUID(int=1), UUID(int=2)
LAKIP = LegalDeadline(
    id=UUID(int=10),
    office_id=None,
    base_id=None,
    name="LKjIP",
    sop="lakip",
    years_after=1,
    month=2,
    day=31,
    legal_basis="Perpres 29/2014",
    article="",
    reason="",
    verified=False,
)
EARLIER = replace(
    LAKIP, id=UUID(int=11), office_id=OFFICE, base_id=LAKIP.id, month=1, day=20, reason="Perbup"
)


def days(deadlines, *, office=OFFICE, key="kalbar-lakip", year=2026):
    return [it.day for it in legal_dues(deadlines, office_id=office, sop_key=key, year=year)]


def test_a_day_beyond_the_month_is_its_last_one():
    assert days([LAKIP], year=2026) == [date(2027, 2, 28)]
    assert days([LAKIP], year=2027) == [date(2028, 2, 29)]


def test_a_deadline_concerns_every_sop_with_its_word_and_no_other():
    assert days([LAKIP], key="tanjabbar-lakip")
    assert days([replace(LAKIP, sop="kalbar-lakip")])
    assert not days([LAKIP], key="kalbar-lkpj")
    assert not days([LAKIP], key="lakipan")


def test_what_an_office_has_of_its_own_stands_in_the_place_of_the_pemdas():
    assert days([LAKIP, EARLIER]) == [date(2027, 1, 20)]
    assert days([LAKIP, EARLIER], office=OTHER) == [date(2027, 2, 28)]


def test_the_earliest_comes_first():
    later = replace(LAKIP, id=UUID(int=12), name="Reviu", month=3)

    assert days([later, LAKIP]) == [date(2027, 2, 28), date(2027, 3, 31)]


def test_a_deadline_is_over_at_midnight_where_the_office_is():
    [due] = legal_dues([EARLIER], office_id=OFFICE, sop_key="kalbar-lakip", year=2026)

    assert due.ends_at("Asia/Makassar") == datetime(2027, 1, 20, 16, tzinfo=UTC)


def test_what_alur_knows_are_days_that_exist():
    for known in KNOWN:
        made = replace(
            LAKIP, month=known.month, day=known.day, years_after=known.years_after, sop=known.sop
        )
        assert made.falls_on(2026)
        assert made.falls_on(2027)
