"""Which numbers in a text name a step, and how they follow it."""

from __future__ import annotations

import pytest

from service.diagrams.step_references import renumbered

MORE = {str(number): str(number + 1) for number in range(1, 20)} | {"b": "c"}


@pytest.mark.parametrize(
    ("text", "now"),
    [
        ("Jika tidak, kembali ke langkah 5 untuk diperbaiki", None),
        ("kembali ke 5.", None),
        ("ke no. 5", None),
        ("ke no.5", None),
        ("langkah 5, 6 dan 7", "langkah 6, 7 dan 8"),
        ("langkah 5 s.d. 7", "langkah 6 s.d. 8"),
        ("langkah 5-7", "langkah 6-8"),
        ("kembali ke langkah b", "kembali ke langkah c"),
        ("5 berkas, lihat langkah 5", "5 berkas, lihat langkah 6"),
    ],
)
def test_a_number_that_can_only_be_a_step_follows_it(text, now):
    assert renumbered(text, MORE) == (now or text.replace("5", "6"))


@pytest.mark.parametrize(
    "text",
    [
        "Permendagri No. 5 Tahun 2020",
        "Nota Dinas Nomor 5",
        "dilanjutkan 5 hari kemudian",
        "langkah 5 hari",
        "diteruskan ke 5 Bidang",
        "kembali ke baris 5",
        "langkah 3.2",
        "pukul 5",
    ],
)
def test_any_other_number_stays(text):
    assert renumbered(text, MORE) == text
