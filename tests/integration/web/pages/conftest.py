"""Stores in which an office already works: made once, put back as they were for each test.

The people of `office.py` and processes at several steps would take longer to make than any test
takes to run.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from service.app import create_app
from service.clock import SimulatedClock
from service.commands.start_process import start_process
from service.config import Settings
from service.running.results import Moved
from service.store.web_database import db
from tests.filled import filled_postgres, filled_sqlite
from tests.integration.running import diagrams
from tests.integration.web.letters import add_letters
from tests.integration.web.pages.office import DINAS, Office, make_office
from tests.integration.web.pages.walking import Walk
from tests.people import NOON

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Flask
    from sqlalchemy.orm import Session

    from tests.databases import Database

FOLDER = Path(__file__).parent

#: Where the processes of the template wait.
STAGES = ("step_1", "step_2", "step_3", "p_bidang", "step_7", "step_8", "r_asistensi")


@dataclass(frozen=True)
class Template:
    """What is in the store that every test begins with."""

    office: Office
    #: stage → id of the process that waits there
    instances: dict[str, str]


#: What the store of each database holds.
_MADE: dict[str, Template] = {}


@pytest.fixture(scope="session")
def sqlite_office(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("office")
    with filled_sqlite(folder, sqlite_template, _filling(folder)) as store:
        yield store


@pytest.fixture(scope="session")
def postgresql_office(
    postgres_server: str, postgres_template: str, tmp_path_factory: pytest.TempPathFactory
):
    folder = tmp_path_factory.mktemp("office")
    with filled_postgres(postgres_server, postgres_template, _filling(folder)) as store:
        yield store


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """Take the place of the empty store that other tests get."""
    store = request.getfixturevalue(f"{request.param}_office")
    yield store.database
    store.restore()


@pytest.fixture
def template(database: Database) -> Template:
    return _MADE[database.name]


@pytest.fixture
def office(template: Template, session):
    pemda = replace(template.office.pemda, session=session)
    return replace(template.office, session=session, pemda=pemda)


@pytest.fixture
def walk_at(template: Template, app, office):
    """Give a process that waits at a stage: `walk_at("step_7")`."""

    def walk(stage: str) -> Walk:
        made = Walk(app, office)
        made.instance = template.instances[stage]
        return made

    return walk


@pytest.fixture
def brought(kept, app, office):
    """Give a process that takes many requests to bring where it is: `brought("signed", go)`.

    What `go` does with its walk is done once for each database and put back for the next test, and
    with it everything else in the store: ask for it first.
    """

    def given(name: str, go: Callable[[Walk], object]) -> Walk:
        def make() -> str:
            walk = Walk(app, office)
            go(walk)
            if office.session.get_bind().dialect.name == "sqlite":
                # Its file is copied, for which nobody may have it open.
                with app.app_context():
                    db.engine.dispose()
            return walk.instance

        walk = Walk(app, office)
        walk.instance = kept(name, make)
        return walk

    return given


@pytest.fixture
def begun(app: Flask, office: Office) -> Callable[[bytes, str], tuple[Walk, Moved]]:
    """Publish a construct's diagram under a key and begin a process of it: `begun(raw, key)`."""

    def begin(raw: bytes, key: str) -> tuple[Walk, Moved]:
        _, versions = add_letters(
            office.session,
            office.pemda.id,
            office.pemda.offices[DINAS],
            office.people["analis"].person_id,
            diagram=raw.replace(f'id="{key}"'.encode(), b'id="surat-uji"'),
            forms=diagrams.FORMS,
            key=key,
        )
        made = start_process(
            office.session,
            office.people["sekretaris"],
            version_id=versions[1],
            title="Proses uji",
            year=2027,
            kind="murni",
            basis="Disposisi 1",
            now=NOON,
        )
        assert isinstance(made, Moved)
        walk = Walk(app, office)
        walk.instance = str(made.instance_id)
        return walk, made

    return begin


def _filling(folder: Path) -> Callable[[Session], None]:
    def fill(session: Session) -> None:
        engine = session.get_bind().engine
        url = engine.url.render_as_string(hide_password=False)
        settings = replace(Settings.from_env({"ALUR_DATA": str(folder)}), database_url=url)
        app = create_app(settings, clock=SimulatedClock(NOON))
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
        _MADE[engine.dialect.name] = Template(office, instances)

    return fill


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let one worker run all tests of a store that takes long to fill."""
    for item in items:
        if FOLDER not in item.path.parents:
            continue
        kind = "postgresql" if item.get_closest_marker("postgres") else "sqlite"
        item.add_marker(pytest.mark.xdist_group(f"office-{kind}"))
