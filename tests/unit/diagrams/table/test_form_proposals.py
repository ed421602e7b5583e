"""Which form a row proposes, and why: by what it does first, never by a word further on."""

from __future__ import annotations

import pytest

from service.diagrams.table import Row, SopTable, Waktu, forms_proposed
from service.diagrams.table.model import SIX_LANES


def proposed(activity):
    row = Row("step_1", "work", "1", activity, "lane_ketua_tim", Waktu())
    return forms_proposed(SopTable("sop", "", SIX_LANES, (row,))).get("step_1")


@pytest.mark.parametrize(
    ("activity", "form", "words"),
    [
        ("Mengoreksi konsep lalu meneruskan ke Sekretaris", "koreksi", "mengoreksi"),
        ("Kepala Dinas memerintahkan Sekretaris untuk menyusun", "perintah", "memerintahkan"),
        ("Menerima, menelaah dan memerintahkan Kasubbag", "perintah", "memerintahkan"),
        ("Menerima penugasan dan menugaskan staf untuk meneliti", "perintah", "menugaskan"),
        ("Meneruskan perintah untuk menggandakan laporan", "perintah", "meneruskan"),
        ("3.1 Mengumpulkan bahan dari Bidang", "penerimaan-bahan", "mengumpulkan"),
        ("Menyerahkan konsep, selanjutnya menugaskan staf", "perintah", "menugaskan"),
        ("Pengarsipan", "arsip", "pengarsipan"),
    ],
)
def test_what_a_row_does_asks_for_its_form(activity, form, words):
    found = proposed(activity)

    assert found is not None
    assert (found.form, found.by, found.words) == (form, "words", words)


@pytest.mark.parametrize(
    "activity",
    [
        "Merevisi konsep, kemudian menyerahkan kepada Ketua Tim untuk dikoreksi",
        "Menandatangani laporan dan menyerahkan kepada Ketua Tim",
        "Menindaklanjuti hasil pemeriksaan",
        "Menyusun konsep perintah",
        "Menerima tamu",
        # Each form would fit half of it.
        "Menggandakan dan mengarsipkan laporan",
    ],
)
def test_a_row_that_no_form_fits_well_gets_none(activity):
    assert proposed(activity) is None
