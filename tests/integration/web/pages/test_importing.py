"""Structure and people from a file: looked at first, then stored whole or not at all."""

from __future__ import annotations

import io
import zipfile

import pytest
from openpyxl import Workbook, load_workbook

from service.access.entries import NewOffice
from service.access.import_plan import TITLES
from service.access.sheet import MAX_ROWS
from service.commands.add_office import add_office
from tests.integration.web.pages.reading import csrf_of, errors_of, form_of, page_of, words_of
from tests.integration.web.pages.test_people import events
from tests.invented import OTHER_NIP
from tests.people import NOON, caller_named

#: Many requests; `./alur test --fast` is content with the pages of tasks and processes.
pytestmark = pytest.mark.slow

HEAD = "Perangkat daerah;Unit kerja;Jabatan;Peran;Nama;NIP;Nama pengguna;Mulai;Nomor SK"
GOOD = f"""{HEAD}
Dinas Baru;Pimpinan;Kepala Dinas Baru;kepala dinas;Pegawai A;;pegawai.a;01-11-2026;821/1
Dinas Baru;Bidang Satu;Kepala Bidang Satu;bidang;;;;;
Dinas Baru;Tim Kerja;Ketua Tim;ketua tim;Pegawai B;{OTHER_NIP};pegawai.b;01/11/2026;821/2
"""


@pytest.fixture
def admin(app, office):
    caller = caller_named(office.session, "administrator")
    office.people = {**office.people, "pengelola": caller}
    return office.signed_in(app, "pengelola")


def look(browser, raw, name="struktur.csv"):
    raw = raw.encode() if isinstance(raw, str) else raw
    fields = form_of(browser.get("/struktur/impor"), "/struktur/impor")
    file = {"berkas": [(io.BytesIO(raw), name)]}
    return browser.post(
        "/struktur/impor", data={**fields, **file}, content_type="multipart/form-data"
    )


def save(browser, preview, **other):
    fields = form_of(preview, "/simpan") | other
    return browser.post("/struktur/impor/simpan", data=fields)


def xlsx(*lines):
    book = Workbook()
    for line in lines:
        book.worksheets[0].append(line)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def packed_with(raw, name, content):
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(file, "w") as new:
        for item in old.infolist():
            new.writestr(item.filename, old.read(item))
        new.writestr(name, content, compress_type=zipfile.ZIP_DEFLATED)
    return file.getvalue()


def test_a_file_as_excel_writes_it_in_indonesia_is_looked_at_and_then_stored(admin, office):
    before = events(office)

    preview = look(admin, GOOD.encode("utf-8-sig"))
    after_look = events(office)
    saved = save(admin, preview)
    told = words_of(admin.get(saved.location))

    words = words_of(preview)
    assert preview.status_code == 200
    assert "Belum ada yang disimpan" in words
    assert "1 perangkat daerah, 3 unit, 3 jabatan, 2 pegawai, 2 penetapan jabatan" in words
    assert after_look == before
    assert saved.status_code == 303
    assert "1 perangkat daerah, 3 unit, 3 jabatan, 2 pegawai" in told
    assert "Pegawai B" in words_of(admin.get("/pegawai?cari=199001"))
    assert "Kepala Bidang Satu · Bidang" in words_of(admin.get("/struktur"))


def test_the_preview_shows_the_e_mail_address_of_who_is_new(admin):
    raw = f"""{HEAD};Alamat surel
Dinas Baru;Pimpinan;Kepala Dinas Baru;kepala dinas;Pegawai A;;pegawai.a;;;a@kantor.invalid
Dinas Baru;Tim Kerja;Ketua Tim;ketua tim;Pegawai B;;pegawai.b;;;b at kantor
"""

    refused = words_of(look(admin, raw))
    assert "Baris 3 Alamat surel Harus diperbaiki Alamat surel tidak terbaca." in refused

    good = words_of(look(admin, raw.replace("b at kantor", "")))
    assert "a@kantor.invalid" in good


def test_the_same_file_again_has_nothing_to_store(admin, office):
    save(admin, look(admin, GOOD))
    before = events(office)

    again = look(admin, GOOD)

    assert "Semua isi berkas ini sudah tercatat" in words_of(again)
    assert page_of(again).xpath("//main//form") == []
    assert events(office) == before


