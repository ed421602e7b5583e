"""How a page explains a tenggat that is later than the waktu baku suggests."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from service.web.dues import why_late_hours
from service.working_time import OfficeCalendar, default_calendar


def clock(*, strict=False):
    return OfficeCalendar(default_calendar("Asia/Jakarta"), strict, frozenset({2026}), None)


@pytest.mark.parametrize(
    ("arrived", "said"),
    [
        (datetime(2026, 11, 23, 3, tzinfo=UTC), ""),  # Monday, 10.00
        (datetime(2026, 11, 23, 17, 40, tzinfo=UTC), "pukul 00.40 WIB, di luar jam kerja"),
        (datetime(2026, 11, 22, 3, tzinfo=UTC), "pukul 10.00 WIB, di luar jam kerja"),  # Sunday
    ],
)
def test_a_task_that_comes_while_nobody_works_says_from_when_its_tenggat_counts(arrived, said):
    usual, strict = why_late_hours(arrived, clock()), why_late_hours(arrived, clock(strict=True))

    assert (said in usual) if said else (usual == "")
    assert ("paling cepat akhir hari kerja" in usual) == bool(said)
    assert ("mulai jam kerja berikutnya" in strict) == bool(said)
