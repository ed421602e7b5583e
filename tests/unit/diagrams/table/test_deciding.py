"""What is asked where ways part, in the words that somebody typed."""

from __future__ import annotations

import pytest

from service.diagrams.table import read_pasted, read_typed
from tests.unit.diagrams.table.test_typed import edited, small

BACK, ON = ("return", "step_1"), ("forward", None)

TYPED = [
    ("jika tidak sesuai, kembali ke langkah 1", "Sesuai?", {"Ya": ON, "Tidak": BACK}),
    ("Apabila belum lengkap dikembalikan ke no. 1", "Lengkap?", {"Ya": ON, "Tidak": BACK}),
    ("jika ada perbaikan, kembali ke langkah 1", "Ada perbaikan?", {"Tidak": ON, "Ya": BACK}),
    ("jika lengkap, lanjut ke selesai", "Lengkap?", {"Ya": ("forward", "end"), "Tidak": ON}),
]
SENTENCES = [
    (
        "jika sesuai, lanjut ke langkah 3. Jika tidak sesuai, kembali ke langkah 1",
        "Sesuai?",
        {"Ya": ON, "Tidak": BACK},
    ),
    (
        "jika sesuai, lanjut ke langkah 3. Jika tidak, kembali ke langkah 1",
        "Sesuai?",
        {"Ya": ON, "Tidak": BACK},
    ),
    (
        "jika disetujui, lanjut ke langkah 3. Jika direvisi, kembali ke langkah 1",
        "Disetujui?",
        {"Disetujui": ON, "Direvisi": BACK},
    ),
    (
        "jika tidak, kembali ke langkah 1",
        "Disetujui?",
        {"Ya, teruskan": ON, "Kembalikan ke 1": BACK},
    ),
]


def said(row):
    ends = {"end_1": "end", "selesai": "end"}
    ways = {way.words: (way.way, ends.get(way.to, way.to)) for way in row.branches}
    return row.question, ways


@pytest.mark.parametrize(("text", "question", "ways"), [*TYPED, *SENTENCES])
def test_a_pasted_condition_names_the_question_and_its_answers(text, question, ways):
    lines = ("1\tMenyusun\tSekretaris\t", f"2\tMemeriksa\tSekretaris\t{text}")
    pasted = read_pasted(
        "\n".join(("No\tKegiatan\tPelaksana\tKet", *lines, "3\tMengirim\tSekretaris\t"))
    )

    assert pasted.table is not None
    assert said(pasted.table.row("step_2")) == (question, ways)


@pytest.mark.parametrize(("text", "question", "ways"), TYPED)
def test_so_does_a_condition_that_is_typed_alone(text, question, ways):
    typed = read_typed(edited(small(), "step_2", ways=text), small())

    assert typed.problems == ()
    assert said(typed.table.row("step_2")) == (question, ways)


def test_what_is_typed_line_by_line_stays_as_it_is():
    lines = "jika sesuai, lanjut ke langkah 3\njika “Tidak”, kembali ke langkah 1\nCocok?"

    row = read_typed(edited(small(), "step_2", ways=lines), small()).table.row("step_2")

    assert said(row) == ("Cocok?", {"Sesuai": ON, "Tidak": BACK})
