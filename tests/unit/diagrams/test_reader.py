"""What the reader makes of BPMN as modellers really write it (BPMN 2.0.2 §8, §10, §15)."""

import pytest

from service.diagrams import DiagramRefused, examine, read, read_diagram
from service.diagrams.model import (
    CallActivity,
    ExclusiveGateway,
    MultiInstance,
    RefusedNode,
    SubProcess,
    TimerEvent,
)
from service.diagrams.xml import Limits
from tests.unit.diagrams.findings_provoked import (
    LIST,
    arrow,
    callable_process,
    catching,
    choice,
    collected,
    many,
)
from tests.unit.diagrams.written import (
    SIMPLE,
    boundary,
    chain,
    diagram,
    document,
    end,
    flow,
    lane,
    node,
    process,
    receive,
    small,
    start,
    subprocess,
    task,
    timer,
)


def scope_of(raw):
    return read_diagram(raw).processes[0].scope


def codes(raw, **known_things):
    return sorted({finding.code for finding in examine(raw, **known_things).findings})


def loop_of(raw, element="t"):
    return scope_of(raw).node(element).loop


# ---------------------------------------------------------------- bytes


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "iso-8859-1"])
def test_a_file_is_read_in_the_encoding_that_it_names(encoding):
    text = small().decode().replace('name="t"', 'name="Rapat"')
    declared = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?>{text}'

    assert scope_of(declared.encode(encoding)).node("t").name == "Rapat"


def test_a_comment_inside_a_text_does_not_cut_it():
    raw = choice('a = "satu <!-- nanti dua --> dua"')

    assert scope_of(raw).flows[2].condition == 'a = "satu  dua"'


def test_white_space_inside_a_text_of_an_expression_is_kept():
    assert scope_of(choice('  =a = "dua  spasi"\n ')).flows[2].condition == 'a = "dua  spasi"'


def test_the_documentation_of_an_expression_is_not_part_of_it():
    documented = "<bpmn:documentation>bila satu</bpmn:documentation>a = 1"

    assert scope_of(choice(documented)).flows[2].condition == "a = 1"


def test_one_sign_before_an_expression_is_a_mark_and_two_are_a_mistake():
    assert codes(choice("= a = 1")) == []
    assert codes(choice("== a = 1")) == ["expression-not-feel-spelling"]


def test_the_limits_of_a_file_can_be_set():
    narrow = Limits(bytes=10_000, elements=3)

    assert [item.code for item in examine(small(), limits=narrow).findings] == [
        "too-many-elements"
    ]


# ---------------------------------------------------------------- references


def test_a_reference_may_carry_the_prefix_of_the_files_own_namespace():
    raw = diagram(
        start(),
        receive("t", attributes='messageRef="tns:M"'),
        end(),
        chain("s", "t", "e"),
        boundary("b", "tns:t", timer("P1D")),
        end("e2"),
        flow("f2", "tns:b", "tns:e2"),
    ).replace(b"<bpmn:process", b'<bpmn:message id="M" name="surat"/><bpmn:process', 1)

    waiting = scope_of(raw).node("t")

    assert waiting.event.name == "surat"
    assert [item.id for item in waiting.boundaries] == ["b"]
    assert codes(raw) == []


def test_an_id_with_a_colon_is_itself():
    raw = diagram(start(), task("a:b"), end(), chain("s", "a:b", "e"))

    assert codes(raw) == []


def test_ids_of_other_tools_extensions_are_their_own_matter():
    fields = '<x:field xmlns:x="urn:x" id="nomor"/>'

    assert codes(small(words=[fields, fields])) == []


def test_an_id_of_the_picture_must_not_be_one_of_the_model():
    shape = (
        '<bpmndi:BPMNDiagram id="B"><bpmndi:BPMNPlane id="t" bpmnElement="P"/>'
        "</bpmndi:BPMNDiagram>"
    )

    assert codes(document(SIMPLE, shape)) == ["duplicate-id"]


def test_flows_without_ids_are_kept_and_get_different_ones():
    raw = small(node("group", "P-flow-1"))
    for flow_id in (b"f_s_t", b"f_t_e"):
        raw = raw.replace(b'id="' + flow_id + b'" ', b"")

    ids = [item.id for item in scope_of(raw).flows]

    assert len(set(ids)) == 2
    assert "P-flow-1" not in ids
    assert codes(raw) == []


@pytest.mark.parametrize(
    "part",
    [
        '<bpmn:textAnnotation id="n"/><bpmn:association id="a" sourceRef="n" targetRef="x"/>',
        '<bpmn:dataObjectReference id="r" dataObjectRef="x"/>',
        boundary("b", "x", timer("P1D")) + end("e2") + flow("fb", "b", "e2"),
        flow("fx", "x", "t"),
    ],
)
def test_what_points_to_nothing_is_named(part):
    assert "dangling-reference" in codes(small(part))