def test_every_mistake_is_named_by_row_column_and_sentence_and_nothing_is_stored(admin, office):
    before = events(office)

    answer = look(
        admin,
        f"""{HEAD}
;Pimpinan;Kepala;;;;;;
Dinas Baru;Pimpinan;Kepala;kepala;Pegawai A;123;;;
Dinas Baru;Tim;Ketua Tim;ketua kelas;Pegawai B;;dua kata;31-02-2026;
Dinas Baru;Tim;Staf;;Pegawai C;;kadis;;
Dinas Baru;Tim;Perencana;;=HYPERLINK("x");;;;
""",
    )

    rows = [
        " ".join(row.text_content().split())
        for row in page_of(answer).xpath("//section[@aria-labelledby='temuan']//tbody/tr")
    ]
    assert answer.status_code == 422
    assert page_of(answer).xpath("//form[contains(@action, 'simpan')]") == []
    for said in (
        "Baris 2 Perangkat daerah Harus diperbaiki Wajib diisi.",
        "Baris 3 NIP Harus diperbaiki NIP terdiri atas 18 angka.",
        "Baris 4 Peran Harus diperbaiki Pilih salah satu dari:",
        "Baris 4 Nama pengguna Harus diperbaiki Nama pengguna terdiri atas",
        "Baris 4 Mulai Harus diperbaiki 31-02-2026 bukan tanggal.",
        "Baris 5 Nama pengguna Harus diperbaiki Sudah dipakai oleh orang lain.",
        "Baris 6 Nama Harus diperbaiki Sel ini berisi rumus.",
    ):
        assert any(row.startswith(said) for row in rows), rows
    assert events(office) == before


def test_it_is_said_how_many_rows_are_ready_while_others_have_to_be_mended(admin):
    wrong = "Dinas Baru;Tim Kerja;Ketua Dua;ketua kelas;Pegawai C;123;;;"

    answer = look(admin, f"{GOOD}{wrong}\n")
    headless = look(admin, GOOD.replace("Unit kerja", "Bagian"))

    assert "4 baris dibaca" in words_of(answer)
    assert "3 baris siap, 1 baris perlu diperbaiki." in words_of(answer)
    assert "Judul kolomnya perlu diperbaiki dahulu; barisnya belum diperiksa." in words_of(
        headless
    )
    assert "siap" not in words_of(headless)


def test_who_may_be_recorded_already_is_asked_about_in_words(admin):
    nameless = f"{HEAD}\nDinas Baru;Tim Kerja;Arsiparis;;Pegawai B;;;01-11-2026;\n"
    save(admin, look(admin, nameless))

    answer = look(admin, GOOD.replace("Ketua Tim;ketua tim", "Analis;"))

    words = words_of(answer)
    assert answer.status_code == 422
    assert "Baris 4 Nama Harus diperbaiki Mungkin orang yang sama" in words
    assert "lewat halaman Pegawai" in words


def test_a_role_that_is_none_is_answered_with_the_words_that_a_file_can_use(admin):
    answer = look(admin, f"{HEAD}\nDinas Baru;Tim;Ketua;ketua kelas;;;;;\n")

    assert "anggota tim, bidang, kepala dinas, ketua tim, sekretaris" in words_of(answer)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "Pilih berkas XLSX atau CSV."),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "Excel lama"),
        (f"{HEAD}\nDinas \u00e9;a;b;;;;;;".encode("cp1252"), "simpan sebagai CSV UTF-8"),
        (GOOD.encode("utf-16"), "bukan XLSX atau CSV"),
        (b"%PDF-1.4\n\xff\x00", "bukan XLSX atau CSV"),
        (xlsx(["Jabatan"])[:900], "bukan XLSX atau CSV"),
        (packed_with(xlsx(["Jabatan"]), "xl/vbaProject.bin", b"x"), "memuat makro"),
        (packed_with(xlsx(["Jabatan"]), "xl/media/a.bin", b"\0" * 60_000_000), "melebihi"),
        (packed_with(xlsx(["Jabatan"]), "xl/a.xml", b"<!DOCTYPE a>"), "bukan XLSX atau CSV"),
        (GOOD.encode() + b"a;b;c\n" * (MAX_ROWS + 1), "lebih dari 5000 baris"),
        (b"a;b;c\n" * 400_000, "melebihi 2 MB"),
        (";".join(map(str, range(60))).encode(), "lebih dari 40 kolom"),
    ],
    ids=[
        "nothing",
        "old excel",
        "wrong letters",
        "utf-16",
        "pdf",
        "truncated",
        "macros",
        "zip bomb",
        "doctype",
        "rows",
        "bytes",
        "columns",
    ],
)
def test_a_file_that_is_no_table_is_refused_in_words(admin, office, raw, words):
    before = events(office)

    answer = look(admin, raw)

    assert answer.status_code == 422
    assert words in " ".join(errors_of(answer))
    assert events(office) == before


