"""The command that builds diagrams from transcription and flow description."""

from __future__ import annotations

import pytest

from service.catalogue.build import DESCRIPTIONS, main
from service.diagrams import examine, read_diagram
from tests.catalogue.places import HERE, KEYS


@pytest.mark.parametrize("key", KEYS)
def test_building_twice_gives_the_same_bytes_and_a_diagram_that_the_gate_accepts(key, tmp_path):
    command = [key, "--transcriptions", str(HERE), "--to", str(tmp_path)]

    assert main(command) == 0
    first = (tmp_path / f"{key}.bpmn").read_bytes()
    assert main(command) == 0

    assert (tmp_path / f"{key}.bpmn").read_bytes() == first
    assert examine(first).publishable


def test_each_transcription_has_a_flow_description():
    assert sorted(DESCRIPTIONS) == KEYS


def test_an_unknown_key_is_refused(capsys):
    with pytest.raises(SystemExit):
        main(["tidak-ada"])

    assert "tidak-ada" in capsys.readouterr().err


def test_a_text_of_the_transcription_reaches_the_diagram(tmp_path):
    key = KEYS[0]
    changed = (HERE / f"{key}.toml").read_text("utf-8").replace("Undangan Rapat", "Undangan")
    (tmp_path / f"{key}.toml").write_text(changed, "utf-8")

    main([key, "--transcriptions", str(tmp_path), "--to", str(tmp_path)])

    process = read_diagram((tmp_path / f"{key}.bpmn").read_bytes()).process(key)
    assert process is not None
    step = process.scope.node("step_2")
    assert step is not None
    assert step.extension.step is not None
    assert step.extension.step.requirements == "Undangan"
