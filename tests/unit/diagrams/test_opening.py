"""What a file may leave out and the modeller needs is made; everything else stays as it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from service.diagrams.opening import opened

TOOLS = Path("tests/corpus/tools")

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"


def file(inside, picture=""):
    return (
        f'<definitions xmlns="{BPMN}" xmlns:di="{BPMNDI}" xmlns:dc="{DC}"'
        f' targetNamespace="urn:uji">{inside}{picture}</definitions>'
    ).encode()


FLOW = '<sequenceFlow sourceRef="mulai" targetRef="selesai"/>'
ENDS = '<startEvent id="mulai"/><endEvent id="selesai"/>'


def test_a_file_with_all_it_needs_stays_the_same_bytes():
    raw = Path("bpmn/kalbar-rka-dpa.bpmn").read_bytes()

    assert opened(raw).raw is raw
    assert not opened(raw).drawn


def test_a_file_that_is_no_bpmn_comes_back_as_it_is():
    assert opened(b"bukan xml").raw == b"bukan xml"


def test_a_file_without_a_picture_gets_one_and_its_flows_get_ids():
    shown = opened(file(f'<process id="p">{ENDS}{FLOW}</process>'))

    root = etree.fromstring(shown.raw)
    assert shown.drawn
    assert not shown.bare
    (flow,) = root.iter(f"{{{BPMN}}}sequenceFlow")
    drawn = {each.get("bpmnElement") for each in root.iter(f"{{{BPMNDI}}}*")}
    assert {"mulai", "selesai", flow.get("id")} <= drawn


def test_a_node_without_a_place_gets_one_and_the_others_keep_theirs():
    bounds = '<dc:Bounds x="200" y="100" width="36" height="36"/>'
    picture = (
        '<di:BPMNDiagram><di:BPMNPlane bpmnElement="p"><di:BPMNShape bpmnElement="mulai">'
        f"{bounds}</di:BPMNShape></di:BPMNPlane></di:BPMNDiagram>"
    )

    shown = opened(file(f'<process id="p">{ENDS}{FLOW}</process>', picture))

    root = etree.fromstring(shown.raw)
    places = {each.get("bpmnElement"): each for each in root.iter(f"{{{BPMNDI}}}BPMNShape")}
    assert shown.drawn
    assert places["mulai"][0].get("x") == "200"
    assert "selesai" in places


def test_a_reference_with_the_prefix_of_the_file_itself_is_written_plainly():
    root = etree.fromstring(opened((TOOLS / "16-modelio-prefixed.bpmn").read_bytes()).raw)

    values = {str(value) for each in root.iter("*") for value in each.attrib.values()}
    assert not any(value.startswith("tns:") for value in values)


@pytest.mark.parametrize(
    "inside",
    [
        '<subProcess id="s"/>',
        '<task id="t"/><boundaryEvent id="b" attachedToRef="t"/>',
    ],
)
def test_what_the_layouter_refuses_is_told(inside):
    shown = opened(file(f'<process id="p">{ENDS}{inside}</process>'))

    assert shown.bare
    assert not shown.drawn


@pytest.mark.parametrize(
    "flow",
    [
        '<sequenceFlow id="f2" sourceRef="mulai" targetRef="hilang"/>',
        '<sequenceFlow id="f2" sourceRef="f1" targetRef="selesai"/>',
        '<sequenceFlow id="f2" sourceRef="mulai" targetRef="f1"/>',
    ],
)
def test_a_flow_to_nothing_leaves_the_rest_its_picture(flow):
    first = FLOW.replace("<sequenceFlow", '<sequenceFlow id="f1"')

    shown = opened(file(f'<process id="p">{ENDS}{first}{flow}</process>'))

    drawn = {
        each.get("bpmnElement") for each in etree.fromstring(shown.raw).iter(f"{{{BPMNDI}}}*")
    }
    assert shown.drawn
    assert drawn >= {"mulai", "selesai", "f1"}
    assert "f2" not in drawn


def test_a_flow_to_itself_leaves_the_file_without_a_picture():
    flow = '<sequenceFlow id="f2" sourceRef="selesai" targetRef="selesai"/>'

    shown = opened(file(f'<process id="p">{ENDS}{FLOW}{flow}</process>'))

    assert shown.bare
