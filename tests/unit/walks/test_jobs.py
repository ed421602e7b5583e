"""Steps that a system does, and what an agency sends: answered in a walk as each of them would."""

import pytest

from service.engine.faults import ErrorNotCaught
from service.forms import FieldsRejected
from service.running.walks.acts import Complete, JobFails, JobThrows, acts_of, acts_text
from service.running.walks.jobs import caught_errors, topic_at
from service.running.walks.kept import came_out, out_of, out_text, run_kept
from service.running.walks.refusals import StepNotOpen
from service.running.walks.walk import walk
from service.sentences import sentence
from tests.unit.walks.test_walk import FORM, diagram
from tests.walked import ground_of, start

GROUND = ground_of(
    b"""<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:alur="urn:alur:bpmn:1" id="all" targetNamespace="urn:test">
  <bpmn:message id="m" name="verifikasi"/><bpmn:error id="e1" name="Ditolak" errorCode="ditolak"/>
  <bpmn:process id="uji" name="Uji" isExecutable="true">
  <bpmn:laneSet id="lanes">
    <bpmn:lane id="staf" name="Sekretaris" alur:role="sekretaris">
      <bpmn:flowNodeRef>kirim</bpmn:flowNodeRef><bpmn:flowNodeRef>ulang</bpmn:flowNodeRef>
    </bpmn:lane>
    <bpmn:lane id="luar" name="Bappeda/BKAD" alur:role="instansi">
      <bpmn:flowNodeRef>terima</bpmn:flowNodeRef></bpmn:lane>
  </bpmn:laneSet>
  <bpmn:startEvent id="mulai"/>
  <bpmn:serviceTask id="kirim" name="Mengirim ke SIPD"><bpmn:extensionElements>
    <alur:job type="sipd"/>
    <alur:returns variable="nomor" kind="number"/><alur:returns variable="sah" kind="boolean"/>
    <alur:returns variable="status" kind="choice"/><alur:returns variable="pesan"/>
  </bpmn:extensionElements></bpmn:serviceTask>
  <bpmn:boundaryEvent id="tolak" attachedToRef="kirim">
    <bpmn:errorEventDefinition errorRef="e1"/></bpmn:boundaryEvent>
  <bpmn:userTask id="ulang" name="Memperbaiki"/>
  <bpmn:receiveTask id="terima" name="Hasil verifikasi" messageRef="m"><bpmn:extensionElements>
    <alur:agency key="TAPD"/></bpmn:extensionElements></bpmn:receiveTask>
  <bpmn:endEvent id="akhir"/>
  <bpmn:sequenceFlow id="a" sourceRef="mulai" targetRef="kirim"/>
  <bpmn:sequenceFlow id="b" sourceRef="kirim" targetRef="terima"/>
  <bpmn:sequenceFlow id="c" sourceRef="tolak" targetRef="ulang"/>
  <bpmn:sequenceFlow id="d" sourceRef="ulang" targetRef="terima"/>
  <bpmn:sequenceFlow id="e" sourceRef="terima" targetRef="akhir"/>
</bpmn:process></bpmn:definitions>""",
    {},
)
BEGUN = start(GROUND)
KIRIM = "uji/kirim"


def told(*acts):
    """Return the log of a walk in words, without its beginning."""
    return [sentence(it.code, **it.params) for it in walk(GROUND, (BEGUN, *acts)).log[1:]]


def test_a_system_brings_its_results_each_of_its_kind_and_nothing_that_is_empty():
    brought = {"nomor": "7", "sah": "ya", "status": "terkirim", "pesan": ""}

    (task,) = walk(GROUND, (BEGUN, Complete(KIRIM, typed=brought))).tasks

    assert {name: task.data[name] for name in ("nomor", "sah", "status")} == {
        "nomor": 7,
        "sah": True,
        "status": "terkirim",
    }
    assert "pesan" not in task.data


@pytest.mark.parametrize("wrong", [{"nomor": "tujuh"}, {"sah": "mungkin"}, {"lain": "x"}])
def test_what_the_diagram_does_not_let_it_bring_is_refused(wrong):
    with pytest.raises(FieldsRejected):
        walk(GROUND, (BEGUN, Complete(KIRIM, typed=wrong)))


def test_a_system_that_fails_leaves_an_incident_and_its_message_in_the_log():
    walked = walk(GROUND, (BEGUN, JobFails(KIRIM, "SIPD tidak menjawab")))

    assert walked.trouble is not None
    assert walked.trouble.code == "engine.job-given-up"
    assert told(JobFails(KIRIM, "SIPD tidak menjawab"))[1].endswith(": SIPD tidak menjawab")


def test_a_system_that_throws_an_error_goes_on_where_the_diagram_catches_it():
    assert caught_errors(GROUND.engine) == ("ditolak",)
    assert topic_at(GROUND.engine, KIRIM) == "sipd"

    walked = walk(GROUND, (BEGUN, JobThrows(KIRIM, "ditolak")))

    assert [it.name for it in walked.tasks] == ["Memperbaiki"]
    with pytest.raises(ErrorNotCaught):
        walk(GROUND, (BEGUN, JobThrows(KIRIM, "lain")))


def test_only_what_a_system_does_fails_or_throws():
    at_staff = (BEGUN, JobThrows(KIRIM, "ditolak"))
    for act in (JobFails("uji/ulang", "x"), JobThrows("uji/ulang", "ditolak")):
        with pytest.raises(StepNotOpen):
            walk(GROUND, (*at_staff, act))


def test_each_line_of_the_log_says_whose_doing_it_is():
    assert told(JobThrows(KIRIM, "ditolak"), Complete("uji/ulang"), Complete("uji/terima")) == [
        "Alur menyerahkan “Mengirim ke SIPD” kepada sistem di luar Alur.",
        "Sistem di luar Alur melaporkan galat “ditolak” di “Mengirim ke SIPD”.",
        "Tugas terbuka untuk Sekretaris: “Memperbaiki”.",
        "Sekretaris menyelesaikan “Memperbaiki”.",
        "Kantor menunggu TAPD: “Hasil verifikasi”.",
        "Kantor mencatat yang diterima dari TAPD: “Hasil verifikasi”.",
        "Proses selesai.",
    ]


def test_what_an_agency_decided_is_recorded_by_the_office_and_no_act_of_the_agency():
    raw = diagram().replace(b'"Sekretaris" alur:role="sekretaris"', b'"TAPD" alur:role="instansi"')
    before, node, behind = raw.partition(b'<bpmn:userTask id="periksa"')
    received = node.replace(b"userTask", b'receiveTask messageRef="m"')
    raw = before + received + behind.replace(b"userTask>", b"receiveTask>", 1)
    ground = ground_of(raw, {"konsep": FORM})
    acts = (start(ground), Complete("uji/tulis", typed={"perihal": "x"}))

    walked = walk(ground, (*acts, Complete("uji/periksa", outcome="lanjut")))

    (line,) = [it for it in walked.log if it.code.endswith("-chosen")]
    assert sentence(line.code, **line.params) == (
        "Kantor mencatat yang diterima dari TAPD: “2: Memeriksa”, dengan pilihan “lanjut”."
    )


def test_acts_of_a_system_are_kept_and_walked_again():
    acts = (BEGUN, JobThrows(KIRIM, "ditolak"), Complete("uji/ulang"), Complete("uji/terima"))

    kept = out_of(out_text(came_out(GROUND, walk(GROUND, acts))))

    assert acts_of(acts_text(acts)) == acts
    assert run_kept(GROUND, acts, kept) is None
