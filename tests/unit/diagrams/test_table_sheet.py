"""The table of an SOP as a file of a spreadsheet, and such a file as a diagram."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from service.diagrams import read
from service.diagrams.table import (
    SopTable,
    problems_of,
    read_table,
    with_proposed_forms,
    write_table,
)
from service.diagrams.table.sheet import (
    TITLES,
    as_markdown,
    as_tsv,
    read_sheet,
    sheet_rows,
)
from tests.catalogue.places import DIAGRAMS

if TYPE_CHECKING:
    from pathlib import Path

FILES = sorted(DIAGRAMS.glob("*.bpmn"))

#: Of an outside agency that its document calls by what it does.
ROLES = {"penerima laporan": "instansi"}


def table_of(raw: bytes) -> SopTable:
    return read_table(read(raw).diagram)


def sheet(*rows: str) -> str:
    return "\n".join(["\t".join(TITLES), *rows])


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_what_a_spreadsheet_takes_comes_back_as_a_diagram_that_says_the_same(file: Path):
    rows = sheet_rows(table_of(file.read_bytes()))

    found = read_sheet(as_tsv(rows), process="sop", title="SOP", performers=ROLES)

    assert found.problems == ()
    assert found.table is not None
    raw = write_table(with_proposed_forms(found.table))
    assert sheet_rows(table_of(raw)) == rows


def test_a_cell_of_several_lines_stays_one_cell():
    rows = (("1", 'Menyusun "konsep"', "Sekretaris", "Surat\nDisposisi", "1 jam", *[""] * 4),)

    text = as_tsv(rows)
    found = read_sheet(text, process="sop", title="SOP")

    assert '"Surat\nDisposisi"' in text
    assert found.table is not None
    row = found.table.rows[1]
    assert row.activity == 'Menyusun "konsep"'
    assert row.requirements == ("Surat", "Disposisi")


def test_a_page_gets_a_table_in_which_no_cell_breaks_a_line_or_a_column():
    text = as_markdown((("1", "Memeriksa | menyetujui", "Sekretaris", "Surat\n<b>", *[""] * 5),))

    title, rule, row = text.splitlines()
    assert title.startswith("| Nomor | Kegiatan |")
    assert rule.count("---") == len(TITLES)
    assert "Memeriksa \\| menyetujui" in row
    assert "Surat<br>&lt;b>" in row


@pytest.mark.parametrize(
    ("rows", "row", "column", "code"),
    [
        (["1\tMenyusun\tCamat"], 1, "lane", "lane-unknown"),
        (["1\tMenyusun\tSekretaris", "2\t\tSekretaris"], 2, "activity", "activity-missing"),
        (
            ["1\tMenyusun\tSekretaris", "2\tMemeriksa\tSekretaris\t\t\t\t\t\tentah ke mana"],
            2,
            "branches",
            "branch-unread",
        ),
        (
            ["1\tMenyusun\tSekretaris", "2\tMemeriksa\tSekretaris\t\t\t\tlain: x"],
            2,
            "papers",
            "paper-unread",
        ),
    ],
)
def test_what_is_wrong_is_told_at_its_row_and_column(rows, row, column, code):
    found = read_sheet(sheet(*rows), process="sop", title="SOP")

    assert found.table is None
    assert [(it.row, it.column, it.code) for it in found.problems] == [(row, column, code)]


def test_rows_are_counted_as_the_file_has_them_where_the_start_goes_without_saying():
    rows = [
        "1\tMenyusun\tSekretaris",
        "2\tMemeriksa\tSekretaris\t\t\t\t\t\tjika tidak, kembali ke baris 1",
    ]

    found = read_sheet(sheet(*rows), process="sop", title="SOP")

    assert found.table is not None
    first, second = found.table.rows[1], found.table.rows[2]
    assert [branch.to for branch in second.branches if branch.way == "return"] == [first.key]


def test_a_table_of_other_titles_is_read_as_it_is_pasted():
    text = "No;Uraian Kegiatan;Pelaksana;Waktu (menit)\n1;Menyusun;Sekretaris;30"

    found = read_sheet(text, process="sop", title="SOP")

    assert found.table is not None
    assert found.table.rows[1].time.text == "30 menit"
    assert problems_of(found.table) == ()
