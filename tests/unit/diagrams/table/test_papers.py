"""What rows do with documents: typed, written into the diagram, and back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from service.diagrams.extensions import DocumentDeclaration
from service.diagrams.gate import examine
from service.diagrams.reader import read_diagram
from service.diagrams.table import (
    Paper,
    read_pasted,
    read_table,
    read_typed,
    typed_rows,
    with_pasted,
    with_proposed_forms,
    write_table,
)
from service.diagrams.table.papers import Documents, read_papers, written_papers
from tests.unit.diagrams.table.edits import CATALOGUE, base_of, table_of

ROWS = """No\tKegiatan\tPelaksana\tKelengkapan\tOutput\tBerkas
1\tMenyusun konsep\tAnggota Tim\tSurat\tKonsep\tdokumen baru: Laporan
2\tMemeriksa konsep\tKetua Tim\tKonsep\tKoreksi\t
3\tMenandatangani\tKepala Dinas\tLaporan\tLaporan jadi\tparaf: Laporan; ttd: Laporan
"""


def nodes_of(raw):
    """Return what our namespace says of each node."""
    process = read_diagram(raw).processes[0]
    return {node.id: node.extension for node in process.scope.nodes}


def changed(raw, key, papers):
    """Return the diagram after somebody typed other papers into a row."""
    table = read_table(read_diagram(raw))
    rows = [replace(row, papers=papers) if row.key == key else row for row in typed_rows(table)]
    typed = read_typed(rows, table)
    assert typed.problems == ()
    return write_table(typed.table, raw)


@pytest.fixture(scope="module")
def raw():
    table = read_pasted(ROWS).table
    assert table is not None
    return write_table(with_proposed_forms(table))


def test_papers_that_are_pasted_stand_in_the_diagram(raw):
    nodes = nodes_of(raw)

    (output,) = nodes["step_1"].outputs
    assert (output.kind, output.document, output.name) == ("new_document", "naskah", "Konsep")
    assert [(act.kind, act.document) for act in nodes["step_3"].acts] == [
        ("paraf", "naskah"),
        ("sign", "naskah"),
    ]
    assert [node.form for node in nodes.values() if node.form] == ["konsep", "koreksi", "paraf"]
    verdict = examine(raw)
    assert [found.code for found in verdict.findings if found.severity == "error"] == []
    assert verdict.diagram is not None
    identity = verdict.diagram.processes[0].identity
    assert identity is not None
    assert identity.documents == (DocumentDeclaration("naskah", "Laporan"),)


def test_a_second_document_gets_a_form_that_asks_for_that_of_its_row():
    table = read_pasted(
        "Kegiatan\tPelaksana\tBerkas\n"
        "Menyusun\tAnggota Tim\tdokumen baru: Laporan\n"
        "Menyurati\tAnggota Tim\tdokumen baru: Surat pengantar\n"
        "Memperbaiki\tAnggota Tim\tversi baru: Surat pengantar; paraf: Laporan\n"
        "Menyusun keduanya\tAnggota Tim\tversi baru: Surat pengantar; dokumen baru: Nota\n"
    ).table
    assert table is not None

    forms = [row.form for row in with_proposed_forms(table).rows if row.kind == "work"]

    # Which of two files a form asks for cannot be told.
    assert forms == ["konsep", "dokumen-langkah", "perbaikan-dokumen-langkah", None]


def test_what_an_earlier_row_makes_ticks_the_line_of_that_name(raw):
    nodes = nodes_of(raw)

    assert [item.document for item in nodes["step_1"].requirements] == [None]
    assert [item.document for item in nodes["step_2"].requirements] == ["naskah"]
    assert [item.document for item in nodes["step_3"].requirements] == ["naskah"]


def test_papers_are_changed_and_taken_away_one_by_one(raw):
    fewer = changed(raw, "step_3", "tanda tangan: Laporan")
    other = changed(fewer, "step_1", "versi baru: Laporan; dokumen baru: Nota Dinas")
    none = changed(other, "step_1", "")

    assert [act.kind for act in nodes_of(fewer)["step_3"].acts] == ["sign"]
    assert {(it.kind, it.document) for it in nodes_of(other)["step_1"].outputs} == {
        ("new_version", "naskah"),
        ("new_document", "nota-dinas"),
    }
    assert {(it.kind, it.document) for it in nodes_of(none)["step_1"].outputs} == {
        ("record", None)
    }
    assert [found for found in examine(none).findings if found.severity == "error"] == []


@pytest.mark.parametrize("stem", CATALOGUE)
def test_papers_of_a_drawn_diagram_are_read_as_they_are_written(stem):
    table = table_of(stem)
    assert table.identity is not None
    documents = Documents(table.identity.documents)

    for row in table.rows:
        if row.papers is None:
            continue
        shown = written_papers(row.papers, documents.names())
        assert read_papers(shown, documents) == (row.papers, ()), row.key
    assert tuple(documents.declared) == table.identity.documents


def test_what_depends_on_the_data_of_the_process_is_left_alone():
    table = table_of("kalbar-rka-dpa")
    beyond = next(row for row in table.rows if row.papers is None)
    rows = [
        replace(row, activity="Lain", papers="paraf: RKA SKPD") if row.key == beyond.key else row
        for row in typed_rows(table)
    ]

    made = nodes_of(write_table(read_typed(rows, table).table, base_of("kalbar-rka-dpa")))

    before = nodes_of(base_of("kalbar-rka-dpa"))[beyond.key]
    assert (made[beyond.key].outputs, made[beyond.key].acts) == (before.outputs, before.acts)


def test_what_is_not_understood_is_told_at_its_row():
    table = table_of("kalbar-lakip")
    key = next(row.key for row in table.rows if row.kind == "work" and row.papers is not None)
    rows = [
        replace(row, papers="cap: Laporan; paraf") if row.key == key else row
        for row in typed_rows(table)
    ]

    problems = read_typed(rows, table).problems

    assert [(it.key, it.problem.code, it.problem.params["text"]) for it in problems] == [
        (key, "paper-unread", "cap: Laporan"),
        (key, "paper-unread", "paraf"),
    ]


def test_documents_called_alike_are_told_apart_by_their_keys():
    alike = [DocumentDeclaration("a", "Surat"), DocumentDeclaration("b", "surat")]
    documents = Documents(alike)

    shown = written_papers([Paper("sign", "b")], documents.names())

    assert shown == "tanda tangan: surat (b)"
    assert read_papers(shown, documents) == ((Paper("sign", "b"),), ())
    assert documents.declared == alike


def test_pasted_papers_are_of_the_documents_that_the_sop_has():
    table = table_of("kalbar-lakip")
    assert table.identity is not None
    named = table.identity.documents[0]
    text = f"Kegiatan\tPelaksana\tBerkas\nMemaraf\tSekretaris\tparaf: {named.name}\n"
    pasted = read_pasted(text, documents=table.identity.documents)

    made = with_pasted(table, pasted.rows, instead=False, documents=pasted.documents)

    added = next(row for row in made.rows if table.row(row.key) is None)
    assert added.papers == (Paper("paraf", named.key),)
    assert made.identity == table.identity
