"""Rows as texts that a person edits, and the branches as lines."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from service.diagrams.gate import examine
from service.diagrams.table import (
    Branch,
    TypedRow,
    proposed_form,
    read_typed,
    typed_rows,
    write_table,
)
from service.diagrams.table.branch_lines import read_ways, signposts, written_ways
from tests.unit.diagrams.table.edits import CATALOGUE, base_of, middle, require_sound, table_of
from tests.unit.diagrams.table.test_new_diagram import tables

LAPORAN = "kalbar-lakip"


def edited(table, key, **cells):
    """Return the rows as shown, the row `key` with these texts."""
    return tuple(replace(row, **cells) if row.key == key else row for row in typed_rows(table))


def row_of(table, key):
    return table.row(key)


def small():
    """Return a table of three rows of one performer, numbered 1 to 3."""
    table = table_of(LAPORAN)
    lane = "lane_sekretaris"
    rows = (
        TypedRow("step_1", "work", "1.", "Menyusun", lane, lane_before=lane, place=2),
        TypedRow("step_2", "work", "2.", "Memeriksa", lane, lane_before=lane, place=3),
        TypedRow("step_3", "work", "3.", "Mengirim", lane, lane_before=lane, place=4),
    )
    start = TypedRow("mulai", "start", "", "Mulai", lane, lane_before=lane, place=1)
    end = TypedRow("selesai", "end", "", "Selesai", lane, lane_before=lane, place=5)
    blank = replace(table, rows=())
    return read_typed((start, *rows, end), blank).table


@pytest.mark.parametrize("stem", CATALOGUE)
def test_what_nobody_changed_is_the_same_table(stem):
    table = table_of(stem)

    typed = read_typed(typed_rows(table), table)

    assert typed.problems == ()
    assert typed.table == table
    assert write_table(typed.complete, base_of(stem)) == base_of(stem)


@pytest.mark.parametrize("stem", CATALOGUE)
def test_the_lines_of_every_branch_are_read_as_they_were_written(stem):
    table = table_of(stem)
    posts = signposts(table.rows)

    for row in table.rows:
        if row.kind in {"drawn", "end"}:
            continue
        ways = read_ways(written_ways(row, posts.names), row.key, posts)
        assert (ways.branches, ways.question) == (row.branches, row.question), row.key
        assert (ways.unread, ways.nowhere) == ((), ())


@given(tables())
@settings(max_examples=40, deadline=None)
def test_any_table_is_the_same_behind_its_texts(table):
    assert read_typed(typed_rows(table), table).table == table


def test_a_text_in_one_cell_is_the_only_thing_that_changes():
    table = table_of(LAPORAN)
    row = middle(table)

    typed = read_typed(edited(table, row.key, activity="Menelaah ulang"), table)

    assert typed.table == table.with_row(replace(row, activity="Menelaah ulang"))
    require_sound(write_table(typed.complete, base_of(LAPORAN)), typed.table)


def test_a_way_back_that_is_typed_gets_its_way_on_and_its_question():
    table = small()

    typed = read_typed(edited(table, "step_2", ways="Jika tidak, kembali ke langkah 1"), table)

    row = row_of(typed.table, "step_2")
    assert row.branches == (
        Branch("forward", "Ya, teruskan", None),
        Branch("return", "Kembalikan ke 1", "step_1"),
    )
    assert row.question == "Disetujui?"
    shown = next(row.ways for row in typed_rows(typed.table) if row.key == "step_2")
    assert shown.splitlines() == [
        "Disetujui?",
        "jika “Ya, teruskan”, lanjut ke langkah berikutnya",
        "jika tidak, kembali ke langkah 1",
    ]


@pytest.mark.parametrize(
    ("line", "code"),
    [("entah bagaimana", "branch-unread"), ("kembali ke langkah 9", "branch-nowhere")],
)
def test_a_line_that_is_not_understood_is_a_problem_of_its_row(line, code):
    table = small()

    (found,) = read_typed(edited(table, "step_2", ways=line), table).problems

    assert (found.key, found.problem.code, found.problem.column) == ("step_2", code, "branches")


def test_free_sentences_are_understood_as_in_a_spreadsheet():
    table = small()
    said = "Bila sudah benar, lanjut ke nomor 3. Apabila belum, dikembalikan ke nomor 1"

    row = row_of(read_typed(edited(table, "step_2", ways=said), table).table, "step_2")

    assert row.branches == (
        Branch("forward", "Sudah benar", None),
        Branch("return", "Kembalikan ke 1", "step_1"),
    )


def test_rows_are_counted_anew_and_branches_follow_their_rows():
    table = small()
    back = read_typed(
        edited(table, "step_3", ways="jika tidak, kembali ke langkah 2"), table
    ).table
    rows = list(typed_rows(back))
    lane = rows[1].lane
    rows.insert(2, TypedRow("step_x", "work", lane=lane, lane_before=lane, put=True))
    filled = [replace(row, activity=row.activity or "Menelaah") for row in rows]

    typed = read_typed(rows, back)

    assert [row.number for row in read_typed(filled, back).table.rows][2:4] == ["2.", "3."]
    numbers = {row.key: row.number for row in typed.table.rows}
    assert numbers == {
        "mulai": "",
        "step_1": "1.",
        "step_x": "2.",
        "step_2": "3.",
        "step_3": "4.",
        "selesai": "",
    }
    assert row_of(typed.table, "step_3").branches[-1] == Branch(
        "return", "Kembalikan ke 3", "step_2"
    )
    assert typed.blank == {"step_x"}
    assert "step_x" not in {row.key for row in typed.complete.rows}


def test_what_a_row_says_of_another_row_follows_its_number():
    table = small()
    said = read_typed(
        edited(
            table,
            "step_3",
            remarks="Jika tidak, kembali ke langkah 2 (Permendagri No. 2)",
            ways="jika tidak, kembali ke langkah 2",
        ),
        table,
    ).table
    rows = list(typed_rows(said))
    lane = rows[1].lane
    new = TypedRow("step_x", "work", activity="Menelaah", lane=lane, lane_before=lane, put=True)

    typed = read_typed([*rows[:2], new, *rows[2:]], said)

    row = row_of(typed.table, "step_3")
    assert row.remarks == "Jika tidak, kembali ke langkah 3 (Permendagri No. 2)"
    assert (row.number, row.branches[-1].to) == ("4.", "step_2")


def test_what_a_row_says_of_a_removed_row_says_that_it_is_gone():
    table = small()
    said = read_typed(edited(table, "step_3", remarks="lihat langkah 1 dan 2"), table).table
    rows = [replace(row, gone=row.key == "step_1") for row in typed_rows(said)]

    once = read_typed(rows, said).table
    again = [replace(row, put=row.key == "step_2") for row in typed_rows(once)]

    for after in (once, read_typed(again, once).table):
        assert row_of(after, "step_3").remarks == "lihat langkah 1 (dihapus) dan 1"


def test_a_row_into_which_nothing_was_typed_leaves_no_hole_in_the_numbers_that_are_written():
    table = small()
    back = read_typed(
        edited(table, "step_3", ways="jika tidak, kembali ke langkah 2"), table
    ).table
    told = replace(row_of(back, "step_3"), remarks="Lihat langkah 2")
    rows = list(typed_rows(back.with_row(told)))
    lane = rows[1].lane
    rows.insert(2, TypedRow("step_x", "work", lane=lane, lane_before=lane, put=True))
    first = read_typed(rows, back)
    # What the page shows now is sent again with the next change.
    shown = [replace(row, put=False) for row in typed_rows(first.table)]
    again = read_typed(shown, first.complete)

    for typed in (first, again):
        assert row_of(typed.table, "step_3").number == "4."
        numbers = [row.number for row in typed.complete.rows]
        assert numbers == ["", "1.", "2.", "3.", ""]
        last = row_of(typed.complete, "step_3")
        assert last.remarks == "Lihat langkah 2"
        assert last.branches[-1] == Branch("return", "Kembalikan ke 2", "step_2")


def test_a_row_that_waits_behind_a_leap_takes_nothing_from_it():
    table = small()
    leaping = read_typed(edited(table, "step_1", ways="lanjut ke langkah 3"), table).table
    rows = list(typed_rows(leaping))
    rows.insert(2, TypedRow("step_x", "work", lane=rows[1].lane, put=True))
    first = read_typed(rows, leaping)
    shown = [replace(row, put=False) for row in typed_rows(first.table)]
    again = read_typed(shown, first.complete)

    for typed in (first, again):
        assert typed.blank == {"step_x"}
        assert row_of(typed.complete, "step_1").branches == (Branch("forward", "", "step_3"),)


def test_a_number_that_is_printed_beside_selesai_is_counted_too():
    table = table_of("tanjabbar-lakip")
    end = next(row for row in table.rows if row.kind == "end" and row.number)
    rows = list(typed_rows(table))
    rows.insert(2, TypedRow("step_x", "work", activity="Baru", lane=rows[1].lane, put=True))

    made = read_typed(rows, table).table

    assert int(row_of(made, end.key).number.rstrip(".")) == int(end.number.rstrip(".")) + 1


def test_numbers_that_are_no_plain_count_stay_as_printed():
    table = small()
    rows = [replace(row, number="2a") if row.key == "step_2" else row for row in typed_rows(table)]
    rows.insert(2, TypedRow("step_x", "work", activity="Baru", lane=rows[1].lane, put=True))

    numbers = [row.number for row in read_typed(rows, table).table.rows]

    assert numbers == ["", "1.", "", "2a", "3.", ""]


def test_what_led_to_a_removed_row_leads_to_where_that_one_led():
    table = small()
    leaping = read_typed(edited(table, "step_1", ways="lanjut ke langkah 3"), table).table
    rows = [replace(row, gone=row.key == "step_3") for row in typed_rows(leaping)]

    typed = read_typed(rows, leaping)

    assert row_of(typed.table, "step_1").branches == (Branch("forward", "", "selesai"),)
    assert typed.problems == ()


def test_a_row_that_is_put_behind_a_leap_leaps_in_its_place():
    table = small()
    leaping = read_typed(edited(table, "step_1", ways="lanjut ke langkah 3"), table).table
    rows = list(typed_rows(leaping))
    rows.insert(2, TypedRow("step_x", "work", activity="Baru", lane=rows[1].lane, put=True))

    made = read_typed(rows, leaping).table

    assert row_of(made, "step_1").branches == ()
    assert row_of(made, "step_x").branches == (Branch("forward", "", "step_3"),)


@pytest.mark.parametrize(
    ("role", "kind"),
    [("bidang", "per_unit"), ("instansi", "agency"), ("sekretaris", "work")],
)
def test_who_does_it_says_what_kind_of_row_it_is(role, kind):
    table = table_of(LAPORAN)
    row = middle(table)
    lane = next(lane.key for lane in table.lanes if lane.role == role)

    made = row_of(read_typed(edited(table, row.key, lane=lane), table).table, row.key)

    assert (made.kind, made.lane) == (kind, lane)


def test_a_kind_that_is_chosen_puts_the_row_into_its_lane():
    table = table_of(LAPORAN)
    row = middle(table)

    made = row_of(read_typed(edited(table, row.key, kind="per_unit"), table).table, row.key)

    assert (made.kind, made.lane) == ("per_unit", "lane_bidang")


@pytest.mark.parametrize(
    ("activity", "kind", "form"),
    [
        ("Memeriksa konsep", "work", "koreksi"),
        ("Menyusun jadwal", "work", "catatan-pelaksanaan"),
        ("Menyusun bahan", "per_unit", "catatan-pelaksanaan"),
        ("Menerima hasil telaah", "agency", "penerimaan-dari-instansi"),
    ],
)
def test_every_row_has_a_form_to_offer_and_only_when_it_has_none(activity, kind, form):
    table = small()
    row = replace(row_of(table, "step_3"), activity=activity, kind=kind)

    assert proposed_form(table.with_row(row), row) == form
    assert proposed_form(table, replace(row, form="arsip")) is None


def test_what_is_typed_over_a_drawn_diagram_can_be_run():
    table = table_of(LAPORAN)
    row = middle(table)
    typed = read_typed(edited(table, row.key, ways=f"kembali ke langkah {row.number}"), table)

    verdict = examine(write_table(typed.complete, base_of(LAPORAN)))

    assert [item for item in verdict.findings if item.severity == "error"] == []


@pytest.mark.parametrize(("time", "codes"), [("0,5 hari", ["time-unread"]), ("2 hari", [])])
def test_words_that_a_row_without_a_number_cannot_keep_as_time_are_told(time, codes):
    table = table_of("kalbar-rka-dpa")
    row = next(row for row in table.rows if row.part_of and row.kind == "work")

    typed = read_typed(edited(table, row.key, time=time), table)

    assert [found.problem.code for found in typed.problems] == codes
