from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from service.app import create_app
from service.clock import SimulatedClock
from service.config import Settings
from service.store import tenancy
from service.store.database import db
from service.web import context
from tests.people import NOON

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask


@pytest.fixture
def clock():
    return SimulatedClock(NOON)


@pytest.fixture
def settings(database, tmp_path: Path):
    found = Settings.from_env({"ALUR_DATA": str(tmp_path)})
    return replace(found, database_url=database.url)


#: Applications by the address of their store: making one takes longer than most tests. That the
#: tests get along with an old one shows that nothing of a process is kept in it.
_APPS: dict[str, Flask] = {}


@pytest.fixture
def app(settings, clock):
    url = settings.database_url
    if url not in _APPS:
        _APPS[url] = create_app(settings, clock=clock)
        with _APPS[url].app_context():
            tenancy.watch(db.engine)
    made = _APPS[url]
    with made.app_context():
        context.keep(replace(context.services(), settings=settings, clock=clock))
    yield made
    with made.app_context():
        db.engine.dispose()


@pytest.fixture
def own_app(settings, clock):
    """Give an application that the test may change."""
    made = create_app(settings, clock=clock)
    yield made
    with made.app_context():
        db.engine.dispose()
