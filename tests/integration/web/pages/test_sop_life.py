"""The life of a SOP on its page, the note of a revision, and the evaluation."""

from __future__ import annotations

import io
from datetime import date

import pytest
from openpyxl import load_workbook
from sqlalchemy import insert, select, update

from service.sentences import sentence
from service.store.database import transaction
from service.store.ids import new_id
from service.store.tables import sop_version
from tests import sops
from tests.integration.web.pages.office import DINAS
from tests.integration.web.pages.reading import errors_of, form_of, page_of, place_of, words_of
from tests.unit.forms.test_file_kinds import DOCX, ODS

pytestmark = pytest.mark.slow

WHY = "Menyesuaikan Perbup 12/2026"


@pytest.fixture
def analyst(app, office):
    return office.signed_in(app, "analis", confirmed=True)


def uploaded(analyst, note, name="Surat", **more):
    fields = (
        form_of(analyst.get("/sop/unggah"), "/sop/unggah")
        | {"catatan": note, "versi-baru": "ya"}
        | more
    )
    files = {
        "diagram": (io.BytesIO(sops.diagram("surat", name=name)), "surat.bpmn"),
        "formulir": (io.BytesIO(sops.form()), "uji.form"),
    }
    return analyst.post("/sop/unggah", data=fields | files, content_type="multipart/form-data")


def change(office, **columns):
    with transaction(office.session) as tx:
        tx.execute(
            update(sop_version)
            .where(
                sop_version.c.pemda_id == office.pemda.id,
                sop_version.c.process_id == "surat",
            )
            .values(**columns)
        )


def change_number(office, number, **columns):
    with transaction(office.session) as tx:
        tx.execute(
            update(sop_version)
            .where(
                sop_version.c.pemda_id == office.pemda.id,
                sop_version.c.process_id == "surat",
                sop_version.c.number == number,
            )
            .values(**columns)
        )


@pytest.fixture
def effective(analyst, office):
    """Return the page of a SOP that binds the office since January."""
    page = place_of(uploaded(analyst, WHY))
    change(office, status="effective", effective_from=date(2026, 1, 1))
    return page


def test_the_note_of_a_revision_stands_in_the_life_and_in_the_comparison(analyst):
    page = place_of(uploaded(analyst, "Yang pertama"))
    uploaded(analyst, WHY, name="Surat masuk")

    (life,) = page_of(analyst.get(page)).xpath("//section[@aria-labelledby='riwayat-sop']")
    compared = words_of(analyst.get(f"{page}/beda/1/2"))

    lines = [" ".join(one.text_content().split()) for one in life.xpath(".//li")]
    assert lines[0].startswith("Versi 1: konsep disusun")
    assert lines[0].endswith("Catatan revisi: Yang pertama")
    assert lines[2].endswith(f"Catatan revisi: {WHY}")
    assert "lolos cek diagram" in lines[3]
    assert WHY in compared
    assert WHY in words_of(analyst.get(f"{page}/beda/1/2/matriks"))


def test_a_note_that_is_too_long_comes_back_and_stores_nothing(analyst):
    answer = uploaded(analyst, "x" * 2_001)

    assert answer.status_code == 422
    assert errors_of(answer)
    assert page_of(answer).xpath("string(//textarea[@name='catatan'])").strip() == "x" * 2_001
    assert "Surat" not in words_of(analyst.get("/sop?cari=surat"))


def test_an_evaluation_is_recorded_and_shows_with_the_next_day(analyst, effective):
    form = form_of(analyst.get(f"{effective}/evaluasi"), "/evaluasi")
    typed = {"tanggal": "2026-11-20", "hasil": "revise", "catatan": "Langkah 1 terlalu lama"}

    answer = analyst.post(f"{effective}/evaluasi", data=form | typed)
    words = words_of(analyst.get(answer.location))

    assert answer.status_code == 303
    assert "20 November 2026: Perlu direvisi" in words
    assert "Langkah 1 terlalu lama" in words
    assert "paling lambat 20 November 2027" in words
    assert "Evaluasi paling lambat 20 November 2027" in words_of(analyst.get("/sop?urut=evaluasi"))


def test_a_wrong_entry_comes_back_with_what_was_typed(analyst, effective):
    form = form_of(analyst.get(f"{effective}/evaluasi"), "/evaluasi")
    typed = {"tanggal": "2027-11-20", "hasil": "revise", "catatan": "Lama"}

    future = analyst.post(f"{effective}/evaluasi", data=form | typed)
    empty = analyst.post(f"{effective}/evaluasi", data=form | {"tanggal": "", "catatan": ""})

    assert future.status_code == 422
    assert "sesudah hari ini" in errors_of(future)[0]
    assert page_of(future).xpath("//input[@value='revise']/@checked")
    assert page_of(future).xpath("string(//textarea)").strip() == "Lama"
    assert len(errors_of(empty)) == 3