def test_references_inside_a_task_are_named_at_the_task():
    inner = arrow("gone", "gone too") + "<bpmn:incoming>gone three</bpmn:incoming>"

    findings = examine(small(inner=inner)).findings

    assert {(item.code, item.element) for item in findings} == {("dangling-reference", "t")}
    assert {item.params["target"] for item in findings} == {"gone", "gone too", "gone three"}


@pytest.mark.parametrize("definition", ["error", "escalation", "message"])
def test_a_definition_must_refer_to_an_element_of_its_kind(definition):
    reference = f'<bpmn:{definition}EventDefinition {definition}Ref="t"/>'
    raw = small(boundary("b", "t", reference), end("e2"), flow("fb", "b", "e2"))

    assert "dangling-reference" in codes(raw)


def test_a_finding_names_what_stands_on_the_diagram_and_not_a_part_of_it():
    empty = '<bpmn:timerEventDefinition id="inner"/>'

    assert examine(catching(empty)).findings[0].element == "c"


# ---------------------------------------------------------------- scopes, lanes


def test_a_pool_of_somebody_else_may_come_first_and_be_empty():
    raw = document('<bpmn:process id="Bank"/>', SIMPLE)

    verdict = examine(raw)

    assert verdict.publishable
    assert [process.id for process in read_diagram(raw).processes] == ["Bank", "P"]


def test_the_innermost_lane_has_the_node_in_whatever_order_they_stand():
    inner = '<bpmn:childLaneSet id="C">' + lane("In", "sekretaris", ["t"]) + "</bpmn:childLaneSet>"
    raw = diagram(
        start(),
        task(),
        end(),
        chain("s", "t", "e"),
        drawn=f'<bpmn:laneSet id="LS">{lane("Out", "bidang", ["t", "s"], inner)}</bpmn:laneSet>',
    )

    drawn = {item.id: item for item in read_diagram(raw).processes[0].lanes}

    assert scope_of(raw).node("t").lane == "In"
    assert scope_of(raw).node("s").lane == "Out"
    assert drawn["In"].ancestors == ("Out",)


def test_what_no_lane_names_stands_in_the_lane_of_its_subprocess():
    innermost = subprocess(
        "sub_2", start("s2"), task("t2"), task("t3"), end("e2"), chain("s2", "t2", "t3", "e2")
    )
    raw = diagram(
        start(),
        subprocess(
            "sub", start("s1"), task("t1"), innermost, end("e1"), chain("s1", "t1", "sub_2", "e1")
        ),
        end(),
        chain("s", "sub", "e"),
        drawn=f'<bpmn:laneSet id="LS">{lane("Out", "bidang", ["sub"])}'
        f"{lane('Own', 'sekretaris', ['t3'])}</bpmn:laneSet>",
    )

    outer = scope_of(raw).node("sub").scope
    inner = outer.node("sub_2").scope
    assert [outer.node("t1").lane, inner.node("t2").lane, inner.node("t3").lane] == [
        "Out",
        "Out",
        "Own",
    ]


def test_lanes_of_a_subprocess_count():
    inside = lane("In", "sekretaris", ["t1"])
    raw = diagram(
        start(),
        subprocess(
            "sub",
            f'<bpmn:laneSet id="LS1">{inside}</bpmn:laneSet>',
            start("s1"),
            task("t1"),
            end("e1"),
            chain("s1", "t1", "e1"),
        ),
        end(),
        chain("s", "sub", "e"),
        drawn="",
    )

    assert scope_of(raw).node("sub").scope.node("t1").lane == "In"
    assert codes(raw) == []


def test_a_flow_node_that_is_refused_stays_in_the_model_so_that_the_others_are_still_judged():
    raw = diagram(start(), node("adHocSubProcess", "x"), task(), end(), chain("s", "x", "t", "e"))

    scope = read(raw).diagram.processes[0].scope

    assert isinstance(scope.node("x"), RefusedNode)
    assert codes(raw) == ["unsupported-element"]
    with pytest.raises(DiagramRefused):
        read_diagram(raw)


def test_what_a_refused_node_says_is_not_refused_too():
    words = ['<alur:form key="uji"/>', '<alur:step number="1"/>']
    raw = diagram(start(), node("task", "x", words=words), end(), chain("s", "x", "e"))

    assert codes(raw) == ["unsupported-element"]


def test_boundary_events_of_a_refused_activity_lead_somewhere_too():
    raw = diagram(
        start(),
        node("adHocSubProcess", "x"),
        end(),
        chain("s", "x", "e"),
        boundary("b", "x", timer("P1D")),
        end("e2"),
        flow("fb", "b", "e2"),
    )

    assert codes(raw) == ["unsupported-element"]


