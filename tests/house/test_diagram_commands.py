"""`check` and `simulate` are read by other programs: their JSON and exit codes are fixed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from service.cli.frame.program import run
from tests import sops

ROOT = Path(__file__).resolve().parents[2]
BPMN = 'xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'


def process(body: str, process_id: str = "p") -> str:
    return (
        f"<bpmn:definitions {BPMN}>"
        f'<bpmn:process id="{process_id}" isExecutable="true">{body}</bpmn:process>'
        "</bpmn:definitions>"
    )


def flow(number: int, source: str, target: str, condition: str = "") -> str:
    inside = (
        f"<bpmn:conditionExpression>{condition}</bpmn:conditionExpression>" if condition else ""
    )
    return (
        f'<bpmn:sequenceFlow id="f{number}" sourceRef="{source}" targetRef="{target}">'
        f"{inside}</bpmn:sequenceFlow>"
    )


REVIEW = process(
    '<bpmn:startEvent id="mulai"/>'
    + flow(1, "mulai", "periksa")
    + '<bpmn:userTask id="periksa" name="Periksa"/>'
    + flow(2, "periksa", "pilih")
    + '<bpmn:exclusiveGateway id="pilih" default="f3"/>'
    + flow(3, "pilih", "selesai")
    + flow(4, "pilih", "periksa", "=ulang")
    + '<bpmn:endEvent id="selesai"/>'
)
WAITS = process(
    '<bpmn:startEvent id="mulai"/>'
    + flow(1, "mulai", "tunggu")
    + '<bpmn:intermediateCatchEvent id="tunggu"><bpmn:timerEventDefinition>'
    "<bpmn:timeDuration>P30D</bpmn:timeDuration></bpmn:timerEventDefinition>"
    "</bpmn:intermediateCatchEvent>"
    + flow(2, "tunggu", "terima")
    + '<bpmn:receiveTask id="terima" messageRef="m"/>'
    + flow(3, "terima", "selesai")
    + '<bpmn:endEvent id="selesai"/>'
).replace("<bpmn:process", '<bpmn:message id="m" name="surat"/><bpmn:process', 1)
SIGNAL = process(
    '<bpmn:startEvent id="mulai"/>'
    + flow(1, "mulai", "tunggu")
    + '<bpmn:intermediateCatchEvent id="tunggu"><bpmn:signalEventDefinition signalRef="g"/>'
    "</bpmn:intermediateCatchEvent>"
    + flow(2, "tunggu", "selesai")
    + '<bpmn:endEvent id="selesai"/>'
).replace("<bpmn:process", '<bpmn:signal id="g" name="libur"/><bpmn:process', 1)
SCRIPT = process(
    '<bpmn:startEvent id="mulai"/>'
    + flow(1, "mulai", "hitung")
    + '<bpmn:scriptTask id="hitung" scriptFormat="python"><bpmn:script>import os</bpmn:script>'
    + "</bpmn:scriptTask>"
    + flow(2, "hitung", "selesai")
    + '<bpmn:endEvent id="selesai"/>'
)


@pytest.fixture
def write(tmp_path):
    def writing(xml: str, name: str = "a.bpmn") -> str:
        file = tmp_path / name
        file.write_text(xml, "utf-8")
        return str(file)

    return writing


@pytest.fixture
def call(capsys):
    def calling(*arguments: str) -> tuple[int, dict[str, object]]:
        status = run([*arguments, "--json"])
        return status, json.loads(capsys.readouterr().out)

    return calling


def test_check_names_processes_lanes_user_tasks_and_findings(call, write):
    status, said = call("check", write(REVIEW))

    assert status == 0
    assert said["deployable"] is True
    assert said["processes"] == [{"id": "p", "name": "", "lanes": [], "user_tasks": ["periksa"]}]
    assert {item["severity"] for item in said["findings"]} == {"setup"}
    assert all(
        set(item) == {"severity", "code", "element", "message"} for item in said["findings"]
    )


def test_check_refuses_a_script_of_another_language_with_its_element(call, write):
    status, said = call("check", write(SCRIPT))

    assert (status, said["deployable"]) == (1, False)
    errors = [item for item in said["findings"] if item["severity"] == "error"]
    assert ("script-language", "hitung") in {(it["code"], it["element"]) for it in errors}


def test_check_of_several_files_is_deployable_only_when_all_are(call, write):
    status, said = call("check", write(REVIEW), write(SCRIPT, "b.bpmn"))

    assert (status, said["deployable"]) == (1, False)
    assert [item["deployable"] for item in said["files"]] == [True, False]


def test_a_file_that_is_not_there_is_a_wrong_call(capsys):
    assert run(["check", "tidak-ada.bpmn"]) == 2
    assert capsys.readouterr().err


def test_the_catalogue_is_publishable(call):
    for file in sorted((ROOT / "bpmn").glob("*.bpmn")):
        status, said = call("check", str(file))
        assert status == 0
        assert not [it for it in said["findings"] if it["severity"] != "info"], file.name


def test_simulate_answers_the_nth_completion_with_the_nth_answer(call, write):
    answers = json.dumps({"periksa": [{"ulang": True}, {"ulang": False}]})

    status, said = call("simulate", write(REVIEW), "--answers", answers)

    assert (status, said["state"]) == (0, "completed")
    assert said["trace"] == ["mulai", "periksa", "pilih", "periksa", "pilih", "selesai"]
    assert said["data"] == {"ulang": False}


def test_simulate_stops_at_a_fault_with_its_element(call, write):
    status, said = call("simulate", write(REVIEW))

    assert (status, said["state"]) == (4, "incident")
    assert said["incident"]["element"] == "pilih"


def test_simulate_moves_its_clock_and_then_waits_for_the_outside(call, write):
    status, said = call("simulate", write(WAITS))

    assert (status, said["state"]) == (3, "waiting")
    assert said["trace"] == ["mulai", "tunggu"]
    assert said["waiting"] == [{"element": "terima", "kind": "task"}]


def test_simulate_sends_a_signal_only_where_there_is_an_answer_for_it(call, write):
    _, waiting = call("simulate", write(SIGNAL))
    _, ended = call("simulate", write(SIGNAL), "--answers", '{"tunggu": [{"tanggal": 17}]}')

    assert waiting["waiting"] == [{"element": "tunggu", "kind": "signal"}]
    assert (ended["state"], ended["data"]) == ("completed", {"tanggal": 17})


def test_simulate_refuses_what_check_refuses(call, write):
    status, said = call("simulate", write(SCRIPT))

    assert (status, said["state"], said["trace"]) == (1, "refused", [])


@pytest.mark.parametrize(
    "arguments",
    [
        ("--data", "[]"),
        ("--data", "{"),
        ("--answers", '{"periksa": {}}'),
        ("--process", "tidak-ada"),
    ],
)
def test_simulate_with_unfit_options_is_a_wrong_call(write, arguments, capsys):
    assert run(["simulate", write(REVIEW), *arguments]) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_check_says_why_a_form_that_lies_there_cannot_be_used(call, tmp_path, capsys):
    for folder in ("bpmn", "forms"):
        (tmp_path / folder).mkdir()
    diagram = tmp_path / "bpmn" / "surat.bpmn"
    diagram.write_bytes(sops.diagram("surat", form="uji"))
    (tmp_path / "forms" / "uji.form").write_bytes(
        sops.form().replace(b'"textfield"', b'"filepicker-of-others"')
    )

    _, said = call("check", str(diagram))
    run(["check", str(diagram), "--lang", "id"])

    assert [form["form"] for form in said["refused_forms"]] == ["uji"]
    (finding,) = said["refused_forms"][0]["findings"]
    assert "filepicker-of-others" in finding["message"]
    assert "Formulir uji.form ada, tetapi tidak dapat dipakai:" in capsys.readouterr().out


def test_check_speaks_of_no_form_where_all_can_be_used(call, write):
    _, said = call("check", write(REVIEW))

    assert said["refused_forms"] == []
