"""The picture tells every construct from its neighbours, and hides nothing that is drawn."""

from __future__ import annotations

from itertools import combinations
from typing import Final

import pytest
from lxml import etree

from service.diagrams.picture import draw, stylesheet

SVG: Final = "{http://www.w3.org/2000/svg}"
HEAD: Final = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"'
    ' xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"'
    ' xmlns:di="http://www.omg.org/spec/DD/20100524/DI" id="d">'
)

EVENTS: Final = (
    "",
    *(
        f"<{kind}EventDefinition/>"
        for kind in (
            "timer",
            "message",
            "signal",
            "conditional",
            "error",
            "escalation",
            "compensate",
            "cancel",
            "link",
            "terminate",
        )
    ),
)
GATEWAYS: Final = (
    '<exclusiveGateway id="x"/>',
    '<parallelGateway id="x"/>',
    '<inclusiveGateway id="x"/>',
    '<complexGateway id="x"/>',
    '<eventBasedGateway id="x"/>',
    '<eventBasedGateway id="x" instantiate="true"/>',
    '<eventBasedGateway id="x" instantiate="true" eventGatewayType="Parallel"/>',
)
ACTIVITIES: Final = (
    '<task id="x"/>',
    '<userTask id="x"/>',
    '<manualTask id="x"/>',
    '<scriptTask id="x"/>',
    '<serviceTask id="x"/>',
    '<businessRuleTask id="x"/>',
    '<sendTask id="x"/>',
    '<receiveTask id="x"/>',
    '<receiveTask id="x" instantiate="true"/>',
    '<callActivity id="x"/>',
    '<subProcess id="x"/>',
    '<subProcess id="x" triggeredByEvent="true"/>',
    '<adHocSubProcess id="x"/>',
    '<transaction id="x"/>',
    '<task id="x"><standardLoopCharacteristics/></task>',
    '<task id="x"><multiInstanceLoopCharacteristics/></task>',
    '<task id="x"><multiInstanceLoopCharacteristics isSequential="true"/></task>',
    '<task id="x" isForCompensation="true"/>',
)
DATA: Final = ('<dataObjectReference id="x"/>', '<dataStoreReference id="x"/>')


def shape(element, x=0, y=0, wide=100, high=80, more=""):
    return (
        f'<bpmndi:BPMNShape bpmnElement="{element}" {more}>'
        f'<dc:Bounds x="{x}" y="{y}" width="{wide}" height="{high}"/></bpmndi:BPMNShape>'
    )


def edge(element):
    return (
        f'<bpmndi:BPMNEdge bpmnElement="{element}"><di:waypoint x="100" y="40"/>'
        '<di:waypoint x="200" y="40"/></bpmndi:BPMNEdge>'
    )


def pictured(model, *places):
    plane = "".join(places)
    return etree.fromstring(
        draw(
            f'{HEAD}<process id="p">{model}</process><bpmndi:BPMNDiagram>'
            f'<bpmndi:BPMNPlane bpmnElement="p">{plane}</bpmndi:BPMNPlane>'
            "</bpmndi:BPMNDiagram></definitions>".encode()
        )
    )


def group(root, element):
    return root.find(f"{SVG}g[@data-element='{element}']")


def order(root):
    return [item.get("data-element") for item in root.iterchildren()]


@pytest.mark.parametrize(
    "family",
    [
        [f'<{event} id="x">{sign}</{event}>' for sign in EVENTS]
        for event in (
            "startEvent",
            "intermediateCatchEvent",
            "intermediateThrowEvent",
            "endEvent",
        )
    ]
    + [GATEWAYS, ACTIVITIES, DATA],
    ids=["starts", "catches", "throws", "ends", "gateways", "activities", "data"],
)
def test_no_two_kinds_look_the_same(family):
    drawn = {model: pictured(model, shape("x")) for model in family}
    looks = {model: etree.tostring(group(root, "x")) for model, root in drawn.items()}

    alike = [(one, other) for one, other in combinations(family, 2) if looks[one] == looks[other]]

    assert alike == []


