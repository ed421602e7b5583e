from __future__ import annotations

from datetime import date

import pytest

from service.web.pages.start_form import StartForm


@pytest.mark.parametrize(
    ("today", "kinds", "year"),
    [
        (date(2026, 11, 23), ("murni", "perubahan"), "2027"),
        (date(2026, 11, 23), (), "2026"),
        (date(2027, 3, 31), (), "2026"),
        (date(2027, 4, 1), (), "2027"),
    ],
)
def test_a_plan_is_proposed_for_next_year_and_a_report_on_the_year_that_is_over(
    today, kinds, year
):
    assert StartForm.blank(today, kinds).tahun == year