# ---------------------------------------------------------------- data


def test_a_data_object_is_named_by_its_reference_when_it_has_no_name():
    raw = small(
        '<bpmn:dataObject id="D1"/>',
        '<bpmn:dataObjectReference id="R1" name="rka" dataObjectRef="D1"/>',
        '<bpmn:dataObject id="D2"/>',
        '<bpmn:dataObjectReference id="R2" name="Rancangan RKA" dataObjectRef="D2"/>',
    )

    assert [item.name for item in scope_of(raw).data_objects] == ["rka", "D2"]


def test_a_property_of_a_scope_is_data_of_that_scope():
    inner = subprocess(
        "sub",
        '<bpmn:property id="p1" name="nilai"/>',
        start("s1"),
        task("t1"),
        end("e1"),
        chain("s1", "t1", "e1"),
    )
    raw = diagram(start(), inner, end(), chain("s", "sub", "e"))

    sub = scope_of(raw).node("sub")

    assert isinstance(sub, SubProcess)
    assert [item.name for item in sub.scope.data_objects] == ["nilai"]


def test_all_nodes_and_flows_are_those_of_the_subprocesses_too():
    inner = subprocess("sub", start("s1"), task("t1"), end("e1"), chain("s1", "t1", "e1"))

    scope = scope_of(diagram(start(), inner, end(), chain("s", "sub", "e")))

    assert [node.id for node in scope.all_nodes()] == ["s", "sub", "s1", "t1", "e1", "e"]
    assert [flow.id for flow in scope.all_flows()] == ["f_s_sub", "f_sub_e", "f_s1_t1", "f_t1_e1"]


def test_an_arrow_that_a_modeller_draws_by_a_placeholder_is_a_picture():
    placeholder = '<bpmn:property id="p" name="__targetRef_placeholder"/>'
    raw = small('<bpmn:dataObject id="D1" name="rka"/>', inner=placeholder + arrow("D1", "p"))

    assert codes(raw) == []


def test_a_property_of_a_task_is_told_as_not_executed():
    assert codes(small(inner='<bpmn:property id="p" name="nilai"/>')) == ["not-executed"]


@pytest.mark.parametrize("part", ["transformation", "assignment"])
def test_an_arrow_that_computes_is_refused(part):
    computing = arrow("D1", "D1").replace("</bpmn:dataInput", f"<bpmn:{part}/></bpmn:dataInput")
    raw = small('<bpmn:dataObject id="D1" name="rka"/>', inner=computing)

    assert codes(raw) == ["unsupported-element"]


def test_the_list_of_a_multi_instance_may_come_through_an_arrow():
    specified = (
        '<bpmn:ioSpecification><bpmn:dataInput id="i1"/></bpmn:ioSpecification>'
        + arrow("xs", "i1")
        + many('<bpmn:loopDataInputRef>i1</bpmn:loopDataInputRef><bpmn:inputDataItem name="x"/>')
    )

    loop = loop_of(small(LIST, inner=specified))

    assert isinstance(loop, MultiInstance)
    assert (loop.collection, loop.item) == ("xs", "x")


def test_an_item_without_a_name_is_refused_and_not_left_out():
    inner = many(
        "<bpmn:loopDataInputRef>xs</bpmn:loopDataInputRef><bpmn:inputDataItem/>"
        + collected("xs", "y")
    )

    assert codes(small(LIST, inner=inner)) == ["bad-variable"]


def test_a_name_that_state_cannot_hold_is_refused():
    raw = small(words=['<alur:assign variable="jumlah_ö" value="1"/>'])

    assert codes(raw) == ["bad-variable"]


# ---------------------------------------------------------------- single constructs


def test_booleans_are_those_of_xml_schema():
    for text, parallel in (("1", False), (" true ", False), ("0", True), ("false", True)):
        cardinality = "<bpmn:loopCardinality>2</bpmn:loopCardinality>"
        loop = loop_of(small(inner=many(cardinality, f'isSequential="{text}"')))

        assert loop.parallel is parallel


@pytest.mark.parametrize("number", ["²", "9" * 5000, "-1", "1.0", ""])
def test_a_number_that_python_would_stumble_over_is_a_finding(number):
    text = f'<alur:step seq="{number}" number="1" time="-" timeIso="PT1H"/><alur:form key="f"/>'
    raw = small().replace(b'<alur:step seq="1" number="1" timeIso="PT1H"/>', text.encode())
    raw = raw.replace(b'<alur:form key="f"/><alur:form key="f"/>', b'<alur:form key="f"/>')

    assert codes(raw) == ["bad-extension"]


