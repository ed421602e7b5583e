"""*Surat tugas* and *token API*: who may record them, and what is asked of them."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from tests.integration.web.pages.reading import csrf_of, errors_of, form_of, page_of, words_of
from tests.integration.web.pages.test_people import events, send
from tests.people import caller_named

#: Many requests; `./alur test --fast` is content with the pages of tasks and processes.
pytestmark = pytest.mark.slow

DINAS = "Dinas Koperasi dan UKM"
LETTER = {
    "nomor": "700/12/ST",
    "tanggal": "2026-11-20",
    "mulai": "2026-11-23",
    "sampai": "2026-11-30",
}


@pytest.fixture
def inspektur(app, office):
    caller = caller_named(office.session, "administrator")
    # The template's own stays as it is for the other tests.
    pemda = replace(
        office.pemda,
        session=office.session,
        administrator_id=caller.person_id,
        units=dict(office.pemda.units),
        positions=dict(office.pemda.positions),
    )
    inspektur = pemda.hire(
        "Inspektorat",
        "Inspektur",
        unit=("Pimpinan", "pimpinan"),
        role="kepala_dinas",
        login="inspektur",
    )
    office.people = {**office.people, "inspektur": inspektur}
    return office.signed_in(app, "inspektur")


@pytest.fixture
def letter(office):
    """Give what is typed for the auditor of the office."""
    return LETTER | {
        "auditor": str(office.people["auditor"].person_id),
        "kantor": str(office.pemda.offices[DINAS]),
    }


def test_a_letter_opens_a_process_to_its_auditor_and_its_end_closes_it(
    app, inspektur, office, letter, walk_at
):
    auditor = office.signed_in(app, "auditor")
    process = f"/proses/{walk_at('step_7').instance}"
    closed = auditor.get(process).status_code

    made = send(inspektur, "/surat-tugas/baru", **letter)
    opened = auditor.get(process).status_code
    listed = inspektur.get(made.location)
    (revoke,) = [href for href in page_of(listed).xpath("//td//a/@href") if "cabut" in href]
    effects = words_of(inspektur.get(revoke))
    done = send(inspektur, revoke)

    assert (closed, made.status_code, opened, done.status_code) == (404, 303, 200, 303)
    assert "700/12/ST 20 November 2026" in words_of(listed).replace("ST20", "ST 20")
    assert "seketika tidak melihat lagi" in effects
    assert auditor.get(process).status_code == 404
    assert "Dicabut" in words_of(inspektur.get("/surat-tugas"))
    assert "Dicabut" in words_of(auditor.get("/surat-tugas"))


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"auditor": ""}, "Auditor: Wajib diisi."),
        ({"nomor": ""}, "Nomor surat: Wajib diisi."),
        ({"tanggal": "kapan-kapan"}, "Tanggal surat: kapan-kapan bukan tanggal."),
        ({"mulai": "2026-11-01"}, "Hari pertama mendahului tanggal surat"),
        ({"sampai": "2026-11-22"}, "Hari terakhir mendahului hari pertama"),
        ({"sampai": "9999-12-31"}, "Surat tugas berlaku paling lama 366 hari"),
        ({"tanggal": "0202-11-20"}, "Tanggal surat: Tahunnya harus antara 1945 dan 2076."),
        ({"kantor": "lain"}, "Pilih dari daftar."),
        ({"sop": "lain"}, "SOP ini bukan milik perangkat daerah yang dipilih."),
    ],
)
def test_a_wrong_letter_comes_back_as_typed_and_nothing_is_recorded(
    inspektur, office, letter, typed, words
):
    before = events(office)
    typed = letter | typed

    answer = send(inspektur, "/surat-tugas/baru", **typed)

    assert answer.status_code == 422
    assert words in " ".join(errors_of(answer))
    for name in ("nomor", "tanggal", "mulai", "sampai"):
        assert page_of(answer).get_element_by_id(name).get("value") == typed[name]
    assert events(office) == before


def test_a_letter_can_be_limited_to_a_sop_of_its_office_only(inspektur, office, letter):
    sop = {"sop": str(office.sop_id)}
    other = {"kantor": str(office.pemda.offices["Dinas Sosial"])}

    refused = send(inspektur, "/surat-tugas/baru", **(letter | other | sop))
    made = send(inspektur, "/surat-tugas/baru", **(letter | sop))

    assert refused.status_code == 422
    assert made.status_code == 303
    assert "Penyusunan RKA dan DPA SKPD" in words_of(inspektur.get("/surat-tugas"))


@pytest.mark.parametrize("who", ["kadis", "sekretaris", "ketua", "analis", "auditor"])
def test_only_the_inspektorats_leadership_records_letters(app, inspektur, office, letter, who):
    send(inspektur, "/surat-tugas/baru", **letter)
    (revoke,) = page_of(inspektur.get("/surat-tugas")).xpath("//td//a/@href")
    browser = office.signed_in(app, who)
    token = {"csrf": csrf_of(browser.get("/struktur"))}
    before = events(office)

    assert browser.get("/surat-tugas/baru").status_code == 404
    assert browser.post("/surat-tugas/baru", data=token | letter).status_code == 404
    assert browser.post(revoke, data=token).status_code == 404
    listed = browser.get("/surat-tugas")
    assert listed.status_code == (200 if who == "auditor" else 404)
    assert ("Surat Tugas" in words_of(listed)) == (who == "auditor")
    assert events(office) == before


def test_a_letter_is_not_for_oneself(app, inspektur, office, letter):
    own = letter | {"auditor": str(office.people["inspektur"].person_id)}

    answer = send(inspektur, "/surat-tugas/baru", **own)

    assert answer.status_code == 422
    assert errors_of(answer) == ["Auditor: Wajib diisi."]


# ---------------------------------------------------------------- tokens


def make_token(browser, office, who, **other):
    typed = {
        "program": "Penghubung",
        "jabatan": str(office.people[who].holders[0].holding_id),
        "masa": "30",
    }
    return browser.post("/token", data=form_of(browser.get("/token"), "/token") | typed | other)


def test_a_token_is_shown_once_works_and_stops_working_when_it_is_revoked(app, office):
    browser = office.signed_in(app, "ketua", confirmed=True)
    made = make_token(browser, office, "ketua")
    token = re.search(r"[0-9a-f]{32}\.[\w-]{43}", words_of(made))
    assert token is not None
    program = app.test_client()
    headers = {"Authorization": f"Bearer {token[0]}"}
    works = program.get("/api/v1/me", headers=headers)
    listed = browser.get("/token")

    revoked = browser.post("/token/cabut", data=form_of(listed, "/cabut"))

    assert made.status_code == 200
    assert made.headers["Cache-Control"] == "no-store"
    assert works.status_code == 200
    assert token[0] not in listed.get_data(as_text=True)
    assert "Penghubung" in words_of(listed)
    assert revoked.status_code == 303
    assert program.get("/api/v1/me", headers=headers).status_code == 401


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"program": ""}, "Nama program: Wajib diisi."),
        ({"program": "x" * 101}, ""),
        ({"jabatan": "bukan-milik"}, "Pilih dari daftar."),
        ({"masa": "9999"}, "Pilih dari daftar."),
    ],
)
def test_a_wrong_token_form_comes_back(app, office, typed, words):
    browser = office.signed_in(app, "ketua", confirmed=True)

    answer = make_token(browser, office, "ketua", **typed)

    assert answer.status_code == 422
    assert words in " ".join(errors_of(answer))


def test_a_token_asks_for_the_password(app, office):
    browser = office.signed_in(app, "ketua")
    before = events(office)

    without = make_token(browser, office, "ketua")
    wrong = make_token(browser, office, "ketua", sandi="salah")

    assert (without.status_code, wrong.status_code) == (422, 422)
    assert "kata sandi" in errors_of(without)[0]
    assert page_of(wrong).get_element_by_id("program").get("value") == "Penghubung"
    assert events(office) == before


def test_nobody_makes_a_token_for_another_ones_jabatan_or_revokes_it(app, office):
    browser = office.signed_in(app, "ketua", confirmed=True)
    other = office.signed_in(app, "sekretaris", confirmed=True)
    make_token(browser, office, "ketua")
    stolen = form_of(browser.get("/token"), "/cabut") | {"csrf": csrf_of(other.get("/token"))}

    assert make_token(other, office, "ketua").status_code == 422
    assert other.post("/token/cabut", data=stolen).status_code == 404
    assert "Penghubung" in words_of(browser.get("/token"))
