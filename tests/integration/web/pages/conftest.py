"""Stores in which an office already works: made once, copied for each test.

The people of `office.py` and processes at several steps would take longer to make than any test
takes to run.
"""

from __future__ import annotations

import itertools
import os
import shutil
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import make_url, text

from service.app import create_app
from service.clock import SimulatedClock
from service.config import Settings
from service.store import tenancy
from service.store.database import db, make_engine, make_sessions
from tests.databases import Database
from tests.integration.web.pages.office import Office, make_office
from tests.integration.web.pages.walking import Walk
from tests.people import NOON

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_NUMBERS = itertools.count(1)

#: Where the processes of the template wait.
STAGES = ("step_1", "step_2", "step_3", "p_bidang", "step_7", "step_8", "r_asistensi")


@dataclass(frozen=True)
class Template:
    """A store to copy, and what is in it."""

    url: str
    office: Office
    #: stage → id of the process that waits there
    instances: dict[str, str]


@pytest.fixture(scope="session")
def sqlite_office(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Template:
    path = tmp_path_factory.mktemp("office") / "office.sqlite"
    shutil.copyfile(sqlite_template, path)
    return _filled(f"sqlite:///{path}", tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="session")
def postgres_office(
    postgres_server: str, postgres_template: str, tmp_path_factory: pytest.TempPathFactory
) -> Template:
    name = f"alur_office_{os.getpid()}"
    _outside_transactions(postgres_server, f"CREATE DATABASE {name} TEMPLATE {postgres_template}")
    return _filled(_beside(postgres_server, name), tmp_path_factory.mktemp("data"))


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def office_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give the address of a copy of the template that nobody else uses."""
    if request.param == "sqlite":
        template: Template = request.getfixturevalue("sqlite_office")
        path = tmp_path / "alur.sqlite"
        shutil.copyfile(str(make_url(template.url).database), path)
        yield f"sqlite:///{path}"
        return
    template = request.getfixturevalue("postgres_office")
    server = request.getfixturevalue("postgres_server")
    name = f"alur_web_{os.getpid()}_{next(_NUMBERS)}"
    source = make_url(template.url).database
    _outside_transactions(server, f"CREATE DATABASE {name} TEMPLATE {source}")
    yield _beside(server, name)
    _outside_transactions(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def database(office_url: str) -> Iterator[Database]:
    """Take the place of the empty store that other tests get."""
    engine = make_engine(office_url)
    tenancy.watch(engine)
    yield Database(office_url, engine, make_sessions(engine))
    engine.dispose()


@pytest.fixture
def template(office_url: str, request: pytest.FixtureRequest) -> Template:
    backend = make_url(office_url).get_backend_name()
    made: Template = request.getfixturevalue(
        "sqlite_office" if backend == "sqlite" else "postgres_office"
    )
    return made


@pytest.fixture
def office(template: Template, session):
    return replace(template.office, session=session)


@pytest.fixture
def walk_at(template: Template, app, office):
    """Give a process that waits at a stage: `walk_at("step_7")`."""

    def walk(stage: str) -> Walk:
        made = Walk(app, office)
        made.instance = template.instances[stage]
        return made

    return walk


def _filled(url: str, folder: Path) -> Template:
    engine = make_engine(url)
    settings = replace(Settings.from_env({"ALUR_DATA": str(folder)}), database_url=url)
    app = create_app(settings, clock=SimulatedClock(NOON))
    with make_sessions(engine)() as session:
        office = make_office(session)
        instances = {}
        for number, stage in enumerate(STAGES):
            walk = Walk(app, office)
            walk.start(2027 + number)
            if stage != "step_1":
                walk.complete("ketua", **walk.team())
                walk.go_on(stage)
            instances[stage] = walk.instance
        session.rollback()
    with app.app_context():
        db.engine.dispose()
    engine.dispose()
    return Template(url, office, instances)


def _beside(server: str, name: str) -> str:
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def _outside_transactions(url: str, *statements: str) -> None:
    engine = make_engine(url).execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()
