from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from service.app import create_app
from service.clock import SimulatedClock
from service.config import Settings
from service.store.web_database import db
from service.web import context
from tests.databases import for_tests
from tests.people import NOON

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask import Flask


@pytest.fixture
def clock():
    return SimulatedClock(NOON)


@pytest.fixture
def settings(database, tmp_path: Path):
    found = Settings.from_env({"ALUR_DATA": str(tmp_path)})
    return replace(found, database_url=database.url)


@pytest.fixture(scope="session")
def applications() -> Iterator[dict[str, Flask]]:
    """Keep applications by the address of their store: one takes longer to make than most tests.

    That the tests get along with an old one shows that nothing of a process is kept in it.
    """
    made: dict[str, Flask] = {}
    yield made
    for app in made.values():
        _let_go(app)


@pytest.fixture
def app(applications, settings, clock, database):
    url = settings.database_url
    if url not in applications:
        applications[url] = create_app(settings, clock=clock)
        with applications[url].app_context():
            for_tests(db.engine)
    made = applications[url]
    with made.app_context():
        context.keep(replace(context.services(), settings=settings, clock=clock))
    yield made
    if database.name == "sqlite":
        _let_go(made)  # its file is exchanged


def _let_go(app: Flask) -> None:
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def own_app(settings, clock):
    """Give an application that the test may change."""
    made = create_app(settings, clock=clock)
    yield made
    _let_go(made)
