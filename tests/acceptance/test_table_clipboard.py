"""What spreadsheets and word processors put on the clipboard, pasted into the table of an SOP."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.acceptance.looking import troubles_of
from tests.acceptance.test_typing import activities, at, cell, saved

pytestmark = pytest.mark.browser

#: As Word copies it: merged titles, cells of paragraphs, ticks of a symbol font.
DOCUMENT = """<html><body><p>SOP</p><table>
<tr><td rowspan=2>No</td><td rowspan=2>Kegiatan</td><td colspan=2>Pelaksana</td>
<td colspan=3>Mutu Baku</td><td rowspan=2>Ket</td></tr>
<tr><td>Staf</td><td>Sekretaris</td><td>Kelengkapan</td><td>Waktu</td><td>Output</td></tr>
<tr><td>1</td><td style="mso-yfti: 1"><p>Mencatat<br>surat "masuk"</p></td>
<td><p><span style="font-family:Wingdings">\u00fc</span></p></td><td></td>
<td><p>Surat</p><p>Agenda</p></td><td>1 jam</td><td>Catatan</td><td>dua rangkap</td></tr>
<tr><td>2</td><td>Memaraf</td><td></td><td><font face="Wingdings 2">P</font></td><td></td>
<td>30 menit</td><td></td><td></td></tr></table></body></html>"""


def column(*cells):
    return f"<table>{''.join(f'<tr><td>{each}</td></tr>' for each in cells)}</table>"


def paste(control, text="", markup=""):
    """Hand a clipboard to a control, as the browser does when somebody pastes."""
    control.focus()
    control.evaluate(
        """(at, [text, markup]) => {
            const clipboardData = new DataTransfer();
            clipboardData.setData("text/plain", text);
            if (markup) clipboardData.setData("text/html", markup);
            const how = {clipboardData, bubbles: true, cancelable: true};
            if (at.dispatchEvent(new ClipboardEvent("paste", how))) at.setRangeText(text);
        }""",
        [text, markup],
    )


@pytest.fixture
def page(house, desk):
    """Give the table of a new SOP: Mulai, one step, Selesai."""
    page = desk()
    page.goto(f"{house.address}/sop/draf")
    page.get_by_label("Judul SOP").fill("Pencatatan")
    page.get_by_role("button", name="Mulai sebagai tabel").click()
    return at(page, page.url)


def test_a_table_of_a_word_processor_keeps_its_merged_titles_and_its_ticks(page):
    page.get_by_text("Tempel dari lembar kerja").click()
    paste(page.get_by_label("Tabel yang disalin"), "No Kegiatan", DOCUMENT)
    page.get_by_role("button", name="Baca tempelan").click()

    rows = page.locator("table.preview tbody tr")
    expect(rows).to_have_count(4)
    first, second = rows.nth(1).locator("th, td"), rows.nth(2).locator("th, td")
    assert first.all_inner_texts()[:7] == [
        "1",
        'Mencatat surat "masuk"',
        "Staf\nsebagai Anggota Tim",
        "Surat\nAgenda",
        "1 jam",
        "Catatan",
        "dua rangkap",
    ]
    assert second.nth(2).inner_text() == "Sekretaris"
    assert troubles_of(page) == []


def test_a_column_goes_down_the_rows_and_adds_those_that_are_missing(page):
    paste(cell(page, "kegiatan", 2), "Satu\nDua", column("Satu", "Dua", "Tiga"))
    assert activities(page) == ["Mulai", "Satu", "Dua", "Tiga", "Selesai"]

    # One line of a cell is no column: nothing goes to other rows.
    paste(cell(page, "kelengkapan", 2), "Surat\nAgenda")
    expect(cell(page, "kelengkapan", 2)).to_have_value("Surat\nAgenda")
    expect(cell(page, "kelengkapan", 3)).to_have_value("")

    # A cell of one line holds one waktu, whatever was copied from.
    paste(cell(page, "waktu", 2), "1 jam\r\n2 jam\r\n\r\n")
    page.keyboard.press("Control+s")
    saved(page)
    assert [cell(page, "waktu", place).input_value() for place in (2, 3, 4)] == [
        "1 jam",
        "2 jam",
        "",
    ]
    # What was pasted is taken back as a whole.
    page.keyboard.press("Control+z")
    expect(cell(page, "waktu", 3)).to_have_value("")
    expect(cell(page, "waktu", 2)).to_have_value("")
    assert activities(page)[1:4] == ["Satu", "Dua", "Tiga"]


def read(page, markup):
    page.get_by_text("Tempel dari lembar kerja").click()
    paste(page.get_by_label("Tabel yang disalin"), "Kegiatan", markup)
    page.get_by_role("button", name="Baca tempelan").click()
    rows = page.locator("table.preview tbody tr")
    expect(rows.first).to_be_visible()
    return [row.locator("th, td").all_inner_texts() for row in rows.all()[1:-1]]


def line(*cells):
    return f"<tr>{''.join(f'<td>{each}</td>' for each in cells)}</tr>"


HEAD = line("No", "Kegiatan", "Pelaksana", "Waktu")


def test_a_table_that_a_document_breaks_in_two_is_one(page):
    rows = read(
        page,
        "<table><tr><td>Nomor SOP</td><td>800/1</td></tr></table>"
        f"<table>{HEAD}{line(1, 'Mencatat', 'Staf', '1 jam')}{line(2, 'Menelaah', 'Staf', '')}"
        "</table><p>lanjutan</p>"
        f"<table>{line(3, 'Memaraf', 'Sekretaris', '1 jam')}</table>",
    )

    assert [row[1] for row in rows] == ["Mencatat", "Menelaah", "Memaraf"]


def test_the_table_within_a_layout_is_read_and_not_the_layout(page):
    inner = f"<table>{HEAD}{line(1, 'Mencatat', 'Staf', '<table><tr><td>1 jam</td></tr></table>')}"
    rows = read(page, f"<table><tr><td>Yth.</td><td>{inner}</table></td></tr></table>")

    assert [row[:2] for row in rows] == [["1", "Mencatat"]]
    assert rows[0][3:5] == ["", "1 jam"]


def test_merged_cells_hold_for_each_step_and_hidden_words_for_none(page):
    rows = read(
        page,
        f"<table>{HEAD}"
        "<tr><td>1</td><td><del>Nota</del><ins>Konsep</ins></td><td rowspan=2>Staf</td>"
        "<td rowspan=2>1 jam</td></tr>"
        "<tr style='display:none'><td>x</td><td>Tersembunyi</td></tr>"
        "<tr><td>2</td><td>Memaraf<span style='mso-hide:all'> rahasia</span></td>"
        "<td rowspan=2>Sekretaris</td><td>1 jam</td></tr>"
        "<tr><td>3</td><td>Mengirim</td><td>2 jam</td></tr></table>",
    )

    assert [row[1] for row in rows] == ["Konsep", "Memaraf", "Mengirim"]
    assert [row[2].split("\n")[0] for row in rows] == ["Staf", "Sekretaris", "Sekretaris"]


def test_a_tick_over_several_performers_is_theirs(page):
    page.get_by_text("Tempel dari lembar kerja").click()
    titles = line("No", "Kegiatan", "Kepala Dinas", "Sekretaris", "Waktu")
    row = "<tr><td>1</td><td>Rapat</td><td colspan=2>√</td><td>1 jam</td></tr>"
    paste(page.get_by_label("Tabel yang disalin"), "Kegiatan", f"<table>{titles}{row}</table>")
    page.get_by_role("button", name="Baca tempelan").click()

    expect(page.get_by_text("Kepala Dinas, Sekretaris").first).to_be_visible()
