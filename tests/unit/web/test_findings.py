"""Findings in words: elements are called by their names, where they have one."""

from __future__ import annotations

from service.diagrams import Finding
from service.web.findings import finding_lines

DRAWN = b"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p">
<userTask id="t_1" name="Menyusun\n draf"/><exclusiveGateway id="gw_1"/>
<sequenceFlow id="f_1" sourceRef="t_1" targetRef="gw_1"/>
</process></definitions>"""


def line(element, code="unreachable", drawn=DRAWN, **params):
    return finding_lines([Finding("error", code, element, params)], drawn)[0]


def test_an_element_is_called_by_its_name_and_one_without_by_what_comes_before_it():
    assert (line("t_1").called, line("t_1").element) == ("“Menyusun draf”", "t_1")
    assert (line("gw_1").called, line("gw_1").element) == (
        "Percabangan tanpa nama sesudah “Menyusun draf”",
        "gw_1",
    )


def test_an_element_without_a_name_is_called_by_its_kind_and_where_it_is():
    drawn = b"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p">
    <laneSet id="ls"><lane id="l_1" name="Sekretaris">
    <flowNodeRef>t_9</flowNodeRef></lane></laneSet>
    <startEvent id="s_1"/><parallelGateway id="gw_1"/><userTask id="t_1" name="Menyusun draf"/>
    <boundaryEvent id="b_1" attachedToRef="t_1"/><exclusiveGateway id="gw_2"/>
    <subProcess id="sub" name="Menelaah"><startEvent id="s_2"/></subProcess>
    <exclusiveGateway id="gw_3"/><userTask id="t_9"/><endEvent id="e_1"/>
    <sequenceFlow id="f_1" sourceRef="s_1" targetRef="gw_1"/>
    <sequenceFlow id="f_2" sourceRef="gw_1" targetRef="t_1"/>
    <sequenceFlow id="f_3" sourceRef="t_1" targetRef="gw_2"/>
    <sequenceFlow id="f_4" sourceRef="gw_2" targetRef="gw_3"/>
    </process></definitions>"""

    ids = ("s_1", "s_2", "b_1", "gw_3", "t_9", "e_1")
    called = {key: line(key, drawn=drawn).called for key in ids}

    assert called == {
        "s_1": "Awal tanpa nama sebelum “Menyusun draf”",
        "s_2": "Awal tanpa nama di dalam “Menelaah”",
        "b_1": "Kejadian tanpa nama di tepi “Menyusun draf”",
        "gw_3": "Percabangan tanpa nama sesudah “Menyusun draf”",
        "t_9": "Langkah tanpa nama di kolom “Sekretaris”",
        "e_1": "Akhir tanpa nama",
    }
    assert line("f_4", drawn=drawn).called == (
        "Dari percabangan tanpa nama sesudah “Menyusun draf” ke percabangan tanpa nama"
    )


def test_a_flow_without_a_name_is_called_by_its_ends():
    assert line("f_1").called == "Dari “Menyusun draf” ke percabangan tanpa nama"


def test_other_elements_of_the_sentence_are_called_by_name():
    said = line("t_1", "loop-without-wait", nodes="gw_1, t_1").words

    assert "(percabangan tanpa nama sesudah “Menyusun draf”, “Menyusun draf”)" in said


def test_what_is_about_an_id_says_the_id():
    assert line("t_1", "duplicate-id").words.startswith("Id t_1 dipakai lebih dari sekali")


def test_a_file_that_cannot_be_read_has_no_names():
    assert line("t_1", drawn=b"bukan xml").called == ""
    assert line("t_1", drawn=b"").called == ""


def test_kinds_of_events_are_told_in_the_words_of_the_modeller():
    assert (
        "berjenis biasa (tanpa jenis) tidak dapat"
        in line("t_1", "event-position", kind="none").words
    )
    assert "berjenis eskalasi ini" in line("t_1", "code-missing", kind="escalation").words
