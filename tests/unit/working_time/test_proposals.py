"""What the package of holidays is asked for, and what it is known to get wrong."""

from __future__ import annotations

from collections import Counter
from datetime import date

from service.working_time.proposals import ESTIMATED, proposal_for


def kinds(year):
    return Counter(it.kind for it in proposal_for(year).days)


def test_cuti_bersama_are_asked_for_and_not_silently_left_out():
    assert kinds(2026) == {"national": 17, "collective_leave": 8}
    assert date(2026, 3, 18) in {it.day for it in proposal_for(2026).days}


def test_a_year_that_the_skb_has_not_reached_has_none():
    assert kinds(2028)["collective_leave"] == 0


def test_days_that_are_not_settled_say_so_in_their_names():
    estimated = [it.name for it in proposal_for(2027).days if ESTIMATED in it.name]

    assert any("Idul Fitri" in name for name in estimated)
    assert any("Idul Adha" in name for name in estimated)


def test_a_feast_of_the_moon_year_may_come_twice_in_one_year():
    twice = [it.day for it in proposal_for(2027).days if it.name.startswith("Isra Mikraj")]

    assert twice == [date(2027, 1, 5), date(2027, 12, 26)]


def test_the_days_of_a_year_lie_in_it_in_order_with_words_of_indonesia():
    days = proposal_for(2026).days

    assert list(days) == sorted(days, key=lambda it: it.day)
    assert {it.day.year for it in days} == {2026}
    assert proposal_for(2026).source.startswith("holidays ")
    assert "Hari Kemerdekaan Republik Indonesia" in {it.name for it in days}
