"""Rows that were pasted onto a drawing, as the modeller asks for them and hears of them."""

from __future__ import annotations

import io

import pytest

from service.diagrams.blank import blank_diagram
from service.sentences import sentence
from tests.integration.web.pages.reading import csrf_of
from tests.integration.web.pages.test_sop_drafts import analyst, bring, draft

pytestmark = pytest.mark.slow

__all__ = ["analyst", "draft"]

BLANK = blank_diagram("laporan", "Laporan")
ROWS = "\n".join(
    "\t".join(cells)
    for cells in (
        ("No", "Kegiatan", "Pelaksana", "Waktu", "Berkas", "Percabangan"),
        ("7", "Menyusun", "Anggota Tim", "2 hari", "dokumen baru: Laporan", ""),
        ("8", "Menelaah", "Bidang", "lekas", "", ""),
        ("9", "Memeriksa", "Ketua Tim", "1 jam", "", "jika tidak, kembali ke langkah 7"),
    )
)


def paste(browser, draft, text, *, raw=BLANK, after="langkah_1"):
    return bring(browser, draft, raw, act="baris", baris=text, sesudah=after)


def test_the_modeller_hears_what_each_row_is_and_what_is_to_be_looked_at(analyst, draft):
    answer = paste(analyst, draft, ROWS)

    told = answer.get_json()
    assert answer.status_code == 200
    assert [(row["type"], row["name"], row["lane"], row["each_unit"]) for row in told["rows"]] == [
        ("bpmn:UserTask", "Menyusun", "lane_anggota_tim", False),
        ("bpmn:UserTask", "Menelaah", "lane_bidang", True),
        ("bpmn:UserTask", "Memeriksa", "lane_ketua_tim", False),
    ]
    assert '<alur:form key="permintaan-bahan"/>' in told["rows"][0]["extensions"]
    assert told["returns"] == [{"from": 2, "to": 0}]
    assert told["documents"] == [{"key": "naskah", "name": "Laporan"}]
    assert told["message"] == "3 langkah ditempel, belum tersimpan."
    assert told["formed"].startswith("2 dari 3 langkah mendapat formulir")
    assert told["forms"] == [
        {
            "step": "7 Menyusun",
            "form": "Permintaan bahan",
            "why": sentence("table.form-by-asks-units"),
        },
        {"step": "8 Menelaah", "form": "", "why": "tidak ada yang cocok; pilih di panel"},
        {"step": "9 Memeriksa", "form": "Koreksi", "why": "karena kegiatannya “memeriksa …”"},
    ]
    (note,) = told["notes"]
    assert note.startswith("Langkah 8: Waktu “lekas” tidak dapat dihitung")


def test_the_words_that_were_typed_for_a_way_back_come_with_it(analyst, draft):
    typed = ROWS.replace("jika tidak,", "jika tidak sesuai,")

    assert paste(analyst, draft, typed).get_json()["returns"] == [
        {"from": 2, "to": 0, "asked": {"question": "Sesuai?", "onward": "Ya", "back": "Tidak"}}
    ]


def test_nothing_is_kept_of_rows_that_are_only_read(analyst, draft):
    before = analyst.get(f"{draft}/diagram.bpmn").get_data()
    paste(analyst, draft, ROWS)

    assert analyst.get(f"{draft}/diagram.bpmn").get_data() == before


def test_a_first_column_without_a_title_moves_no_other(analyst, draft):
    told = paste(analyst, draft, "\tKegiatan\tPelaksana\n✎\tMencatat\tSekretaris").get_json()

    assert [(row["name"], row["lane"]) for row in told["rows"]] == [
        ("Mencatat", "lane_sekretaris")
    ]


def test_text_without_a_step_is_answered_with_the_reason(analyst, draft):
    told = paste(analyst, draft, "No\tKegiatan\tPelaksana").get_json()

    assert told["rows"] == []
    assert told["message"] == "Di bawah judul kolom tidak ada langkah."
    assert told["notes"] == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Mencatat\n" * 600, "Yang ditempelkan 600 baris, paling banyak 500."),
        ("Mencatat surat\n" * 14_000, "Yang ditempelkan 210.000 karakter, paling banyak 200.000."),
    ],
)
def test_what_is_too_much_is_said_once_and_nothing_of_it_is_read(analyst, draft, text, said):
    told = paste(analyst, draft, text).get_json()

    assert told["rows"] == []
    assert told["message"].startswith(said)
    assert told["notes"] == []


@pytest.mark.parametrize(
    ("raw", "after", "status"),
    [(BLANK, "tidak_ada", 404), (b"", "langkah_1", 422), (b"<halo/>", "langkah_1", 422)],
)
def test_what_cannot_be_asked_so_is_refused_with_a_sentence(analyst, draft, raw, after, status):
    answer = paste(analyst, draft, ROWS, raw=raw, after=after)

    assert answer.status_code == status
    assert answer.get_json()["detail"]


def test_who_does_not_see_the_draft_has_no_rows_read(app, office, draft):
    for who in ("ketua", "orang-lain"):
        browser = office.signed_in(app, who)
        sent = {
            "csrf": csrf_of(browser.get("/kalender")),
            "baris": ROWS,
            "sesudah": "langkah_1",
            "diagram": (io.BytesIO(BLANK), "a.bpmn"),
        }
        answer = browser.post(
            f"{draft}/baris",
            data=sent,
            content_type="multipart/form-data",
            headers={"Accept": "application/json"},
        )

        assert answer.status_code == 404
        assert "rows" not in answer.get_json()