def stepped(**attributes):
    """Return the row of the document that the one task carries."""
    given = " ".join(f'{name}="{value}"' for name, value in attributes.items())
    return small().replace(b'number="1" timeIso="PT1H"/>', f"{given}/>".encode())


def test_a_row_is_called_by_its_number_without_the_dot_or_by_its_place():
    for number, called in (("7", "7"), ("7.", "7"), ("", "1")):
        step = scope_of(stepped(number=number)).node("t").extension.step

        assert (step.number, step.called) == (number, called)


def test_an_adjusted_time_is_a_boolean():
    for text, adjusted in (("true", True), ("1", True), ("false", False)):
        step = scope_of(stepped(timeAdjusted=text)).node("t").extension.step

        assert step.time_adjusted is adjusted
    assert codes(stepped(timeAdjusted="ya", timeIso="PT1H")) == ["bad-extension"]


def test_the_parts_of_a_row_keep_their_printed_numbers_and_times():
    parts = (
        '<alur:subStep number="7.1" time="1 Hari" timeIso="P1D">Menerima</alur:subStep>'
        '<alur:subStep number="7.2">Meneruskan</alur:subStep>'
    )
    raw = small().replace(b'timeIso="PT1H"/>', f'timeIso="PT1H">{parts}</alur:step>'.encode())

    found = scope_of(raw).node("t").extension.step.sub_steps

    assert [(it.number, it.time_text, it.time_iso, it.text) for it in found] == [
        ("7.1", "1 Hari", "P1D", "Menerima"),
        ("7.2", "", None, "Meneruskan"),
    ]
    assert codes(raw) == []
    assert codes(raw.replace(b'"P1D"', b'"1 hari"')) == ["step-time"]


def test_a_timer_in_feel_keeps_its_sign_and_one_in_iso_has_none():
    assert scope_of(catching(timer(" =tenggat "))).node("c").event == TimerEvent(
        "duration", "=tenggat"
    )
    assert scope_of(catching(timer(" P3D "))).node("c").event == TimerEvent("duration", "P3D")


def test_a_language_of_the_whole_file_counts_for_every_expression():
    xpath = document(
        process(
            start(),
            task(),
            node("exclusiveGateway", "g", attributes='default="f2"'),
            end("e1"),
            end("e2"),
            chain("s", "t", "g"),
            flow("f1", "g", "e1", "a = 1"),
            flow("f2", "g", "e2"),
        ),
        attributes='expressionLanguage="http://www.w3.org/1999/XPath"',
    )

    assert codes(xpath) == ["expression-language"]


def test_a_called_element_may_carry_a_prefix_and_a_default_flow_too():
    call = node("callActivity", "c", attributes='calledElement="tns:Q"')
    raw = document(process(start(), call, end(), chain("s", "c", "e")), callable_process())
    decided = choice().replace(b'default="f2"', b'default="tns:f2"')

    called = scope_of(raw).node("c")
    gateway = scope_of(decided).node("g")

    assert isinstance(called, CallActivity)
    assert called.called == "Q"
    assert isinstance(gateway, ExclusiveGateway)
    assert gateway.default == "f2"


def test_a_definition_that_is_referred_to_must_be_one():
    reference = "<bpmn:eventDefinitionRef>s</bpmn:eventDefinitionRef>"

    assert codes(catching(reference)) == ["dangling-reference"]


def test_an_element_of_bpmn_among_extensions_is_named_and_a_tools_own_word_is_not():
    lost = small(words=['<bpmn:userTask id="lost"/>'])
    own = small(words=['<bpmn:signature id="own"/>'])

    assert codes(lost) == ["misplaced-element"]
    assert codes(own) == []


def test_coordinates_that_nobody_can_draw_are_zero():
    shape = (
        '<bpmndi:BPMNDiagram id="B"><bpmndi:BPMNPlane id="B1" bpmnElement="P">'
        '<bpmndi:BPMNShape id="B2" bpmnElement="tns:t">'
        '<dc:Bounds x="nan" y="1e999" width="100" height="dua"/></bpmndi:BPMNShape>'
        "</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>"
    )

    bounds = read_diagram(document(SIMPLE, shape)).interchange.shapes["t"]

    assert (bounds.x, bounds.y, bounds.width, bounds.height) == (0, 0, 100, 0)


def test_the_first_diagram_that_is_refused_is_refused_with_its_findings():
    with pytest.raises(DiagramRefused) as refused:
        read_diagram(document())

    assert [finding.code for finding in refused.value.findings] == ["no-process"]
    assert refused.value.params["code"] == "no-process"


def test_a_file_that_was_just_read_is_not_read_again():
    raw = document(SIMPLE)

    assert read(raw) is read(bytes(bytearray(raw)))
    assert read(raw, Limits(elements=50)) is not read(raw)