def test_what_binds_nobody_has_nothing_to_evaluate(analyst):
    page = place_of(uploaded(analyst, ""))

    assert "Belum ada versi SOP ini yang berlaku" in words_of(analyst.get(f"{page}/evaluasi"))


def test_a_version_that_binds_only_later_has_nothing_to_evaluate_yet(analyst, effective, office):
    # The clock of the tests stands in November 2026.
    change(office, effective_from=date(2027, 2, 1))

    words = words_of(analyst.get(f"{effective}/evaluasi"))

    assert "Belum ada versi SOP ini yang berlaku" in words
    assert "paling lambat" not in words


def test_the_next_version_does_not_move_the_evaluation_before_it_begins(
    analyst, effective, office
):
    change(office, effective_to=date(2027, 1, 31))
    with transaction(office.session) as tx:
        row = tx.execute(
            select(sop_version).where(
                sop_version.c.pemda_id == office.pemda.id, sop_version.c.process_id == "surat"
            )
        ).one()
        later = {"id": new_id(), "number": 2, "effective_to": None}
        tx.execute(
            insert(sop_version).values(
                row._asdict() | later | {"effective_from": date(2027, 2, 1)}
            )
        )

    page = words_of(analyst.get(f"{effective}/evaluasi"))
    register = words_of(analyst.get("/sop?urut=evaluasi"))

    assert "paling lambat 1 Januari 2027" in page
    assert "Evaluasi paling lambat 1 Januari 2027" in register


def test_staff_and_strangers_evaluate_nothing(app, office, effective):
    staff = office.signed_in(app, "ketua")

    assert staff.get(f"{effective}/evaluasi").status_code == 403
    assert f"{effective}/evaluasi" not in staff.get(effective).text
    assert office.signed_in(app, "orang-lain").get(f"{effective}/evaluasi").status_code == 403


# ---------------------------------------------------------------- from a later day


@pytest.fixture
def dinas(office):
    return str(office.pemda.offices[DINAS])


@pytest.fixture
def two_versions(analyst, office, dinas):
    """Return the page of a SOP whose second version binds the office from December."""
    uploaded(analyst, WHY, kantor=dinas)
    page = place_of(uploaded(analyst, WHY, "Surat masuk", kantor=dinas))
    first, last = date(2026, 1, 1), date(2026, 11, 30)
    change_number(office, 1, status="effective", effective_from=first, effective_to=last)
    change_number(office, 2, status="effective", effective_from=date(2026, 12, 1))
    return page


def test_a_version_of_a_later_day_is_not_called_in_force_and_the_button_names_what_it_starts(
    app, office, two_versions
):
    words = words_of(office.signed_in(app, "ketua").get(two_versions))

    assert "Versi 1 Berlaku efektif" in words
    assert "Versi 2 Disahkan, berlaku mulai 1 Desember 2026" in words
    assert "Mulai proses versi 1" in words
    assert "Diagram, langkah, dan identitas di halaman ini dari versi 1" in words


def test_the_register_finds_and_names_what_is_ratified_for_a_later_day(analyst, two_versions):
    assert "Disahkan, berlaku mulai 1 Desember 2026" in words_of(analyst.get("/sop"))
    for state, there in (("ratified", True), ("effective", True), ("ended", False)):
        assert ("Surat" in words_of(analyst.get(f"/sop?keadaan={state}&cari=surat"))) == there


def test_a_newer_trial_hides_no_version_that_is_ratified(analyst, office, dinas):
    uploaded(analyst, WHY, kantor=dinas)
    change_number(office, 1, status="effective", effective_from=date(2026, 12, 1))
    uploaded(analyst, WHY, "Surat masuk", kantor=dinas)
    change_number(office, 2, status="trial")

    shown = words_of(analyst.get("/sop?keadaan=ratified"))
    sheet = load_workbook(io.BytesIO(analyst.get("/sop/register.xlsx?keadaan=ratified").data))
    _, row = sheet.worksheets[0].iter_rows(values_only=True)

    assert "Versi 1 Disahkan, berlaku mulai 1 Desember 2026" in shown
    assert "Uji coba" in shown
    assert row[3:5] == ("Disahkan, belum berlaku", 1)
    assert str(row[5]).startswith("2026-12-01")


