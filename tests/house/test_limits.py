"""The documented limits on a process hold in every program that can write one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from service.app import create_app
from service.cli.frame.stores import open_session
from service.config import Limits, Settings
from service.running.limits import Room, require_room, set_room
from service.running.refusals import HistoryFull


@pytest.fixture(autouse=True)
def usual_room():
    yield
    set_room(Room())


def test_the_web_holds_processes_to_the_settings(tmp_path):
    settings = Settings.from_env({"ALUR_DATA": str(tmp_path)})

    create_app(replace(settings, limits=Limits(process_events=3)))

    require_room(events=2, state=b"")
    with pytest.raises(HistoryFull):
        require_room(events=3, state=b"")


def test_the_command_line_holds_processes_to_the_settings(tmp_path, monkeypatch):
    monkeypatch.setenv("ALUR_DATA", str(tmp_path))
    monkeypatch.setenv("ALUR_LIMIT_STATE_BYTES", "10")

    with open_session():
        pass

    require_room(events=0, state=b"0123456789")
    with pytest.raises(HistoryFull):
        require_room(events=0, state=b"0123456789a")
