from datetime import UTC, datetime, timedelta

import pytest

from service.sentences.words import written_instant, written_span


@pytest.mark.parametrize(
    ("span", "indonesian", "english"),
    [
        (timedelta(hours=2, minutes=15), "2 jam 15 menit", "2 h 15 min"),
        (timedelta(seconds=7), "kurang dari 1 menit", "less than 1 min"),
        (timedelta(), "0 menit", "0 min"),
    ],
)
def test_a_span_is_written_in_the_language_that_is_asked_for(span, indonesian, english):
    assert (written_span(span), written_span(span, "en")) == (indonesian, english)


def test_an_instant_is_written_in_the_language_that_is_asked_for():
    noon = datetime(2026, 8, 21, 5, 0, tzinfo=UTC)

    assert written_instant(noon, "Asia/Jakarta") == "21 Agustus 2026 pukul 12.00 WIB"
    assert written_instant(noon, "Asia/Jakarta", "en") == "21 August 2026, 12.00 WIB"
