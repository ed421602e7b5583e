"""Who does a pasted row: the text is kept, and a role that was guessed is told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from service.diagrams import read_diagram
from service.diagrams.gate import examine
from service.diagrams.table import read_pasted, read_table, read_typed, typed_rows, write_table


def pasted(title, **more):
    return read_pasted(f'No\tKegiatan\tPelaksana\n1\tMencatat surat\t"{title}"\n', **more)


def step_of(found):
    (row,) = [row for row in found.rows if row.kind not in {"start", "end"}]
    return row


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("Kasubbag Umum dan Kepegawaian", "ketua_tim"),
        ("Plt. Kepala Dinas", "kepala_dinas"),
        ("Sekretaris Badan", "sekretaris"),
        ("Staf Perencanaan", "anggota_tim"),
    ],
)
def test_a_role_that_only_words_of_a_title_mean_is_told_and_the_title_stays(title, role):
    found = pasted(title)

    row = step_of(found)
    assert (row.lane, row.column, row.confidence) == (f"lane_{role}", title, "low")
    assert [(note.code, note.params["name"], note.params["rows"]) for note in found.notes] == [
        ("lane-assumed", title, "1")
    ]
    raw = write_table(found.table)
    assert read_table(read_diagram(raw)).row(row.key) == row
    assert "performer-assumed" in {each.code for each in examine(raw).findings}


@pytest.mark.parametrize(
    ("title", "column"),
    [("Ketua Tim", ""), ("SEKRETARIS", ""), ("Sekdis", "Sekdis"), ("Kasubbag", "Kasubbag")],
)
def test_a_title_that_means_a_role_as_a_whole_is_certain_and_stays_where_it_says_more(
    title, column
):
    found = pasted(title)

    assert (step_of(found).column, step_of(found).confidence, found.notes) == (column, None, ())


def test_the_name_of_an_outside_agency_stands_once():
    row = step_of(pasted("BKAD"))

    assert (row.agency, row.column, row.confidence) == ("BKAD", "", None)


@pytest.mark.parametrize("role", ["ketua_tim", "sekretaris"])
def test_a_role_that_a_person_chose_is_certain(role):
    found = pasted("Kasubbag Umum", performers={"Kasubbag Umum": role})

    row = step_of(found)
    assert (row.lane, row.column, row.confidence) == (f"lane_{role}", "Kasubbag Umum", None)
    assert found.notes == ()


@pytest.mark.parametrize(
    ("cell", "titles"),
    [
        ("Sekretaris/Kasubbag Program", "Sekretaris, Kasubbag Program"),
        ("Sekdis dan Kabid", "Sekdis, Kabid"),
        ("Kepala Dinas\nSekretaris", "Kepala Dinas, Sekretaris"),
    ],
)
def test_two_performers_of_different_roles_in_one_cell_are_asked_about(cell, titles):
    found = pasted(cell)
    whole = " ".join(cell.split())
    told = pasted(cell, performers={whole: "sekretaris"})

    (problem,) = found.problems
    assert (problem.code, problem.params["names"]) == ("lane-twice", titles)
    assert (step_of(told).lane, step_of(told).column) == ("lane_sekretaris", whole)
    assert told.problems == ()


def test_who_chooses_another_performer_knows_who_it_is():
    table = pasted("Kasubbag Umum").table
    other = [
        replace(row, lane="lane_sekretaris") if row.key == "step_1" else row
        for row in typed_rows(table)
    ]

    row = read_typed(other, table).table.row("step_1")

    assert row is not None
    assert (row.column, row.confidence, row.reason) == ("Kasubbag Umum", None, "")
