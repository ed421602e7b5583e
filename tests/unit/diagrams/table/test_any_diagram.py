"""Diagrams that were not made as tables, also those that hold more than a table can."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from service.diagrams.reader import read
from service.diagrams.table import Branch, Row, SopTable, read_table, read_waktu, write_table
from tests.unit.diagrams.table.edits import changed

CONSTRUCTS = sorted((Path(__file__).parents[3] / "constructs").glob("*.bpmn"))


@pytest.mark.parametrize("path", CONSTRUCTS, ids=lambda path: path.stem)
def test_every_construct_is_a_row_or_belongs_to_one_and_survives_an_edit(path):
    raw = path.read_bytes()
    table = read_table(read(raw).diagram)
    shown = {row.key for row in table.rows} | {row.gateway for row in table.rows}
    process = read(raw).diagram.process(table.process)
    assert process is not None
    assert {node.id for node in process.scope.nodes} <= shown

    edited = replace(table, title=f"{table.title} (baru)")
    written = write_table(edited, raw)

    assert read_table(read(written).diagram) == edited
    assert len(changed(raw, written)) <= 1  # the pool, which bears the title
    assert write_table(table, raw) == raw


def leaping():
    lane = "lane_a"
    none = read_waktu("")
    rows = (
        Row("s", "start", "", "Mulai", lane, none),
        Row("a", "work", "1", "A", lane, none, branches=(Branch("forward", "", "c"),)),
        Row("b", "work", "2", "B", lane, none),
        Row("c", "work", "3", "C", lane, none, branches=(Branch("return", "Ulang", "b"),)),
        Row("e", "end", "", "Selesai", lane, none),
    )
    return SopTable("p", "SOP", (), rows)


def test_a_row_behind_one_that_leaps_takes_the_leap_over():
    new = Row("n", "work", "1a", "N", "lane_a", read_waktu(""))

    table = leaping().inserted(new, after="a")

    a, n = table.row("a"), table.row("n")
    assert a is not None
    assert n is not None
    assert (a.branches, n.branches) == ((), (Branch("forward", "", "c"),))


def test_what_led_to_a_removed_row_leads_to_where_that_one_led():
    table = leaping().without("b")

    c = table.row("c")
    assert c is not None
    assert c.branches == ()  # nothing is left to be sent back to

    a = leaping().without("c").row("a")
    assert a is not None
    assert a.branches == (Branch("forward", "", "e"),)


def test_a_new_key_is_one_that_no_row_has():
    table = leaping()

    assert table.row(table.new_key()) is None
