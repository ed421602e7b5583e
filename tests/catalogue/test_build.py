"""The command that builds diagrams from transcription and flow description."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import etree

from service.catalogue.build import DESCRIPTIONS, main
from service.catalogue.flow import Arrival
from service.catalogue.transcription import read_transcription
from service.catalogue.writing import write_diagram
from service.diagrams import examine, read_diagram
from tests.catalogue.geometry import faults, picture_of
from tests.catalogue.places import HERE, KEYS


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.slow
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
    key = "kalbar-rka-dpa"
    changed = (HERE / f"{key}.toml").read_text("utf-8").replace("Undangan Rapat", "Undangan")
    (tmp_path / f"{key}.toml").write_text(changed, "utf-8")

    main([key, "--transcriptions", str(tmp_path), "--to", str(tmp_path)])

    process = read_diagram((tmp_path / f"{key}.bpmn").read_bytes()).process(key)
    assert process is not None
    step = process.scope.node("step_2")
    assert step is not None
    assert step.extension.step is not None
    assert step.extension.step.requirements == "Undangan"


def test_a_lane_without_part_says_so_and_is_low():
    whole = DESCRIPTIONS["kalbar-renja-renstra"]
    without = replace(
        whole,
        nodes=tuple(node for node in whole.nodes if not isinstance(node, Arrival)),
    )

    raw = write_diagram(read_transcription(HERE / f"{whole.key}.toml"), without)

    root = etree.fromstring(raw)
    lanes = picture_of(root).lanes
    low = lanes["lane_instansi"].bottom - lanes["lane_instansi"].top
    assert low == min(lane.bottom - lane.top for lane in lanes.values())
    assert lanes["lane_instansi"].holds(picture_of(root).shapes["note_instansi"])
    assert "tidak berperan dalam SOP ini" in raw.decode("utf-8")
    assert faults(root) == []
    assert examine(raw).publishable
