"""A table from a spreadsheet."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from service.diagrams.gate import examine
from service.diagrams.table import (
    Branch,
    placing,
    proposals,
    read_pasted,
    read_table,
    with_pasted,
    with_proposed_forms,
    write_table,
)
from service.engine import compile_process
from service.engine.simulation import simulate
from service.sentences import sentence
from tests.catalogue.geometry import faults
from tests.catalogue.places import ROOT

MARKED = """No\tKegiatan\tPelaksana\t\t\t\tMutu Baku\t\t\tKet.
\t\tKepala Dinas\tKetua Tim\tStaf\tBidang\tKelengkapan\tWaktu\tOutput\t
1\t2\t3\t4\t5\t6\t7\t8\t9\t10
1.\tMenugaskan penyusunan laporan\t✓\t\t\t\tSurat edaran\t1 jam\tDisposisi\t
2.\tMeminta bahan\t\t✓\t\t\tDisposisi\t2 jam\tNota dinas\t
3.\tMenyerahkan bahan\t\t\t\t✓\tNota dinas\t1 minggu\tBahan\t
4.\tMenyusun konsep laporan\t\t\t✓\t\t"Bahan
Templat"\t3 hari\tKonsep\t
5.\tMemeriksa konsep\t\t✓\t\t\tKonsep\t1 hari\tKoreksi\tJika tidak layak, kembali ke langkah 4
6.\tMenandatangani laporan\t✓\t\t\t\tKoreksi\t1 jam\tLaporan\tjika tidak, kembali ke langkah 5
7.\tMengirim laporan\t\t\t✓\t\tLaporan\tDisesuaikan\tTanda terima\t
8.\tMengarsipkan laporan\t\t\t✓\t\tLaporan\t15 menit\tArsip\t
"""


def table_in(text):
    table = read_pasted(text).table
    assert table is not None
    return table


def test_eight_rows_with_a_review_and_bidang_become_an_sop_that_runs_to_its_end():
    pasted = read_pasted(MARKED, process="laporan", title="Penyusunan laporan")
    assert (pasted.problems, pasted.notes) == ((), ())

    assert pasted.table is not None

    raw = write_table(pasted.table)

    verdict = examine(raw)
    assert verdict.deployable
    assert faults(etree.fromstring(raw)) == []
    assert verdict.diagram is not None
    assert read_table(verdict.diagram).rows == pasted.table.rows
    outcome = simulate(
        compile_process(verdict.diagram.processes[0], {}),
        data={},
        answers={
            "step_2": [{"bidang": ["a", "b"]}],
            "step_5": [{"putusan_5": "kembalikan_4"}, {"putusan_5": "ya"}],
            "step_6": [{"putusan_6": "ya_teruskan"}],
        },
        start=datetime(2026, 1, 5, tzinfo=UTC),
        max_steps=100,
    )
    assert outcome.state == "completed"
    assert outcome.trace.count("step_3") == 2
    assert outcome.trace.count("step_4") == 2
    assert outcome.trace[-1] == "end_1"


def test_cells_are_read_under_a_header_of_two_lines():
    rows = {row.key: row for row in table_in(MARKED).rows}

    assert (rows["step_1"].lane, rows["step_4"].lane) == ("lane_kepala_dinas", "lane_anggota_tim")
    assert rows["step_3"].kind == "per_unit"
    assert rows["step_4"].requirements == ("Bahan", "Templat")
    assert rows["step_7"].time.adjusted
    assert rows["step_5"].question == "Layak?"
    assert rows["step_5"].branches == (
        Branch("forward", "Ya", None),
        Branch("return", "Tidak", "step_4"),
    )
    assert rows["step_6"].question == "Disetujui?"
    assert rows["step_6"].branches == (
        Branch("forward", "Ya, teruskan", None),
        Branch("return", "Kembalikan ke 5", "step_5"),
    )


def test_a_column_of_names_and_a_column_of_branches_are_read_too():
    text = (
        "No;Uraian Kegiatan;Pelaksana;Waktu (menit);Keluaran;Percabangan\n"
        "1;Menyusun;Anggota Tim;30;Draf;\n"
        "2;Memeriksa;Sekretaris;15;;Jika ya, lanjut ke langkah 4. "
        "Jika tidak, kembali ke langkah 1\n"
        "3;Menelaah;Sekretaris;15;;\n"
        "4;Menerima laporan;BKAD;;;\n"
    )

    table = table_in(text)

    assert table.row("step_1").time.iso == "PT30M"
    assert table.row("step_2").branches == (
        Branch("forward", "Ya", "step_4"),
        Branch("return", "Kembalikan ke 1", "step_1"),
    )
    assert (table.row("step_4").kind, table.row("step_4").agency) == ("agency", "BKAD")


@pytest.mark.parametrize(
    ("line", "code", "column"),
    [
        ("2\tMemeriksa\tPejabat Level I\t1 jam\t", "lane-unknown", "lane"),
        ("2\tMemeriksa\t\t1 jam\t", "lane-unread", "lane"),
        ("2\t\tSekretaris\t1 jam\t", "activity-missing", "activity"),
        (
            "2\tMemeriksa\tSekretaris\t1 jam\tjika tidak, kembali ke langkah 9",
            "branch-nowhere",
            "branches",
        ),
    ],
)
def test_a_problem_is_said_at_its_row_and_column(line, code, column):
    pasted = read_pasted(
        f"No\tKegiatan\tPelaksana\tWaktu\tPercabangan\n1\tMenyusun\tStaf\t1 hari\t\n{line}\n"
    )

    assert pasted.table is None
    (problem,) = pasted.problems
    assert (problem.code, problem.row, problem.column) == (code, 2, column)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("2\tMemeriksa\tSekretaris\tjika tidak, kembali ke langkah 9", "branch-nowhere-remark"),
        ("2\tMemeriksa, jika tidak kembali ke langkah 9\tSekretaris\t", "branch-nowhere-remark"),
        ("2\tMengisi\tBidang\tjika tidak, kembali ke langkah 1", "units-decide-remark"),
    ],
)
def test_a_way_in_a_remark_that_cannot_be_stops_no_paste_and_stays_written(line, code):
    pasted = read_pasted(f"No\tKegiatan\tPelaksana\tKet\n1\tMenyusun\tStaf\t\n{line}\n")

    assert [(note.code, note.row) for note in pasted.notes] == [(code, 2)]
    assert pasted.table is not None
    row = pasted.table.rows[2]
    assert (row.activity, row.remarks) == (line.split("\t")[1], line.split("\t")[3])
    assert row.branches == ()


def test_a_waktu_that_cannot_be_counted_is_a_note():
    pasted = read_pasted("No\tKegiatan\tPelaksana\tWaktu\n1\tMenyusun\tStaf\tsecepatnya\n")

    assert pasted.table is not None
    assert [(note.code, note.row) for note in pasted.notes] == [("time-unread", 1)]


@pytest.mark.parametrize(
    ("cell", "iso"), [("30", "PT30M"), ("1,5", "PT1H30M"), ("½", "PT30M"), ("2 hari", "P2D")]
)
def test_a_bare_number_has_the_unit_of_its_column(cell, iso):
    unit = "menit" if cell == "30" else "jam"
    text = f"No\tKegiatan\tPelaksana\tWaktu ({unit})\n1\tMenyusun\tSekretaris\t{cell}\n"

    assert table_in(text).row("step_1").time.iso == iso


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "header-missing"),
        ("halo dunia", "header-missing"),
        ("No\tKegiatan\tWaktu\n", "no-rows"),
    ],
)
def test_what_is_no_table_is_refused(text, code):
    assert [problem.code for problem in read_pasted(text).problems] == [code]


@pytest.mark.parametrize(
    "cell",
    [
        '"1. Surat edaran\n2. Renstra 2025-2029"',
        "1. Surat edaran 2. Renstra 2025-2029",
        "- Surat edaran - Renstra 2025-2029",
        "Surat edaran\v• Renstra 2025-2029",
        "Surat edaran; Renstra 2025-2029",
    ],
)
def test_things_of_a_cell_are_kept_apart_also_where_their_lines_were_lost(cell):
    pasted = read_pasted(f"Kegiatan\tPelaksana\tKelengkapan\nMenyusun\tStaf\t{cell}")

    assert pasted.rows[1].requirements == ("Surat edaran", "Renstra 2025-2029")


def test_a_number_that_stands_twice_is_told_with_its_rows():
    text = "No\tKegiatan\tPelaksana\n1\tMenyusun\tStaf\n2.\tMemeriksa\tStaf\n2\tMengirim\tStaf"
    (note,) = read_pasted(text).notes

    assert (note.code, dict(note.params)) == ("number-twice", {"number": "2", "rows": "2, 3"})


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Memeriksa konsep; jika tidak, kembali ke langkah 1.", "Memeriksa konsep"),
        ("Memeriksa konsep (jika ya lanjut ke langkah 3, jika tidak kembali ke langkah 1)", None),
        # What comes behind it is part of the kegiatan.
        ("Memeriksa, jika tidak, kembali ke langkah 1 lalu menata berkas", "whole"),
        ("Jika tidak, kembali ke langkah 1", "whole"),
    ],
)
def test_a_way_that_was_read_from_the_kegiatan_stands_in_it_no_more(written, kept):
    text = f"No\tKegiatan\tPelaksana\n1\tMenyusun\tStaf\n2\t{written}\tStaf\n3\tMengirim\tStaf"
    pasted = read_pasted(text)
    row = next(row for row in pasted.rows if row.key == "step_2")

    assert row.branches
    assert row.activity == (written if kept == "whole" else kept or "Memeriksa konsep")
    assert pasted.spoken.get("step_2") == (None if kept == "whole" else written)


@pytest.mark.parametrize(("count", "codes"), [(499, []), (500, []), (501, ["too-many-rows"])])
def test_five_hundred_steps_are_an_sop_and_their_titles_do_not_count(count, codes):
    lines = (f"{number}\tMencatat\tStaf" for number in range(1, count + 1))
    pasted = read_pasted("\n".join(("No\tKegiatan\tPelaksana", *lines)))

    assert [problem.code for problem in pasted.problems] == codes
    assert len(pasted.rows) == (0 if codes else count + 2)


def test_a_text_that_is_too_long_is_refused_whole_and_never_cut():
    (problem,) = read_pasted("No\tKegiatan\tPelaksana\n" + "a" * 200_000).problems

    assert (problem.code, problem.params["limit"]) == ("too-long", "200.000")


def test_forms_are_proposed_where_the_words_are_clear_and_nobody_chose_one():
    table = with_proposed_forms(table_in(MARKED))

    assert {row.number: row.form for row in table.rows if row.number} == {
        "1.": "perintah",
        "2.": "permintaan-bahan",
        "3.": "penyerahan",
        "4.": None,
        "5.": "koreksi",
        "6.": None,
        "7.": None,
        "8.": "arsip",
    }
    assert with_proposed_forms(table) == table


def test_only_forms_of_the_catalogue_that_ask_for_no_file_are_proposed():
    by_words = {form for _, form in proposals.BY_WORDS}
    for form in {proposals.ASKS_UNITS, *proposals.PLAIN.values(), *by_words}:
        written = (ROOT / "forms" / f"{form}.form").read_text("utf-8")
        assert "filepicker" not in written


_CELLS = st.sampled_from(
    (
        *("", "No", "Kegiatan", "Pelaksana", "Waktu", "Ket", "1", "2.", "✓", "x", "Staf"),
        *("Bidang", "BKAD", "2 jam", "jika tidak, kembali ke langkah 1", "Mulai", "Selesai"),
        *('"', "½ hari", "bel\x07"),
    )
)


@given(st.lists(st.lists(_CELLS, max_size=7), max_size=8), st.sampled_from("\t;,"))
@settings(max_examples=150, deadline=None)
def test_whatever_is_pasted_is_read_or_refused_in_words(lines, delimiter):
    text = "\n".join(delimiter.join(line) for line in lines)

    pasted = read_pasted(text)

    for problem in (*pasted.problems, *pasted.notes):
        said = sentence(problem.sentence, "id", row=problem.row or "", **problem.params)
        assert said != problem.sentence
        assert "{" not in said
    if pasted.table is not None:
        verdict = examine(write_table(pasted.table))
        assert verdict.diagram is not None


@given(st.text(max_size=300))
@settings(max_examples=100, deadline=None)
def test_any_text_at_all_is_answered(text):
    pasted = read_pasted(text)

    assert pasted.table is not None or pasted.problems


def test_titles_are_no_rows_also_where_a_page_repeats_them():
    titles = "No\tKegiatan\tPelaksana\n"
    pasted = read_pasted(
        f"SOP Laporan\n\n{titles}1\tMenyusun\tSekretaris\n\n{titles}2\tMengirim\tSekretaris\n\n"
    )

    assert [row.activity for row in pasted.rows] == ["Mulai", "Menyusun", "Mengirim", "Selesai"]
    assert pasted.left_out == 5


@pytest.mark.parametrize(
    ("numbers", "called"), [(("7", "8."), "8"), (("7", "7"), ""), (("7", ""), "")]
)
def test_a_problem_names_its_row_by_the_printed_number_where_each_has_one(numbers, called):
    lines = (
        f"{number}\tMenyusun\t{who}"
        for number, who in zip(numbers, ("Staf", "Lurah"), strict=True)
    )
    (problem,) = read_pasted("\n".join(("No\tKegiatan\tPelaksana", *lines))).problems

    assert (problem.row, problem.number) == (2, called)


def test_who_fits_no_role_is_asked_for_and_then_known():
    text = "No\tKegiatan\tPelaksana\n1\tMenyusun\tAnggota Tim\n2\tMemeriksa\tPejabat Level I\n"

    asked = read_pasted(text)
    told = read_pasted(text, performers={"Pejabat Level I": "sekretaris"})

    assert [found.params["name"] for found in asked.problems] == ["Pejabat Level I"]
    assert [row.activity for row in asked.rows] == ["Mulai", "Menyusun", "Memeriksa", "Selesai"]
    assert [row.lane for row in told.rows][2] == "lane_sekretaris"
    assert told.problems == ()


# ---------------------------------------------------------------- pasted again

SHEET = """No\tKegiatan\tPelaksana\tWaktu
1\tMenerima permohonan\tSekretaris\t1 jam
2\tMemeriksa kelengkapan\tSekretaris\t1 jam
3\tMenyusun konsep rekomendasi\tKetua Tim\t2 jam
4\tMenandatangani rekomendasi\tKepala Dinas\t1 jam"""


def pasted_over(before, after):
    """Return kegiatan → key when `after` is pasted in the place of the rows of `before`."""
    first = read_pasted(before).table
    assert first is not None
    made = with_pasted(first, read_pasted(after).rows, instead=True)
    assert len({row.key for row in made.rows}) == len(made.rows)
    return {row.activity: row.key for row in made.rows}


def test_a_row_that_is_put_between_takes_no_other_rows_place():
    lines = SHEET.splitlines()
    more = [*lines[:3], "3\tMeninjau lapangan\tBidang\t1 hari", *lines[3:]]
    bare = [line.partition("\t")[2] for line in more[1:]]
    numbered = [lines[0], *(f"{number}\t{line}" for number, line in enumerate(bare, 1))]

    before, after = pasted_over(SHEET, SHEET), pasted_over(SHEET, "\n".join(numbered))

    assert before.items() <= after.items()
    assert after["Meninjau lapangan"] not in before.values()


def test_a_row_that_is_reworded_stays_the_row_and_another_kegiatan_does_not():
    reworded = SHEET.replace("Menyusun konsep rekomendasi", "Penyusunan konsep rekomendasi")
    other = SHEET.replace("Menyusun konsep rekomendasi", "Meninjau lokasi usaha")

    before = pasted_over(SHEET, SHEET)
    key = before["Menyusun konsep rekomendasi"]

    assert pasted_over(SHEET, reworded)["Penyusunan konsep rekomendasi"] == key
    assert pasted_over(SHEET, other)["Meninjau lokasi usaha"] not in before.values()


def test_a_row_that_comes_again_keeps_its_form():
    first = read_pasted(SHEET).table
    assert first is not None
    table = first.with_row(replace(first.rows[2], form="catatan"))

    made = with_pasted(table, read_pasted(SHEET).rows, instead=True)

    assert [row.form for row in made.rows] == [row.form for row in table.rows]


def test_ways_lead_to_the_rows_that_they_name_whatever_keys_those_get():
    sheet = SHEET.replace(
        "Menandatangani rekomendasi",
        "Menandatangani rekomendasi. Jika tidak, kembali ke langkah 3",
    )
    moved = sheet.replace("3\tMenyusun", "3\tMeninjau lapangan\tSekretaris\t1 jam\n4\tMenyusun")
    moved = moved.replace("4\tMenandatangani", "5\tMenandatangani")
    moved = moved.replace("langkah 3", "langkah 4")
    table = read_pasted(sheet).table
    assert table is not None

    made = with_pasted(table, read_pasted(moved).rows, instead=True)

    signing = next(row for row in made.rows if row.activity.startswith("Menandatangani"))
    back = next(branch for branch in signing.branches if branch.way == "return")
    assert back.to == "step_3"
    target = made.row("step_3")
    assert target is not None
    assert target.activity == "Menyusun konsep rekomendasi"


def test_the_longest_table_of_another_sop_shares_no_row_and_is_not_compared_letter_by_letter(
    monkeypatch,
):
    rows = [
        "\n".join(f"{number}\t{word} bagian {number}\tSekretaris" for number in range(1, 400))
        for word in ("Menyusun", "Memeriksa")
    ]
    first, second = (f"No\tKegiatan\tPelaksana\n{lines}" for lines in rows)
    monkeypatch.setattr(placing, "likeness", lambda *_: pytest.fail("compared"))

    before, after = pasted_over(first, first), pasted_over(first, second)

    work = {key for name, key in after.items() if name.startswith("Memeriksa")}
    assert work.isdisjoint(before.values())
