"""A table without a diagram becomes a whole new one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from service.diagrams.gate import examine
from service.diagrams.reader import read_diagram
from service.diagrams.table import (
    SIX_LANES,
    Branch,
    Row,
    SopTable,
    TableRefused,
    read_table,
    read_waktu,
    write_table,
)
from tests.catalogue.geometry import faults

_TEXTS = st.sampled_from(["", "Surat tugas", "Draf laporan & lampiran", "“Rekap” <1>", "Nota"])
_TIMES = st.sampled_from(["", "2 jam", "1 hari", "3 Hari (kerja)", "Disesuaikan", "menit"])
_OWN = ("lane_kepala_dinas", "lane_sekretaris", "lane_ketua_tim", "lane_anggota_tim")


@st.composite
def tables(draw):
    """Draw tables of work that branches on and back, waits for agencies and asks every Bidang."""
    count = draw(st.integers(1, 7))
    rows = [Row("start_1", "start", "", "Mulai", draw(st.sampled_from(_OWN)), read_waktu(""))]
    for number in range(1, count + 1):
        kind = draw(st.sampled_from(["work", "work", "work", "agency", "per_unit"]))
        lane = {"agency": "lane_instansi", "per_unit": "lane_bidang"}.get(kind)
        branches, question = (), ""
        if kind != "per_unit" and draw(st.booleans()):
            branches, question = draw(ways(number, count)), draw(_TEXTS)
        rows.append(
            Row(
                key=f"step_{number}",
                kind=kind,
                number=draw(st.sampled_from([str(number), f"{number}.", ""])),
                activity=f"Kegiatan {number}",
                lane=lane or draw(st.sampled_from(_OWN)),
                time=read_waktu(draw(_TIMES)),
                requirements=draw(st.sampled_from([(), ("Bahan",), ("Bahan", "Surat")])),
                output=draw(_TEXTS),
                remarks=draw(_TEXTS),
                branches=branches,
                question=question,
                agency="Bappeda" if kind == "agency" else "",
                form=draw(st.sampled_from([None, "koreksi"])),
            )
        )
    rows.append(Row("end_1", "end", "", "Selesai", rows[-1].lane, read_waktu("")))
    return SopTable("sop-baru", "SOP baru", SIX_LANES, tuple(rows))


@st.composite
def ways(draw, number, count):
    """Draw a way on, one back to any earlier row or itself, and at times a leap."""
    back = draw(st.integers(1, number))
    found = [
        Branch("forward", "Setuju", None),
        Branch("return", f"Kembalikan ke {back}", f"step_{back}"),
    ]
    if number + 2 <= count and draw(st.booleans()):
        leap = draw(st.integers(number + 2, count))
        found.append(Branch("forward", "Langsung", f"step_{leap}"))
    return tuple(found)


@given(tables())
@settings(max_examples=40, deadline=None)
def test_table_to_diagram_to_table_is_the_same_table(table):
    raw = write_table(table)

    verdict = examine(raw)
    assert [item.code for item in verdict.findings if item.severity == "error"] == []
    assert verdict.diagram is not None
    assert read_table(verdict.diagram) == table
    assert write_table(read_table(verdict.diagram), raw) == raw


@given(tables())
@settings(max_examples=15, deadline=None)
def test_a_new_diagram_can_be_read_as_a_picture(table):
    assert faults(etree.fromstring(write_table(table))) == []


@given(tables(), tables())
@settings(max_examples=15, deadline=None)
def test_any_table_can_be_written_over_the_diagram_of_another(before, after):
    raw = write_table(after, write_table(before))

    verdict = examine(raw)
    assert [item.code for item in verdict.findings if item.severity == "error"] == []
    assert verdict.diagram is not None
    assert read_table(verdict.diagram) == after


def test_all_six_lanes_stand_and_those_without_part_say_so():
    rows = (
        Row("s", "start", "", "Mulai", "lane_sekretaris", read_waktu("")),
        Row("a", "work", "1", "Mencatat", "lane_sekretaris", read_waktu("1 jam")),
        Row("e", "end", "", "Selesai", "lane_sekretaris", read_waktu("")),
    )

    raw = write_table(SopTable("p", "SOP", SIX_LANES, rows))

    lanes = read_diagram(raw).processes[0].lanes
    assert [lane.binding.role for lane in lanes] == [lane.role for lane in SIX_LANES]
    assert lanes[-1].name == "Instansi Terkait"
    assert raw.decode().count("tidak berperan dalam SOP ini") == 5


@pytest.mark.parametrize("gone", ["s", "e"])
def test_a_table_without_start_or_end_is_refused(gone):
    rows = (
        Row("s", "start", "", "Mulai", "lane_sekretaris", read_waktu("")),
        Row("a", "work", "1", "Mencatat", "lane_sekretaris", read_waktu("1 jam")),
        Row("e", "end", "", "Selesai", "lane_sekretaris", read_waktu("")),
    )
    table = SopTable("p", "SOP", SIX_LANES, tuple(row for row in rows if row.key != gone))

    with pytest.raises(TableRefused):
        write_table(table)
