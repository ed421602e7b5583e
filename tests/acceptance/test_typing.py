"""The table of an SOP in a browser: by keyboard alone, two people, pasting, every size."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.acceptance.looking import SIZES, in_light_and_dark, lose_the_answer_of, troubles_of

pytestmark = pytest.mark.browser

ROWS = (
    "No\tKegiatan\tPelaksana\tKelengkapan\tWaktu\tOutput\tKeterangan\n"
    "1\tMenugaskan penyusunan laporan\tKepala Dinas\tSurat edaran\t1 jam\tDisposisi\t\n"
    "2\tMenyusun konsep laporan\tAnggota Tim\tDisposisi\t3 hari\tKonsep\t\n"
    "3\tMemeriksa konsep\tKetua Tim\tKonsep\t1 hari\tKoreksi\tJika tidak, kembali ke langkah 2\n"
)


@pytest.fixture
def table(house, desk):
    """Return the address of a new SOP that is typed as a table."""
    page = desk()
    page.goto(f"{house.address}/sop/draf")
    page.get_by_label("Judul SOP").fill("Laporan Uji")
    page.get_by_role("button", name="Mulai sebagai tabel").click()
    opened(page)
    return page.url


def opened(page):
    expect(page.locator("form[data-table][data-open=yes]")).to_be_visible()
    return page


def at(page, place):
    page.goto(place)
    return opened(page)


def focused(page):
    """Return the name of the control that has the focus."""
    return page.evaluate("document.activeElement.name ?? ''")


def tab_to(page, name):
    """Go to a control by the tabulator alone."""
    for _ in range(60):
        if focused(page).startswith(name):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no way to {name}")


def cell(page, name, place):
    """Return a cell of the row at a place, counted from 1."""
    row = page.locator("table.rows > tbody:not([hidden])").nth(place - 1)
    return row.locator(f"[name^={name}-]")


def activities(page):
    cells = page.locator("table.rows > tbody:not([hidden]) [name^=kegiatan-]")
    return [cell.input_value() for cell in cells.all()]


def saved(page):
    expect(page.locator("[data-part=state]")).to_have_text(re.compile("^Tersimpan"))


def test_rows_are_added_filled_moved_and_removed_by_keys_alone(desk, table):
    page = at(desk(), table)
    keys = page.keyboard
    tab_to(page, "kegiatan-langkah_1")
    keys.press("Control+a")
    keys.type("Menyusun konsep")
    keys.press("Control+Enter")
    keys.type("Memeriksa konsep")
    keys.press("Tab")
    keys.type("Sek")
    for _ in range(3):
        keys.press("Tab")
    keys.type("2 jam")
    keys.press("Control+s")
    saved(page)

    assert activities(page) == ["Mulai", "Menyusun konsep", "Memeriksa konsep", "Selesai"]
    expect(cell(page, "nomor", 3)).to_have_value("2")
    keys.press("Alt+ArrowUp")
    assert activities(page)[1:3] == ["Memeriksa konsep", "Menyusun konsep"]
    assert focused(page).startswith("waktu-")
    expect(cell(page, "nomor", 2)).to_have_value("1")
    saved(page)
    keys.press("Control+ArrowDown")
    keys.press("Alt+Delete")
    # In a cell, not on a button: who types on adds no row and deletes no end.
    assert focused(page).startswith("kegiatan-")
    saved(page)
    assert activities(page) == ["Mulai", "Memeriksa konsep", "Selesai"]
    page.reload()
    opened(page)
    assert activities(page) == ["Mulai", "Memeriksa konsep", "Selesai"]
    expect(cell(page, "pelaksana", 2)).to_have_value("lane_sekretaris")
    expect(cell(page, "waktu", 2)).to_have_value("2 jam")


def told(page, words):
    expect(page.locator("[data-part=told]")).to_have_text(words)


def test_each_act_is_taken_back_and_done_again_by_keys_and_by_buttons(desk, table):
    page = at(desk(), table)
    keys = page.keyboard
    page.locator("summary", has_text="Tempel dari lembar kerja").click()
    page.locator("#tempelan").fill(ROWS)
    page.get_by_role("button", name="Baca tempelan").click()
    page.get_by_role("button", name="Pakai sebagai baris").click()
    opened(page)
    cell(page, "waktu", 3).focus()
    keys.press("Alt+Delete")
    assert focused(page).startswith("waktu-")
    saved(page)
    cell(page, "waktu", 3).focus()
    keys.press("Control+a")
    keys.type("2 hari")
    saved(page)
    keys.type(" kerja")

    # In a cell the browser takes back what was typed there; out of it, one cell is one act.
    keys.press("Control+z")
    expect(cell(page, "waktu", 3)).to_have_value("2 hari kerj")
    keys.type("a")
    keys.press("Tab")
    saved(page)
    keys.press("Control+z")
    told(page, "Waktu langkah 2 dikembalikan.")
    expect(cell(page, "waktu", 3)).to_have_value("1 hari")
    keys.press("Control+z")
    told(page, "Langkah 2 dikembalikan.")
    expect(cell(page, "kegiatan", 3)).to_have_value("Menyusun konsep laporan")
    expect(cell(page, "lanjutan", 4)).to_have_value(re.compile("kembali ke langkah 2"))
    page.get_by_role("button", name="Urungkan").click()
    told(page, "Langkah 1 dikembalikan; langkah 1, langkah 2 dan langkah 3 ditarik kembali.")
    expect(page.get_by_role("button", name="Urungkan")).to_be_disabled()
    for words in ("Diulangi: langkah 1,", "Diulangi: langkah 2 dihapus", "Diulangi: Waktu"):
        page.get_by_role("button", name="Ulangi").click()
        told(page, re.compile(words))
    expect(cell(page, "waktu", 3)).to_have_value("2 hari kerja")

    for key in ("z", "z", "y", "y"):
        keys.press(f"Control+{key}")
    told(page, "Diulangi: Waktu langkah 2 diubah.")
    expect(cell(page, "waktu", 3)).to_have_value("2 hari kerja")

    # What the server never got: a row without a word in it, and what cannot be saved.
    cell(page, "waktu", 3).focus()
    keys.press("Control+Enter")
    keys.press("Control+z")
    told(page, "Baris baru ditarik kembali.")
    cell(page, "lanjutan", 3).fill("entah ke mana")
    keys.press("Tab")
    expect(cell(page, "lanjutan", 3)).to_have_attribute("aria-invalid", "true")
    keys.press("Control+z")
    told(page, "Yang belum tersimpan ditarik kembali.")
    expect(cell(page, "lanjutan", 3)).to_have_value("")
    keys.press("Control+y")
    expect(cell(page, "lanjutan", 3)).to_have_value("entah ke mana")


def test_what_is_typed_while_a_save_is_on_its_way_stays(desk, table):
    page = at(desk(), table)
    page.route("**/tabel", lambda route: page.wait_for_timeout(400) or route.continue_())
    cell(page, "kegiatan", 2).fill("Satu")
    page.keyboard.press("Control+Enter")
    page.keyboard.press("Control+s")
    page.keyboard.type("Dua")
    expect(cell(page, "nomor", 3)).to_have_value("2")

    assert activities(page)[1:3] == ["Satu", "Dua"]
    saved(page)
    assert activities(at(page, table))[1:3] == ["Satu", "Dua"]


def test_a_finding_at_its_row_is_mended_by_its_button(desk, table):
    page = at(desk(), table)
    said = page.locator("table.rows .said").nth(1)
    expect(said).to_contain_text("belum mempunyai formulir")

    said.get_by_role("button", name="Pakai formulir Catatan pelaksanaan").press("Enter")

    expect(cell(page, "formulir", 2)).to_have_value("Catatan pelaksanaan")
    expect(said).not_to_contain_text("belum mempunyai formulir")
    saved(page)


def test_a_save_that_is_refused_is_told_where_somebody_types_and_leads_to_the_first_reason(
    desk, table
):
    page = at(desk(viewport={"width": 1366, "height": 768}), table)
    for place in range(2, 12):
        cell(page, "kegiatan", place).focus()
        page.keyboard.press("Control+Enter")
        page.keyboard.type("Mencatat")
    saved(page)
    cell(page, "lanjutan", 2).fill("ke mana saja")
    here = cell(page, "keterangan", 11)
    here.fill("baru")
    here.press("Control+s")

    told = page.get_by_role("alert").filter(has_text="Belum tersimpan")
    expect(told).to_be_in_viewport()
    expect(here).to_be_focused()
    # It goes once what kept it from being saved is mended.
    told.get_by_role("link", name="Langkah 1:").press("Enter")
    expect(cell(page, "lanjutan", 2)).to_be_focused()
    cell(page, "lanjutan", 2).fill("")
    page.keyboard.press("Control+s")
    expect(page.locator("[data-part=state]")).to_have_text(re.compile("^Tersimpan"))
    expect(told).to_have_count(0)


def test_what_a_row_does_with_documents_is_seen_whole(desk, table):
    page = at(desk(), table)
    papers = cell(page, "berkas", 2)
    low = papers.bounding_box()["height"]

    papers.fill("dokumen baru: Laporan kinerja triwulanan; paraf: Laporan kinerja triwulanan")

    assert papers.bounding_box()["height"] > low
    assert papers.evaluate("cell => cell.scrollHeight <= cell.clientHeight")
    saved(page)
    assert "dokumen baru: Laporan kinerja" in papers.input_value()
    expect(page.get_by_role("textbox", name="berkas Baris 2")).to_be_visible()


def test_a_row_that_loses_its_number_is_known_by_its_place(desk, table):
    page = at(desk(), table)
    label = page.locator("table.rows > tbody").nth(1).locator("[data-part=named]")
    cell(page, "kegiatan", 2).fill("Menyusun konsep")
    saved(page)
    expect(label).to_have_class(re.compile("visually-hidden"))

    cell(page, "nomor", 2).fill("")

    expect(label).not_to_have_class(re.compile("visually-hidden"))
    expect(label).to_have_text("Baris 2", use_inner_text=True)


def test_a_new_name_of_the_sop_is_the_name_of_its_draft(desk, table):
    page = at(desk(), table)
    page.get_by_text("Identitas SOP").click()

    page.get_by_label("Nama SOP").fill("Laporan Kinerja")

    expect(page.get_by_role("heading", level=1)).to_have_text("Laporan Kinerja")
    assert page.title().startswith("Tabel Laporan Kinerja")


def test_the_picture_follows_what_is_typed(desk, table):
    page = at(desk(), table)
    cell(page, "kegiatan", 2).fill("Menelaah peraturan")

    expect(page.locator("[data-part=picture]")).to_contain_text("Menelaah peraturan")
    expect(page.locator("[data-part=picture] .here")).to_have_count(1)


def test_cells_pasted_into_a_row_are_read_as_a_table_first(desk, table):
    page = at(desk(), table)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("(text) => navigator.clipboard.writeText(text)", ROWS)
    tab_to(page, "kegiatan-langkah_1")
    page.keyboard.press("Control+v")

    # What was read is shown, and the button that uses it has the focus.
    expect(page.get_by_role("button", name="Pakai sebagai baris")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("table.rows > tbody[data-row]")).to_have_count(5)
    opened(page)
    expect(page.get_by_role("status").filter(has_text="sudah dipakai")).to_be_focused()
    assert activities(page) == [
        "Mulai",
        "Menugaskan penyusunan laporan",
        "Menyusun konsep laporan",
        "Memeriksa konsep",
        "Selesai",
    ]
    assert "kembali ke langkah 2" in cell(page, "lanjutan", 4).input_value()


def test_an_act_that_shows_the_table_anew_is_told_where_the_focus_is(desk, table):
    page = at(desk(), table)
    page.get_by_role("button", name="Susun ulang gambar").press("Enter")
    expect(page.get_by_role("status").filter(has_text="disusun ulang")).to_be_focused()

    page.get_by_text("Tempel dari lembar kerja").click()
    page.get_by_label("Tabel yang disalin").fill("Kegiatan\tPelaksana\n\tStaf\nMencatat\tStaf")
    page.get_by_role("button", name="Baca tempelan").press("Enter")
    expect(page.locator("ul.row-said", has_text="Harus diperbaiki")).to_be_focused()


def test_a_double_click_removes_and_adds_one_row(desk, table):
    page = at(desk(), table)
    for words in ("Satu", "Dua"):
        page.locator("button[name=aksi][value^=tambah]").nth(0).dblclick()
        cell(page, "kegiatan", 2).fill(words)
    assert activities(page) == ["Mulai", "Dua", "Satu", "Langkah pertama", "Selesai"]

    page.locator("button[name=aksi][value^=hapus]:visible").first.dblclick()
    assert activities(page) == ["Mulai", "Satu", "Langkah pertama", "Selesai"]


def test_the_second_of_two_is_told_and_nothing_is_overwritten(desk, table):
    mine, theirs = at(desk(), table), at(desk("sekretaris"), table)
    cell(theirs, "kegiatan", 2).fill("Dari Sekretaris")
    saved(theirs)

    cell(mine, "kegiatan", 2).fill("Dari Analis")

    expect(mine.get_by_role("alert")).to_contain_text("sudah disimpan oleh Sekretaris")
    mine.get_by_role("button", name="Simpan milik saya sebagai draf lain").click()
    mine.wait_for_url(lambda url: url != table)
    opened(mine)
    assert activities(mine)[1] == "Dari Analis"
    assert activities(at(theirs, table))[1] == "Dari Sekretaris"


def test_who_comes_back_to_the_table_sees_what_is_stored_and_not_what_the_browser_remembers(
    desk, table
):
    mine, theirs = at(desk(), table), at(desk("sekretaris"), table)
    cell(mine, "kegiatan", 2).fill("Dari Analis")
    saved(mine)
    mine.goto(table.replace("/tabel", "/riwayat"))
    theirs.reload()
    cell(opened(theirs), "kegiatan", 2).fill("Dari Sekretaris")
    saved(theirs)

    mine.go_back()

    assert activities(opened(mine))[1] == "Dari Sekretaris"
    cell(mine, "waktu", 2).fill("1 jam")
    saved(mine)
    assert activities(at(theirs, table))[1] == "Dari Sekretaris"


def test_without_a_line_no_button_leaves_the_page_and_what_was_typed_is_saved_when_it_is_back(
    desk, table
):
    page = at(desk(), table)
    page.context.set_offline(True)
    cell(page, "kegiatan", 2).fill("Mencatat surat")
    page.get_by_role("button", name="Uji jalan").click()

    expect(page.locator("[data-part=state]")).to_contain_text("Tidak tersambung")
    expect(cell(page, "kegiatan", 2)).to_have_value("Mencatat surat")
    page.context.set_offline(False)
    saved(page)
    assert activities(at(page, table))[1] == "Mencatat surat"


def test_a_table_whose_answer_was_lost_was_saved_by_nobody_else(desk, table):
    page = at(desk(), table)
    lose_the_answer_of(page, "/tabel")
    cell(page, "kegiatan", 2).fill("Mencatat surat")
    expect(page.locator("[data-part=state]")).to_contain_text("Tidak tersambung")
    cell(page, "kegiatan", 2).fill("Mencatat surat masuk")
    saved(page)

    expect(page.get_by_role("alert")).to_have_count(0)
    assert activities(at(page, table))[1] == "Mencatat surat masuk"


def test_what_was_typed_just_before_a_button_goes_with_it(desk, table):
    page = at(desk(), table)
    cell(page, "kegiatan", 2).fill("Mencatat surat")
    page.get_by_role("button", name="Uji jalan").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Uji jalan")
    expect(page.locator("main")).to_contain_text("Mencatat surat")


def test_a_draft_goes_from_the_table_to_the_modeller_and_back(desk, table):
    page = at(desk(), table)
    cell(page, "kegiatan", 2).fill("Menelaah peraturan")
    page.get_by_role("button", name="Buka di modeller").click()
    expect(page.locator("[data-modeller][data-open=yes]")).to_be_visible()
    expect(page.locator("[data-part=canvas]")).to_contain_text("Menelaah")

    page.get_by_role("link", name="Buka sebagai tabel").click()

    assert activities(opened(page))[1] == "Menelaah peraturan"


def test_on_a_notebook_rows_are_on_the_first_screen_and_titles_stay_above_them(desk, table):
    page = desk(viewport={"width": 1366, "height": 768})
    at(page, table)
    page.get_by_text("Tempel dari lembar kerja").click()
    page.get_by_label("Tabel yang disalin").fill(ROWS)
    page.get_by_role("button", name="Baca tempelan").click()
    page.get_by_role("button", name="Pakai sebagai baris").click()
    expect(page.locator("table.rows > tbody")).to_have_count(5)
    at(page, table)
    row, title = page.locator("table.rows > tbody"), page.locator("#k-nomor")

    assert row.nth(0).bounding_box()["y"] < 620
    for place in (4, 5, 2, 3):
        cell(page, "kegiatan", place).focus()
        shown, above = row.nth(place - 1).bounding_box(), title.bounding_box()
        assert above["y"] >= 0
        assert shown["y"] >= above["y"] + above["height"] - 1
        assert shown["y"] + shown["height"] <= 768 + 1


@pytest.mark.parametrize("size", SIZES)
def test_the_table_fits_bars_nobody_and_breaks_no_policy(desk, house, table, size):
    page = desk(**SIZES[size])
    wrong = []
    at(page, table)
    page.get_by_text("Tempel dari lembar kerja").click()
    page.get_by_text("Identitas SOP").click()
    # A row that is half below the titles, which stay in sight, is no small target.
    page.evaluate("scrollTo(0, 0)")
    wrong += in_light_and_dark(page)
    page.get_by_label("Tabel yang disalin").fill(ROWS.replace("Ketua Tim", "Pejabat Level I"))
    page.get_by_role("button", name="Baca tempelan").click()
    expect(page.get_by_text("Siapa “Pejabat Level I”?")).to_be_visible()
    wrong += in_light_and_dark(page)
    page.get_by_label("Siapa “Pejabat Level I”?").select_option("sekretaris")
    page.get_by_role("button", name="Pakai dengan peran ini").click()
    # The page that asked holds what was pasted too.
    expect(page.get_by_label("Siapa “Pejabat Level I”?")).to_have_count(0)
    cell(opened(page), "kegiatan", 3).fill("")
    expect(page.get_by_text("Kegiatan kosong")).to_be_visible()
    page.evaluate("scrollTo(0, 0)")
    wrong += troubles_of(page)
    at(page, f"{house.address}/sop/draf/{house.draft}/tabel")
    wrong += in_light_and_dark(page)

    assert wrong == []


def test_the_table_needs_no_script_and_enter_saves(desk, table):
    page = desk(java_script_enabled=False)
    page.goto(table)
    cell(page, "kegiatan", 2).fill("Menyusun konsep")
    page.get_by_role("button", name="Tambah baris di bawah baris 2").click()
    # Where the row was put is where one goes on typing.
    expect(cell(page, "kegiatan", 3)).to_be_focused()
    page.keyboard.type("Memeriksa konsep")
    cell(page, "waktu", 3).fill("2 jam")
    cell(page, "waktu", 3).press("Enter")
    page.get_by_role("button", name="Naikkan baris 3").click()
    page.goto(table)

    assert activities(page) == ["Mulai", "Memeriksa konsep", "Menyusun konsep", "Selesai"]
    assert cell(page, "waktu", 2).input_value() == "2 jam"