def test_putting_in_force_proposes_the_first_day_that_is_free(
    app, analyst, office, dinas, two_versions
):
    uploaded(analyst, WHY, "Surat keluar", kantor=dinas)
    change_number(office, 3, status="trial")
    head = office.signed_in(app, "kadis", confirmed=True)
    place = f"{two_versions}/versi/3/berlakukan"

    asked = head.get(two_versions)
    fields = form_of(asked, "/versi/3/berlakukan")
    refused = head.post(place, data=fields | {"tanggal": "2026-12-01"})

    assert fields["tanggal"] == ["2026-12-02"]
    assert "Tanggal paling awal 2 Desember 2026" in words_of(asked)
    assert "versi 2 tidak berlaku lagi" in words_of(asked)
    assert refused.status_code == 409
    assert "Tanggal paling awal untuk versi ini 2 Desember 2026" in " ".join(errors_of(refused))


def said_on(answer):
    """Return what a page says was done."""
    return [words_of_element(it) for it in page_of(answer).xpath("//main//*[@role='status']")]


def words_of_element(element):
    return " ".join(element.text_content().split())


def test_each_act_on_a_version_says_in_one_sentence_what_was_done(analyst, app, office, dinas):
    head = office.signed_in(app, "kadis", confirmed=True)

    def does(browser, act, **typed):
        place = f"{page}/versi/1/{act}"
        fields = form_of(browser.get(page), place) | typed
        return said_on(browser.get(browser.post(place, data=fields).location))

    added = uploaded(analyst, WHY, kantor=dinas)
    page = place_of(added)

    assert said_on(analyst.get(added.location))[0].startswith("Versi 1 tersimpan.")
    assert does(analyst, "uji-coba")[0].startswith("Versi 1 terbit sebagai uji coba.")
    assert does(head, "berlakukan", tanggal="2026-12-01") == [
        "Versi 1 diberlakukan mulai 1 Desember 2026."
    ]
    assert (
        "Hari ini tidak ada versi yang berlaku, dan proses baru tidak dapat dimulai."
        " Versi 1 sudah disahkan dan berlaku mulai 1 Desember 2026."
    ) in words_of(analyst.get(page))
    assert does(head, "cabut", alasan="Salah") == [
        "Versi 1 dicabut. Proses yang sedang berjalan tetap diselesaikan."
    ]


def test_an_address_that_names_an_act_which_does_not_hold_says_nothing(analyst, dinas):
    page = place_of(uploaded(analyst, WHY, kantor=dinas))

    for act in ("uji-coba", "berlaku", "cabut", "lain"):
        assert said_on(analyst.get(f"{page}?sesudah={act}&versi=1")) == []
        assert said_on(analyst.get(f"{page}?sesudah={act}&versi=9")) == []


def test_what_holds_until_a_later_version_begins_stands_on_the_page(analyst, two_versions):
    assert (
        "Hari ini yang berlaku versi 1. Versi 2 sudah disahkan dan berlaku mulai 1 Desember 2026."
    ) in words_of(analyst.get(two_versions))


def test_a_second_press_opens_the_draft_that_nobody_changed_yet_and_says_so(analyst):
    page = place_of(uploaded(analyst, WHY))
    act = f"{page}/versi/1/draf"
    fields = form_of(analyst.get(page), act)
    first = analyst.post(act, data={**fields, "bentuk": "tabel"}).location

    again = analyst.post(act, data={**form_of(analyst.get(page), act), "bentuk": "tabel"})

    assert again.location == f"{first}?sesudah=lanjut"
    assert sentence("web.draft-waiting") in words_of(analyst.get(again.location))


@pytest.mark.parametrize(
    ("content", "called"),
    [
        (DOCX, "dokumen Word"),
        (ODS, "lembar kerja Excel"),
        (b"%PDF-1.7\n%", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "dokumen Word atau Excel"),
    ],
    ids=["word", "excel", "pdf", "old"],
)
def test_a_document_is_no_diagram_whatever_its_name_but_its_table_can_be_pasted(
    analyst, content, called
):
    fields = form_of(analyst.get("/sop/unggah"), "/sop/unggah")

    answer = analyst.post(
        "/sop/unggah",
        data={**fields, "diagram": (io.BytesIO(content), "surat.bpmn")},
        content_type="multipart/form-data",
    )

    assert answer.status_code == 422
    (said,) = errors_of(answer)
    assert said == sentence("web.diagram-is-document", kind=called)
    assert page_of(answer).xpath("//main//a[@href='/sop/draf']")


def test_a_picture_is_no_diagram_and_no_table(analyst):
    fields = form_of(analyst.get("/sop/unggah"), "/sop/unggah")
    scan = (io.BytesIO(b"\xff\xd8\xff\xe0" + bytes(64)), "pindai.bpmn")

    answer = analyst.post(
        "/sop/unggah", data={**fields, "diagram": scan}, content_type="multipart/form-data"
    )

    assert errors_of(answer) == [sentence("web.diagram-is-picture")]
