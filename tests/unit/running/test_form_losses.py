"""What a changed form would take from an SOP: each kind of loss, and each kind of reader."""

from __future__ import annotations

import json

import pytest

from service.diagrams import read_diagram
from service.forms import read_form
from service.running.form_losses import losses_of
from service.sentences.telling import tell

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"


def diagram(step="", *, condition="", outcome=""):
    """Return a process that asks the form `uji`, then goes one of two ways."""
    taken = (
        f"<bpmn:conditionExpression>{condition}</bpmn:conditionExpression>" if condition else ""
    )
    way = f'alur:outcome="{outcome}"' if outcome else ""
    return read_diagram(
        f"""<bpmn:definitions xmlns:bpmn="{BPMN}" xmlns:alur="urn:alur:bpmn:1" id="d">
  <bpmn:process id="p" isExecutable="true">
    <bpmn:startEvent id="mulai"/>
    <bpmn:userTask id="isi" name="Mengisi">
      <bpmn:extensionElements><alur:form key="uji"/>{step}</bpmn:extensionElements>
    </bpmn:userTask>
    <bpmn:exclusiveGateway id="cabang" name="Setuju?"/>
    <bpmn:endEvent id="ya"/><bpmn:endEvent id="tidak" name="Ditolak"/>
    <bpmn:sequenceFlow id="a" sourceRef="mulai" targetRef="isi"/>
    <bpmn:sequenceFlow id="b" sourceRef="isi" targetRef="cabang"/>
    <bpmn:sequenceFlow id="c" sourceRef="cabang" targetRef="ya"/>
    <bpmn:sequenceFlow id="e" sourceRef="cabang" targetRef="tidak" {way}>{taken}
    </bpmn:sequenceFlow>
  </bpmn:process>
</bpmn:definitions>""".encode()
    )


def form(*fields):
    components = [
        {"id": f"f_{number}", "label": one["key"].title(), "type": "number", **one}
        for number, one in enumerate(fields, start=1)
    ]
    top = {"type": "default", "schemaVersion": 19, "components": components}
    return read_form(json.dumps(top).encode())


def lost(old, new, seen=None, **others):
    found = seen or diagram()
    (process,) = found.processes
    return [
        (loss.label, tell(loss.what), [(tell(it.called), tell(it.how)) for it in loss.readers])
        for loss in losses_of("uji", old, new, found, process, {"uji": old, **others})
    ]


NUMBER = {"key": "nomor"}
CHOICE = {
    "key": "putusan",
    "type": "radio",
    "values": [{"label": "Setuju", "value": "ya"}, {"label": "Tolak", "value": "tidak"}],
}


def test_the_same_form_loses_nothing():
    assert lost(form(NUMBER, CHOICE), form(CHOICE, NUMBER)) == []


def test_another_label_and_a_new_field_are_no_loss():
    assert lost(form(NUMBER), form({**NUMBER, "label": "Nomor surat"}, {"key": "baru"})) == []


def test_a_field_that_is_gone_is_named_with_the_condition_that_reads_it():
    seen = diagram(condition="nomor &gt; 3")

    assert lost(form(NUMBER), form(), seen) == [
        (
            "Nomor",
            "isian ini (nomor) tidak ada lagi",
            [("dari “Setuju?” ke “Ditolak”", "dibaca syarat: nomor > 3")],
        )
    ]


def test_another_key_of_the_same_component_is_a_renamed_field():
    ((_, what, _),) = lost(form(NUMBER), form({"key": "urutan"}))

    assert what == "kuncinya berganti dari nomor menjadi urutan"


def test_another_kind_of_answer_is_a_loss_and_another_look_of_it_is_none():
    ((_, what, _),) = lost(form(NUMBER), form({**NUMBER, "type": "checkbox"}))

    assert what == "jenisnya berganti dari angka menjadi kotak centang"
    assert lost(form(CHOICE), form({**CHOICE, "type": "select"})) == []
    text = {"key": "a", "type": "textfield"}
    assert lost(form(text), form({**text, "type": "textarea"})) == []


def test_a_field_that_becomes_personal_can_no_longer_be_read():
    ((_, what, _),) = lost(form(NUMBER), form({**NUMBER, "properties": {"pribadi": "true"}}))

    assert "data pribadi" in what


