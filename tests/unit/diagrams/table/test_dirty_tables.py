"""Tables as they come from documents and spreadsheets of offices: nothing is lost in silence."""

from __future__ import annotations

import pytest

from service.diagrams.table import read_pasted

TITLES = "No\tKegiatan\tPelaksana\tKelengkapan\tWaktu\tOutput\tKeterangan"


def pasted(*lines, titles=TITLES):
    return read_pasted("\n".join((titles, *lines)))


def codes(found):
    return [it.code for it in (*found.problems, *found.notes)]


def test_what_stands_beside_merged_cells_belongs_to_the_row_above():
    found = pasted(
        "1\tMencatat surat\tSekretaris\tSurat\t1 jam\tAgenda\t",
        "\t\t\tLembar disposisi\t30 menit\t\tDua rangkap",
        "2\tMengirim\tSekretaris\t\t\t\t",
    )

    assert found.problems == ()
    first = found.rows[1]
    assert first.requirements == ("Surat", "Lembar disposisi")
    assert (first.time.iso, first.output, first.remarks) == ("PT1H30M", "Agenda", "Dua rangkap")
    assert [row.number for row in found.rows] == ["", "1", "2", ""]


def test_rows_that_are_lettered_are_named_by_their_letters():
    found = pasted(
        "a.\tMenyusun\tSekretaris\t\t\t\t",
        "b.\tMemeriksa\tSekretaris\t\t\t\tjika tidak sesuai, kembali ke huruf a",
        "c.\tMemaraf\tSekretaris\t\t\t\tdikembalikan ke langkah b bila ada koreksi",
    )

    assert codes(found) == []
    targets = [[way.to for way in row.branches if way.way == "return"] for row in found.rows]
    assert targets == [[], [], ["step_a"], ["step_b"], []]


def test_a_column_that_nobody_knows_is_told_when_it_holds_something():
    line = "1\tMencatat\tSekretaris\tcek KTP\t"

    found = pasted(line, titles="No\tKegiatan\tPelaksana\tCatatan khusus\tLain-lain")

    assert [(it.code, it.params["name"]) for it in found.notes] == [
        ("column-unread", "Catatan khusus")
    ]


@pytest.mark.parametrize(
    "remarks",
    [
        "kembali ke Petugas Loket jika salah",
        "Apabila tidak sesuai dikembalikan kepada Kepala Subbagian",
        "jika lengkap, teruskan",
    ],
)
def test_a_way_that_names_no_row_is_told_and_makes_no_branch(remarks):
    found = pasted(f"1\tMencatat\tSekretaris\t\t\t\t{remarks}")

    assert codes(found) == ["way-unread"]
    assert found.rows[1].branches == ()


@pytest.mark.parametrize("remarks", ["dilanjutkan 2 hari kemudian", "Rangkap 3", "kembali kosong"])
def test_other_remarks_are_remarks(remarks):
    found = pasted(f"1\tMencatat\tSekretaris\t\t\t\t{remarks}")

    assert (codes(found), found.rows[1].remarks) == ([], remarks)
