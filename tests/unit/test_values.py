"""Instants as text: one way to write each, and no other is read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from service.values import instant, instant_text

WIB = timezone(timedelta(hours=7))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (datetime(2026, 11, 23, 3, 0, tzinfo=UTC), "2026-11-23T03:00:00.000000Z"),
        (datetime(2026, 11, 23, 3, 0, 0, 5, tzinfo=UTC), "2026-11-23T03:00:00.000005Z"),
        (datetime(2026, 11, 23, 1, 30, tzinfo=WIB), "2026-11-22T18:30:00.000000Z"),
    ],
)
def test_an_instant_is_written_in_utc_with_microseconds_and_read_again(value, text):
    assert instant_text(value) == text
    assert instant(text) == value
    assert instant(text).tzinfo is UTC


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-23T03:00:00Z",
        "2026-11-23T03:00:00.000000+00:00",
        "2026-11-23T10:00:00.000000+07:00",
        "2026-11-23T03:00:00.000000",
        "2026-11-23 03:00:00.000000Z",
        "20261123T030000.000000Z",
        "2026-11-23",
        "besok",
    ],
)
def test_any_other_way_to_write_an_instant_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        instant(text)