@pytest.mark.slow
def test_the_largest_file_that_is_allowed_can_be_stored(admin, office):
    lines = [
        f"Dinas Baru;Tim Kerja {it % 40};Jabatan nomor {it} pada tim kerja;;"
        f"Pegawai nomor {it} yang cukup panjang namanya;;pegawai.{it};01-11-2026;821/{it}"
        for it in range(MAX_ROWS)
    ]

    preview = look(admin, "\n".join([HEAD, *lines]))
    saved = save(admin, preview)

    assert preview.status_code == 200
    assert "… dan 4800 baris lagi" in words_of(preview)
    assert saved.status_code == 303


def test_what_changed_since_the_preview_is_looked_at_again(admin, office):
    preview = look(admin, GOOD)
    add_office(
        office.session,
        office.people["pengelola"],
        office=NewOffice("Dinas Baru", "Disbar", "dinas", "Asia/Jakarta"),
        now=NOON,
    )
    before = events(office)

    answer = save(admin, preview)

    assert answer.status_code == 409
    assert "tidak lagi sama dengan pratinjau" in errors_of(answer)[0]
    assert "0 perangkat daerah" in words_of(answer)
    assert events(office) == before
    assert save(admin, answer).status_code == 303


@pytest.mark.parametrize("packed", ["", "bukan base64", "é", "eNqrBgAA", "eJw" + "A" * 5000])
def test_a_form_that_was_meddled_with_stores_nothing(admin, office, packed):
    preview = look(admin, GOOD)
    before = events(office)

    answer = save(admin, preview, isi=packed)

    assert answer.status_code == 422
    assert events(office) == before


def test_a_count_in_the_address_of_thousands_of_digits_is_passed_over(admin):
    answer = admin.get(f"/struktur/impor/selesai?jumlah={'9' * 5000}-3")

    assert answer.status_code == 200


def test_another_file_than_the_previewed_one_is_not_stored(admin, office):
    shown, other = look(admin, GOOD), look(admin, GOOD.replace("Pegawai A", "Pegawai X"))
    before = events(office)

    answer = save(admin, shown, isi=form_of(other, "/simpan")["isi"])

    assert answer.status_code == 409
    assert events(office) == before


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_template_is_what_the_import_reads(admin, office, kind):
    raw = admin.get(f"/struktur/impor/templat.{kind}").get_data()

    answer = look(admin, raw, f"struktur.{kind}")

    assert answer.status_code == 200
    assert "0 baris dibaca" in words_of(answer)
    if kind == "xlsx":
        book = load_workbook(io.BytesIO(raw))
        assert [cell.value for cell in book.worksheets[0][1]] == list(TITLES.values())
        assert book.worksheets[0]["J2"].number_format == "@"
        assert book.worksheets[1].max_row == len(TITLES) + 1


@pytest.mark.parametrize("who", ["kadis", "ketua", "analis", "auditor"])
def test_only_administrators_import(app, office, who):
    browser = office.signed_in(app, who)
    token = {"csrf": csrf_of(browser.get("/struktur"))}

    assert browser.get("/struktur/impor").status_code == 403
    assert browser.post("/struktur/impor", data=token).status_code == 403
    assert browser.post("/struktur/impor/simpan", data=token).status_code == 403
