"""The lane layouter."""

from __future__ import annotations

import pytest
from lxml import etree

from service.diagrams.layout import lay_out
from service.diagrams.layout.graph import LayoutRefused
from service.diagrams.lettering import wrap
from tests.catalogue.geometry import faults, picture_of
from tests.unit.diagrams.drawing import BPMN, diagram, random_diagram

_CHAIN = [("startEvent", "a", 0), ("userTask", "b", 0), ("userTask", "c", 0), ("endEvent", "d", 0)]


@pytest.mark.parametrize("seed", range(24))
def test_any_diagram_of_branches_and_loops_can_be_read(seed):
    root, order = random_diagram(seed)

    lay_out(root, order if seed % 2 else None)

    assert faults(root) == []


def test_the_same_diagram_is_laid_out_the_same_way_twice():
    first, order = random_diagram(7)
    second, _ = random_diagram(7)

    lay_out(first, order)
    lay_out(second, order)
    once = etree.tostring(second)
    lay_out(second, order)

    assert etree.tostring(first) == once == etree.tostring(second)


def test_steps_stand_from_left_to_right_in_the_given_order():
    root = diagram(_CHAIN, [("a", "b", ""), ("b", "c", ""), ("c", "d", "")])

    lay_out(root, ["a", "b", "c", "d"])

    lefts = [rect.left for rect in picture_of(root).shapes.values()]
    assert lefts == sorted(lefts)


def test_steps_of_one_lane_in_a_row_are_joined_by_straight_lines():
    root = diagram(_CHAIN, [("a", "b", ""), ("b", "c", ""), ("c", "d", "")])

    lay_out(root)

    for points in picture_of(root).lines.values():
        assert len(points) == 2
        assert points[0][1] == points[1][1]


def test_a_hand_over_to_another_lane_is_one_upright_line():
    root = diagram(
        [("startEvent", "a", 0), ("userTask", "b", 0), ("userTask", "c", 1), ("endEvent", "d", 1)],
        [("a", "b", ""), ("b", "c", ""), ("c", "d", "")],
        lanes=2,
    )

    lay_out(root, ["a", "b", "c", "d"])

    points = picture_of(root).lines["b-c"]
    assert len(points) == 2
    assert points[0][0] == points[1][0]


def test_branches_of_one_lane_stand_below_each_other():
    root = diagram(
        [
            ("startEvent", "a", 0),
            ("parallelGateway", "fork", 0),
            ("userTask", "b", 0),
            ("userTask", "c", 0),
            ("parallelGateway", "join", 0),
            ("endEvent", "d", 0),
        ],
        [
            ("a", "fork", ""),
            ("fork", "b", ""),
            ("fork", "c", ""),
            ("b", "join", ""),
            ("c", "join", ""),
            ("join", "d", ""),
        ],
    )

    lay_out(root)

    shapes = picture_of(root).shapes
    assert shapes["b"].left == shapes["c"].left
    assert shapes["b"].bottom < shapes["c"].top
    assert faults(root) == []


def test_a_box_is_as_high_as_its_name_needs():
    root = diagram(_CHAIN, [("a", "b", ""), ("b", "c", ""), ("c", "d", "")])
    name = "Draft RKA yang telah dibuat kemudian diasistensi dan direvisi oleh Tim " * 3
    long = root.find(".//*[@id='c']")
    assert long is not None
    long.set("name", name)

    lay_out(root)

    shapes = picture_of(root).shapes
    lines = wrap(name, 176, 12)
    assert shapes["c"].bottom - shapes["c"].top >= len(lines) * 12 * 1.2 + 40
    assert shapes["b"].bottom - shapes["b"].top == 80


def test_a_lane_without_part_is_low_and_holds_its_note():
    root = diagram(_CHAIN, [("a", "b", ""), ("b", "c", ""), ("c", "d", "")], lanes=2)
    process = root.find(f"{{{BPMN}}}process")
    assert process is not None
    note = etree.SubElement(process, f"{{{BPMN}}}textAnnotation", id="note_1")
    etree.SubElement(note, f"{{{BPMN}}}text").text = "tidak berperan dalam SOP ini"
    etree.SubElement(
        process,
        f"{{{BPMN}}}association",
        id="tie_1",
        sourceRef="lane_1",
        targetRef="note_1",
    )

    lay_out(root)

    picture = picture_of(root)
    used, idle = picture.lanes["lane_0"], picture.lanes["lane_1"]
    assert idle.bottom - idle.top < used.bottom - used.top
    assert idle.holds(picture.shapes["note_1"])
    assert faults(root) == []


def test_data_stands_in_the_lane_of_its_reader():
    root = diagram(_CHAIN, [("a", "b", ""), ("b", "c", ""), ("c", "d", "")], lanes=1)
    process = root.find(f"{{{BPMN}}}process")
    task = root.find(".//*[@id='c']")
    assert process is not None
    assert task is not None
    arrow = etree.SubElement(task, f"{{{BPMN}}}dataInputAssociation", id="arrow_1")
    etree.SubElement(arrow, f"{{{BPMN}}}sourceRef").text = "sheet_1"
    etree.SubElement(
        process, f"{{{BPMN}}}dataObjectReference", id="sheet_1", name="Daftar", dataObjectRef="x"
    )

    lay_out(root)

    picture = picture_of(root)
    assert picture.lanes["lane_0"].holds(picture.shapes["sheet_1"])
    assert len(picture.lines["arrow_1"]) >= 2
    assert faults(root) == []


def test_a_process_without_pool_and_lanes_is_laid_out_too():
    root = diagram(_CHAIN, [("a", "b", ""), ("b", "c", ""), ("c", "d", "")])
    process = root.find(f"{{{BPMN}}}process")
    lanes = root.find(f".//{{{BPMN}}}laneSet")
    pool = root.find(f"{{{BPMN}}}collaboration")
    assert process is not None
    assert lanes is not None
    assert pool is not None
    process.remove(lanes)
    root.remove(pool)

    lay_out(root)

    assert faults(root) == []


@pytest.mark.parametrize("tag", ["subProcess", "boundaryEvent"])
def test_a_construct_that_cannot_be_placed_is_refused_by_its_id(tag):
    root = diagram([*_CHAIN, (tag, "extra", 0)], [("a", "b", "")])

    with pytest.raises(LayoutRefused) as refused:
        lay_out(root)

    assert refused.value.params == {"element": "extra", "construct": tag}