def test_a_choice_that_is_gone_is_named_with_the_way_that_only_it_takes():
    step = '<alur:decision variable="putusan"/>'
    seen = diagram(step, outcome="tidak")
    fewer = {**CHOICE, "values": CHOICE["values"][:1]}

    assert lost(form(CHOICE), form(fewer), seen) == [
        (
            "Putusan",
            "pilihan “Tolak” tidak ada lagi",
            [("dari “Setuju?” ke “Ditolak”", "jalur ini hanya ditempuh dengan pilihan itu")],
        )
    ]


def test_a_choice_whose_value_is_another_is_not_told_as_gone():
    refusing = {"label": "Tolak", "value": "tolak_lagi"}
    other = {**CHOICE, "values": [CHOICE["values"][0], refusing]}

    ((_, what, readers),) = lost(form(CHOICE), form(other), diagram(condition='putusan = "tidak"'))

    assert what == "nilai pilihan “Tolak” berubah dari tidak menjadi tolak_lagi"
    assert [how for _, how in readers] == ['dibaca syarat: putusan = "tidak"']


def test_a_choice_that_is_gone_is_named_with_the_condition_that_names_it():
    seen = diagram(condition='putusan = "tidak"')
    fewer = {**CHOICE, "values": CHOICE["values"][:1]}

    ((_, _, readers),) = lost(form(CHOICE), form(fewer), seen)

    assert readers == [("dari “Setuju?” ke “Ditolak”", 'dibaca syarat: putusan = "tidak"')]


def test_a_decision_reads_its_variable():
    decided = diagram('<alur:decision variable="putusan"/>')
    assert lost(form(CHOICE), form(), decided)[0][2] == [
        ("Mengisi", "menjadi putusan langkah ini")
    ]


@pytest.mark.parametrize(
    ("step", "how"),
    [
        (
            '<alur:requirement name="Surat" document="surat"/>',
            "diminta sebagai kelengkapan: Surat",
        ),
        ('<alur:output kind="newVersion" document="surat" name="Nota"/>', "menjadi output: Nota"),
        ('<alur:act kind="paraf" document="surat"/>', "dokumennya diparaf di langkah ini"),
    ],
)
def test_a_file_that_is_gone_is_named_with_what_needs_its_document(step, how):
    file = {"key": "berkas", "type": "filepicker", "properties": {"document": "surat"}}

    ((_, _, readers),) = lost(form(file), form(), diagram(step))

    assert readers == [("Mengisi", how)]


def test_a_file_that_becomes_another_document_is_a_loss():
    file = {"key": "berkas", "type": "filepicker", "properties": {"document": "surat"}}
    other = {**file, "properties": {"document": "nota"}}

    assert [what for _, what, _ in lost(form(file), form(other))] == [
        "berkasnya tidak lagi menjadi dokumen surat"
    ]


def test_a_condition_of_another_form_reads_it():
    other = form({"key": "lain", "conditional": {"hide": "nomor > 1"}})

    ((_, _, readers),) = lost(form(NUMBER), form(), lanjutan=other)

    assert readers == [("", "dibaca syarat di formulir lanjutan")]


def test_a_file_that_becomes_the_document_of_its_step_loses_none_that_the_step_makes():
    step = '<alur:output kind="newVersion" document="rka" name="RKA"/>'
    file = {"key": "berkas", "type": "filepicker"}
    of_step = form({**file, "properties": {"document": "@langkah"}})
    of_rka = form({**file, "properties": {"document": "rka"}})
    of_letter = form({**file, "properties": {"document": "surat"}})

    assert lost(of_rka, of_step, diagram(step)) == []
    assert lost(of_step, of_rka, diagram(step)) == []
    assert lost(of_step, of_letter, diagram(step)) == [
        (
            "Berkas",
            "berkasnya tidak lagi menjadi dokumen rka",
            [("Mengisi", "menjadi output: RKA")],
        )
    ]
    ((_, _, readers),) = lost(of_step, form(), diagram(step))
    assert readers == [("Mengisi", "menjadi output: RKA")]
