"""The documented limits on a process hold in every program that can write one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from service.app import create_app
from service.cli.frame.diagram_files import judge_files
from service.cli.frame.stores import open_session
from service.config import Limits, Settings
from service.diagrams import KEPT, DiagramRefused, examine, read_diagram, set_limits
from service.imaging import (
    Bounds,
    TooManyPhotos,
    bounds,
    can_be_shown,
    require_not_too_many,
    set_bounds,
)
from service.running.limits import Room, require_room, set_room
from service.running.refusals import HistoryFull

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def usual_room():
    yield
    set_room(Room())
    set_bounds(Bounds())
    set_limits(size=Limits().xml_bytes, elements=Limits().xml_elements)


def test_the_web_holds_processes_to_the_settings(tmp_path):
    settings = Settings.from_env({"ALUR_DATA": str(tmp_path)})

    create_app(replace(settings, limits=Limits(process_events=3)))

    require_room(events=2, state=b"")
    with pytest.raises(HistoryFull):
        require_room(events=3, state=b"")


def test_the_web_holds_work_on_pictures_to_the_settings(tmp_path):
    settings = Settings.from_env(
        {"ALUR_DATA": str(tmp_path), "ALUR_LIMIT_PHOTOS": "2", "ALUR_LIMIT_PREVIEW_BYTES": "10"}
    )

    create_app(settings)

    assert bounds().photos == 2
    assert not can_be_shown("application/pdf", 11)
    with pytest.raises(TooManyPhotos):
        require_not_too_many(3)


def test_the_command_line_holds_processes_to_the_settings(tmp_path, monkeypatch):
    monkeypatch.setenv("ALUR_DATA", str(tmp_path))
    monkeypatch.setenv("ALUR_LIMIT_STATE_BYTES", "10")

    with open_session():
        pass

    require_room(events=0, state=b"0123456789")
    with pytest.raises(HistoryFull):
        require_room(events=0, state=b"0123456789a")


DIAGRAM = Path("bpmn/kalbar-rka-dpa.bpmn")


def refusal(verdict):
    return [(item.code, item.params["limit"]) for item in verdict.findings]


def test_a_diagram_is_held_to_the_settings_and_told_how_much_is_allowed(tmp_path):
    settings = Settings.from_env({"ALUR_DATA": str(tmp_path)})
    raw = DIAGRAM.read_bytes()

    create_app(replace(settings, limits=Limits(xml_elements=30)))
    assert refusal(examine(raw)) == [("too-many-elements", "30")]
    create_app(replace(settings, limits=Limits(xml_bytes=1000)))
    assert refusal(examine(raw)) == [("too-large", "1000")]
    create_app(replace(settings, limits=Limits(xml_bytes=10**7, xml_elements=10**4)))
    assert examine(raw + b" " * 2**20).deployable


def test_the_command_line_judges_a_diagram_by_the_settings(monkeypatch):
    monkeypatch.setenv("ALUR_LIMIT_XML_BYTES", "1000")

    verdict = judge_files([DIAGRAM])[DIAGRAM]

    assert refusal(verdict) == [("too-large", "1000")]


def test_a_stored_diagram_is_read_whatever_the_limit_became():
    raw = DIAGRAM.read_bytes()
    set_limits(size=1000, elements=10)

    assert read_diagram(raw, KEPT).processes
    with pytest.raises(DiagramRefused):
        read_diagram(raw)
