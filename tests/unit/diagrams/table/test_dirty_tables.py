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


def test_a_cell_that_is_merged_over_several_steps_holds_for_each_of_them_and_a_waktu_is_told():
    found = pasted(
        "1\tMencatat surat\tSekretaris\tSurat\t1 jam\tAgenda\tjika tidak, kembali ke langkah 1",
        "2\tMemeriksa\t″\t″\t″\tCatatan\t″",
        "3\tMengirim\t″\t″\t30 menit\t″\t″",
    )

    assert found.problems == ()
    steps = found.rows[1:4]
    assert {row.lane for row in steps} == {"lane_sekretaris"}
    assert [row.requirements for row in steps] == [("Surat",)] * 3
    assert [row.time.iso for row in steps] == ["PT1H", "PT1H", "PT30M"]
    assert [row.output for row in steps] == ["Agenda", "Catatan", "Catatan"]
    assert [len(row.branches) for row in steps] == [2, 0, 0]
    assert [(it.code, it.params["text"], it.params["rows"]) for it in found.notes] == [
        ("cell-shared", "Surat", "1, 2, 3"),
        ("time-shared", "1 jam", "1, 2"),
        ("cell-shared", "Catatan", "2, 3"),
    ]


def test_who_does_a_merged_kegiatan_stands_on_any_of_its_lines():
    titles = "No\tKegiatan\tPelaksana\t\tKelengkapan\n\t\tStaf\tSekretaris\t"

    found = pasted("1\tMencatat\t√\t\tSurat", "″\t″\t\t√\tAgenda", titles=titles)

    assert [it.code for it in found.problems] == ["lane-twice"]
    assert [row.requirements for row in found.rows[1:-1]] == [("Surat", "Agenda")]


def test_covered_titles_name_no_second_column():
    titles = "No\tKegiatan\tPelaksana\t\tWaktu\n″\t″\tStaf\tSekretaris\t″"

    found = pasted("1\tMencatat\t√\t\t1 jam", "2\tMengirim\t″\t\t1 jam", titles=titles)

    assert codes(found) == []
    assert {row.lane for row in found.rows[1:-1]} == {"lane_anggota_tim"}


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


UPPER = "No\tKegiatan\tPelaksana\t\t\tMutu Baku\t\t\tKet"
LOWER = "\t\tFront Office\tSekretaris\tKepala Dinas\tKelengkapan\tWaktu\tOutput\t"


def with_columns(*lines, upper=UPPER, **more):
    return read_pasted("\n".join((upper, LOWER, *lines)), **more)


def test_who_does_rows_whose_symbols_were_not_copied_is_asked_once_and_can_be_named():
    lines = (
        "1\tMencatat surat\t\t\t\tSurat\t1 jam\tAgenda\t",
        "2\tMenandatangani\t\t\t\tAgenda\t1 jam\tSurat\t",
    )

    found = with_columns(*lines)

    assert [(it.code, it.row) for it in found.problems] == [
        ("lane-unread", 1),
        ("lane-unread", 2),
    ]
    assert found.columns == ("Front Office", "Sekretaris", "Kepala Dinas")
    chosen = {(1, "Mencatat surat"): "Front Office", (2, "Menandatangani"): "Kepala Dinas"}
    named = with_columns(*lines, chosen=chosen, performers={"Front Office": "anggota_tim"})
    assert codes(named) == []
    assert [(row.lane, row.column) for row in named.rows[1:3]] == [
        ("lane_anggota_tim", "Front Office"),
        ("lane_kepala_dinas", ""),
    ]


def test_nobody_is_named_for_another_row_that_came_into_the_place():
    found = with_columns("1\tMenelaah\t\t\t\t\t\t\t", chosen={(1, "Mencatat surat"): "Sekretaris"})

    assert codes(found) == ["lane-unread"]


def test_start_and_end_without_a_symbol_stand_beside_their_steps():
    found = with_columns(
        "\tMulai\t\t\t\t\t\t\t", "1\tMencatat\t\tx\t\t\t\t\t", "\tSelesai\t\t\t\t\t\t\t"
    )

    assert codes(found) == []
    assert {row.lane for row in found.rows} == {"lane_sekretaris"}


@pytest.mark.parametrize("mark", ["ü", "P", "R", "þ", "\uf0fc", "✔️", "☑", "◆", "Mulai", "A", "1"])
def test_whatever_stands_below_pelaksana_is_a_mark(mark):
    found = with_columns(f"1\tMencatat\t-\t{mark}\t\N{EN DASH}\t\t\t\t")

    assert codes(found) == []
    assert found.rows[1].lane == "lane_sekretaris"


@pytest.mark.parametrize("mark", ["ü", "P", "\uf0fc"])
def test_letters_of_symbol_fonts_are_marks_below_a_jabatan(mark):
    found = read_pasted(f"No\tKegiatan\tSekretaris\tKepala Dinas\n1\tMencatat\t{mark}\t")

    assert codes(found) == []
    assert found.rows[1].lane == "lane_sekretaris"


def test_letters_below_a_title_of_no_jabatan_are_no_marks():
    found = read_pasted("No\tKegiatan\tPelaksana\tNilai\n1\tMencatat\tSekretaris\tP")

    assert codes(found) == ["column-unread"]


def test_the_upper_line_of_a_word_processor_leaves_out_cells_beside_merged_ones():
    found = with_columns(
        "1\tMencatat\t\t\u2714\t\tSurat\t1 jam\tAgenda\t",
        upper="No\tKegiatan\tPelaksana\tMutu Baku\tKet",
    )

    assert codes(found) == []
    row = found.rows[1]
    assert (row.lane, row.requirements, row.time.iso) == ("lane_sekretaris", ("Surat",), "PT1H")


@pytest.mark.parametrize(
    ("title", "held"),
    [
        ("Kelengkapan/Persyaratan", "requirements"),
        ("Kelengkapan / Persyaratan", "requirements"),
        ("Hasil/Output", "output"),
    ],
)
def test_a_title_of_two_words_for_the_same_is_known(title, held):
    found = read_pasted(f"No\tKegiatan\tPelaku\t{title}\n1\tMencatat\tSekretaris\tSurat")

    assert codes(found) == []
    assert getattr(found.rows[1], held) in {("Surat",), "Surat"}


@pytest.mark.parametrize("line", ["\tJumlah\t\t9 jam", "Total waktu\t\t\t9 jam"])
def test_a_line_that_adds_up_the_others_is_no_step(line):
    found = read_pasted(f"No\tKegiatan\tPelaksana\tWaktu\n1\tMencatat\tSekretaris\t9 jam\n{line}")

    assert codes(found) == ["sum-left-out"]
    assert [row.time.iso for row in found.rows[1:-1]] == ["PT9H"]
