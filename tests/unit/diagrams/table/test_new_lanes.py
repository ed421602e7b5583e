"""A row can be given to whoever has no lane in the diagram yet."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from service.diagrams import examine
from service.diagrams.blank import blank_diagram
from service.diagrams.reader import read
from service.diagrams.table import read_table, read_typed, typed_rows, write_table
from service.diagrams.xml import BPMNDI, DC, parse
from tests import sops

KETUA = "lane_ketua_tim"


def without_ketua() -> bytes:
    """Return a new diagram from which somebody deleted the lane of the Ketua Tim."""
    text = blank_diagram("laporan", "Laporan").decode()
    text = re.sub(rf'\s*<bpmn:lane id="{KETUA}"[^>]*/>', "", text)
    shape = rf'\s*<bpmndi:BPMNShape id="{KETUA}_di".*?</bpmndi:BPMNShape>'
    return re.sub(shape, "", text, flags=re.DOTALL).encode()


def given(raw: bytes, lane: str) -> bytes:
    """Return the diagram with its step in another lane."""
    table = read_table(read(raw).diagram)
    rows = [replace(row, lane=lane) if row.kind == "work" else row for row in typed_rows(table)]
    return write_table(read_typed(rows, table).complete, raw)


def bounds(raw: bytes) -> dict[str, tuple[float, ...]]:
    shapes = parse(raw).iter(f"{{{BPMNDI}}}BPMNShape")
    found = {shape.get("bpmnElement", ""): shape.find(f"{{{DC}}}Bounds") for shape in shapes}
    return {
        key: tuple(float(each.get(name, "")) for name in ("x", "y", "width", "height"))
        for key, each in found.items()
        if each is not None
    }


def test_every_role_can_be_chosen_and_only_those_that_are_used_become_lanes():
    raw = without_ketua()
    table = read_table(read(raw).diagram)

    made = read_table(read(given(raw, KETUA)).diagram)

    assert KETUA not in {lane.key for lane in table.lanes}
    assert len(table.offered) == 6
    assert {lane.key for lane in made.lanes} - {lane.key for lane in table.lanes} == {KETUA}
    assert next(row for row in made.rows if row.kind == "work").lane == KETUA
    assert given(raw, "lane_kepala_dinas") == raw


def test_a_new_lane_stands_below_the_others_which_keep_their_places():
    raw = without_ketua()

    before, after = bounds(raw), bounds(given(raw, KETUA))

    x, y, width, height = before["pool_1"]
    assert after["pool_1"] == (x, y, width, height + after[KETUA][3])
    assert after[KETUA][:3] == (x + 30, y + height, width - 30)
    step = after.pop("langkah_1")
    assert after[KETUA][1] < step[1] < step[1] + step[3] < after[KETUA][1] + after[KETUA][3]
    kept = {key: each for key, each in after.items() if key not in {KETUA, "pool_1"}}
    assert kept == {key: before[key] for key in kept}


def test_without_a_pool_everything_gets_a_place_anew():
    raw = sops.diagram()

    made = given(raw, "lane_instansi")

    assert {"lane", "lane_instansi", "task"} <= bounds(made).keys()
    assert [each for each in examine(made).findings if each.severity == "error"] == []


def test_an_id_that_something_else_has_is_not_taken():
    raw = without_ketua().replace(b'id="alur_2"', b'id="lane_ketua_tim"')
    raw = raw.replace(b"<bpmn:outgoing>alur_2", b"<bpmn:outgoing>lane_ketua_tim")
    raw = raw.replace(b"<bpmn:incoming>alur_2", b"<bpmn:incoming>lane_ketua_tim")

    made = read_table(read(given(raw, KETUA)).diagram)

    step = next(row for row in made.rows if row.kind == "work")
    lane = made.lane(step.lane)
    assert lane is not None
    assert (lane.role, lane.key != KETUA) == ("ketua_tim", True)


@pytest.mark.parametrize(("role", "kind"), [("bidang", "per_unit"), ("instansi", "agency")])
def test_a_kind_that_is_chosen_finds_the_lane_that_is_missing(role, kind):
    text = blank_diagram("laporan", "Laporan").decode()
    text = re.sub(rf'\s*<bpmn:lane id="lane_{role}"[^>]*/>', "", text)
    table = read_table(read(text.encode()).diagram)
    rows = [replace(row, kind=kind) if row.kind == "work" else row for row in typed_rows(table)]

    typed = read_typed(rows, table).table

    lane = typed.lane(typed.rows[1].lane)
    assert lane is not None
    assert lane.role == role