def test_every_colour_in_a_symbol_is_another_one_in_the_dark():
    events = [
        f'<{event} id="x">{sign}</{event}>'
        for event in ("startEvent", "endEvent")
        for sign in EVENTS
    ]
    drawn = [group(pictured(model, shape("x")), "x") for model in (*events, *ACTIVITIES)]

    rules = {
        f'.icon [{paint}="{colour}"]'
        for symbol in drawn
        for each in symbol.iterfind(f"{SVG}g[@class='icon']/*")
        for paint in ("fill", "stroke")
        if (colour := each.get(paint, "none")) != "none"
    }

    assert [rule for rule in sorted(rules) if rule not in stylesheet()] == []


INSIDE: Final = (
    '<transaction id="whole"><userTask id="a"/><userTask id="b"/>'
    '<sequenceFlow id="f" sourceRef="a" targetRef="b"/></transaction>'
)


def whole(more=""):
    around = shape("whole", -20, -20, 400, 200, more)
    return pictured(INSIDE, edge("f"), shape("b", 200), shape("a"), around)


@pytest.mark.parametrize("more", ['isExpanded="true"', ""], ids=["opened", "unsaid"])
def test_what_a_subprocess_holds_lies_upon_it_in_whatever_order_the_file_names_it(more):
    assert order(whole(more)) == ["whole", "f", "b", "a"]


def test_an_opened_subprocess_without_a_start_has_its_name_above_and_no_plus():
    root = pictured(
        '<subProcess id="whole" name="Rapat"><task id="a"/></subProcess>',
        shape("whole", -20, -40, 400, 200),
        shape("a"),
    )
    opened = group(root, "whole")

    assert opened.find(f"{SVG}path[@class='sign']") is None
    assert float(opened.find(f"{SVG}text/{SVG}tspan").get("y")) < 0


def test_a_closed_subprocess_hides_what_it_holds():
    root = whole('isExpanded="false"')

    assert order(root) == ["whole"]
    assert group(root, "whole").find(f"{SVG}path[@class='sign']") is not None


def test_an_event_on_the_border_lies_upon_its_step_also_when_the_file_names_it_first():
    model = '<boundaryEvent id="e" attachedToRef="a"/><userTask id="a"/>'
    root = pictured(model, shape("e", 30, 62, 36, 36), shape("a"))

    assert order(root) == ["a", "e"]


def test_markers_stand_side_by_side_in_the_middle():
    twice = "<standardLoopCharacteristics/>"
    model = f'<subProcess id="x" isForCompensation="true">{twice}</subProcess>'
    signs = group(pictured(model, shape("x")), "x").findall(f"{SVG}path[@class='sign']")

    places = [sign.get("transform") for sign in signs]

    assert places == ["translate(30 75)", "translate(50 75)", "translate(70 75)"]


def flow(condition="", default="", source="userTask"):
    model = (
        f'<{source} id="a" {default}/><userTask id="b"/>'
        f'<sequenceFlow id="f" sourceRef="a" targetRef="b">{condition}</sequenceFlow>'
    )
    return group(pictured(model, shape("a"), shape("b", 200), edge("f")), "f")


def test_a_flow_that_is_taken_by_default_or_on_a_condition_shows_it_where_it_begins():
    condition = "<conditionExpression>=a</conditionExpression>"
    tail = f"{SVG}path[@class='tail']"

    plain, asked, rest = flow(), flow(condition), flow(default='default="f"')

    assert plain.find(tail) is None
    # A gateway says by its own shape that its ways have conditions.
    assert flow(condition, source="exclusiveGateway").find(tail) is None
    assert asked.find(tail).get("d") != rest.find(tail).get("d")


@pytest.mark.parametrize(("directed", "heads"), [("None", 0), ("One", 1), ("Both", 2)])
def test_an_association_has_the_heads_that_it_says(directed, heads):
    model = (
        '<userTask id="a"/><userTask id="b"/><association id="f" sourceRef="a" targetRef="b"'
        f' associationDirection="{directed}"/>'
    )
    tie = group(pictured(model, shape("a"), shape("b", 200), edge("f")), "f")

    assert len(tie.findall(f"{SVG}path[@class='head']")) == heads


def test_a_group_frames_what_it_stands_around_and_says_its_category():
    category = '<category><categoryValue id="v" value="Tahap satu"/></category>'
    model = f'<group id="x" categoryValueRef="v"/><task id="a"/>{category}'
    root = pictured(model, shape("a"), shape("x", -10, -10, 150, 150))

    assert order(root) == ["x", "a"]
    assert "".join(group(root, "x").find(f"{SVG}text").itertext()) == "Tahap satu"
