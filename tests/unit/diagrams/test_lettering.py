"""Names on a picture stay within what they name."""

import pytest

from service.diagrams.lettering import LINE, SMALLEST, fitted, width

STEP = (86.0, 76.0)


@pytest.mark.parametrize(
    "text",
    [
        "Menyusun konsep",
        "Mempertanggungjawabkannya",
        "Menyusun dan menyempurnakan " * 30,
        "m" * 14,
    ],
)
def test_a_name_stays_within_its_step(text):
    lines, size = fitted(text, *STEP, 12.0)

    assert max(width(line, size) for line in lines) <= STEP[0]
    assert len(lines) * size * LINE <= STEP[1]


def test_a_name_that_fits_is_as_large_as_others():
    assert fitted("Menyusun konsep laporan", *STEP, 12.0)[1] == 12.0


def test_what_is_cut_says_so():
    lines, size = fitted("Menyusun dan menyempurnakan " * 30, *STEP, 12.0)

    assert size == SMALLEST
    assert lines[-1].endswith("…")


def test_nothing_to_write_is_no_line():
    assert fitted("", *STEP, 12.0) == ((), 12.0)
