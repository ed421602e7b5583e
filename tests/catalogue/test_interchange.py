"""Every diagram of the catalogue can be read as a picture."""

from __future__ import annotations

import pytest
from lxml import etree

from tests.catalogue.geometry import beside_tips, crossings, faults
from tests.catalogue.places import DIAGRAMS

FILES = sorted(DIAGRAMS.glob("*.bpmn"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_nothing_overlaps_and_no_flow_runs_through_or_along_another(path):
    root = etree.parse(path).getroot()

    assert faults(root) == []
    flows = root.findall(".//{http://www.omg.org/spec/BPMN/20100524/MODEL}sequenceFlow")
    assert crossings(root) <= len(flows) / 4


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_line_meets_a_gateway_at_a_tip(path):
    assert beside_tips(etree.parse(path).getroot()) == []


@pytest.mark.parametrize(
    ("break_it", "fault"),
    [
        (("step_1", "x", "440"), "overlaps"),
        (("step_1", "y", "-400"), "step_1 stands outside lane_ketua_tim"),
        (("f_step_1_step_2", None, None), "f_step_1_step_2 is not drawn"),
    ],
)
def test_the_rules_notice_a_broken_picture(break_it, fault):
    element, attribute, value = break_it
    root = etree.parse(DIAGRAMS / "kalbar-rka-dpa.bpmn").getroot()
    drawn = next(item for item in root.iter() if item.get("bpmnElement") == element)
    if attribute is None:
        plane = drawn.getparent()
        assert plane is not None
        plane.remove(drawn)
    else:
        drawn[0].set(attribute, value)

    assert any(fault in words for words in faults(root))


def test_the_rules_notice_a_flow_on_a_shape_and_on_a_flow():
    root = etree.parse(DIAGRAMS / "kalbar-rka-dpa.bpmn").getroot()
    drawn = {item.get("bpmnElement"): item for item in root.iter() if item.get("bpmnElement")}
    for point in drawn["f_step_4_step_5"]:
        point.set("y", drawn["f_step_5_step_6"][0].get("y", ""))
    drawn["f_step_4_step_5"][-1].set("x", drawn["f_step_5_step_6"][-1].get("x", ""))

    found = faults(root)

    assert "f_step_4_step_5 runs through step_5" in found
    assert "f_step_4_step_5 runs on f_step_5_step_6" in found
