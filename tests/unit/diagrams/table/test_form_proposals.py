"""Which form a row proposes, and why: by what it does first, never by a word further on."""

from __future__ import annotations

import pytest

from service.diagrams.findings import Finding
from service.diagrams.table import Row, SopTable, Waktu, forms_proposed
from service.diagrams.table.model import SIX_LANES
from service.diagrams.table.proposals import form_mend


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


def never_filled(*forms, name="bidang"):
    """Return what mends that nobody asks which Bidang; the rows before theirs have `forms`."""
    before = (
        Row(f"step_{at}", "work", str(at), "Menugaskan", "lane_ketua_tim", Waktu(), form=form)
        for at, form in enumerate(forms, start=1)
    )
    parts = Row("step_9", "per_unit", "9", "Menyusun bahan", "lane_bidang", Waktu())
    found = Finding("setup", "list-never-filled", "step_9", {"name": name})
    return form_mend(found, SopTable("sop", "", SIX_LANES, (*before, parts)))


@pytest.mark.parametrize("form", [None, "catatan-pelaksanaan"])
def test_the_step_before_the_parts_of_all_bidang_can_be_made_to_ask_which(form):
    mend = never_filled("perintah", form)

    assert mend is not None
    assert (mend.kind, mend.element) == ("ask-units", "step_2")
    assert mend.params == {"form": "permintaan-bahan", "step": "Menugaskan"}


def test_a_form_that_asks_for_more_is_not_taken_away_and_another_list_is_left_to_a_person():
    assert never_filled("perintah") is None
    assert never_filled(None, name="tim") is None
    assert never_filled() is None
