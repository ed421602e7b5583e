from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from service.app import create_app
from service.clock import SimulatedClock
from service.config import Settings
from service.store import tenancy
from service.store.database import db
from tests.people import NOON

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def clock():
    return SimulatedClock(NOON)


@pytest.fixture
def settings(database, tmp_path: Path):
    found = Settings.from_env({"ALUR_DATA": str(tmp_path)})
    return replace(found, database_url=database.url)


@pytest.fixture
def app(settings, clock):
    made = create_app(settings, clock=clock)
    with made.app_context():
        tenancy.watch(db.engine)
    yield made
    with made.app_context():
        db.engine.dispose()
