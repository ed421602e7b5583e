"""Every route, called by everybody, with the things of every place: `authority_table.py` says.

A route that is not in the table fails; so does a cell that answers otherwise than the table says,
a refusal after which the store is another, and a look of an auditor that is written down nowhere.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from service.app import create_app
from service.clock import SimulatedClock
from service.config import Settings
from service.store.database import make_engine
from service.store.web_database import db
from tests.filled import filled_postgres, filled_sqlite
from tests.integration.web.api.conftest import told
from tests.integration.web.authority_requests import USUAL, request_of
from tests.integration.web.authority_table import TABLE, Line
from tests.integration.web.authority_world import PLACES, ROLES, Authority, make
from tests.people import NOON

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from flask import Flask
    from sqlalchemy.orm import Session
    from werkzeug.test import TestResponse

    from tests.filled import FilledStore

_REFUSED = 400
#: A page comes with 422 too, when what was typed has to be mended.
_SHOWING = (200, 422)

#: What is counted before and after a refusal; a look of an auditor may add to the history.
_COUNTED = (
    "SELECT (SELECT count(*) FROM history_event WHERE kind <> 'ProcessViewed'),"
    " (SELECT count(*) FROM user_task WHERE status = 'open'),"
    " (SELECT count(*) FROM user_task WHERE claimed_by IS NOT NULL),"
    " (SELECT count(*) FROM draft), (SELECT count(*) FROM process_instance),"
    " (SELECT count(*) FROM sop_version), (SELECT sum(received) FROM upload),"
    " (SELECT count(*) FROM upload), (SELECT count(*) FROM session),"
    " (SELECT count(*) FROM idempotency), (SELECT count(*) FROM api_token)"
)
_LOOKS = "SELECT count(*) FROM history_event WHERE kind = 'ProcessViewed'"


class Matrix:
    """One filled store, the application on it, and who comes."""

    def __init__(self, store: FilledStore, authority: Authority, app: Flask) -> None:
        self.store = store
        self.authority = authority
        self.app = app
        # Counts all pemda together, which the watch on tenants would refuse.
        self.engine = make_engine(store.database.url)

    def counts(self) -> tuple[object, ...]:
        with self.engine.connect() as connection:
            return tuple(connection.execute(text(_COUNTED)).one())

    def looks(self) -> int:
        with self.engine.connect() as connection:
            return int(connection.execute(text(_LOOKS)).scalar_one())

    def ask(self, route: str, line: Line, role: str) -> int:
        """Request one cell; return the status."""
        place = self.authority.places["own" if line.place == "-" else line.place]
        answer = request_of(
            self.app.test_client(),
            route,
            place,
            line.who or USUAL,
            self.authority.people.get(role),
        )
        answer.get_data()
        answer.close()
        return answer.status_code

    def restore(self) -> None:
        if self.store.database.name == "sqlite":
            self.close()  # the file is exchanged
        self.store.restore()

    def close(self) -> None:
        with self.app.app_context():
            db.engine.dispose()
        self.engine.dispose()


def filling(kept: list[Authority]) -> Callable[[Session], None]:
    """Return what fills a store; what it made comes into `kept`."""
    return lambda session: kept.append(make(session))


def application(store: FilledStore, folder: Path) -> Flask:
    """Return the service on a filled store, its clock standing still."""
    settings = Settings.from_env({"ALUR_DATA": str(folder)})
    # Without the watch on tenants, which other tests keep: it would take most of the time here.
    return create_app(
        replace(settings, database_url=store.database.url), clock=SimulatedClock(NOON)
    )


def _matrix(store: FilledStore, authority: Authority, folder: Path) -> Iterator[Matrix]:
    matrix = Matrix(store, authority, application(store, folder))
    yield matrix
    matrix.close()


def routes_of(app: Flask) -> set[str]:
    """Return every route as the table names it."""
    return {
        f"{method} {rule.rule}"
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


@pytest.fixture(scope="session")
def sqlite_matrix(tmp_path_factory, sqlite_template):
    kept: list[Authority] = []
    folder = tmp_path_factory.mktemp("authority")
    with filled_sqlite(folder, sqlite_template, filling(kept)) as store:
        yield from _matrix(store, kept[0], folder)


@pytest.fixture(scope="session")
def postgresql_matrix(tmp_path_factory, postgres_server, postgres_template):
    kept: list[Authority] = []
    folder = tmp_path_factory.mktemp("authority")
    with filled_postgres(postgres_server, postgres_template, filling(kept)) as store:
        yield from _matrix(store, kept[0], folder)


# Who may is decided above the store, and the commands have their outsiders on both databases:
# seven thousand requests once more are for `--long`.
_LONG = [pytest.mark.postgres, pytest.mark.long]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=_LONG)])
def matrix(request) -> Iterator[Matrix]:
    found: Matrix = request.getfixturevalue(f"{request.param}_matrix")
    yield found
    found.restore()


@pytest.fixture
def bare(sqlite_template, tmp_path):
    """Give the service on an empty store: its routes are the same."""
    settings = Settings.from_env({"ALUR_DATA": str(tmp_path)})
    app = create_app(replace(settings, database_url=f"sqlite:///{sqlite_template}"))
    yield app
    with app.app_context():
        db.engine.dispose()


def test_every_route_is_in_the_table_and_the_table_has_no_other(bare):
    routes = routes_of(bare)

    assert routes - TABLE.keys() == set(), "see authority_observed.py"
    assert TABLE.keys() - routes == set()


@pytest.mark.parametrize("route", sorted(TABLE))
def test_a_line_has_a_status_for_every_role(route):
    lines = TABLE[route]

    assert lines
    assert all(len(line.statuses) == len(ROLES) for line in lines)
    places = {line.place for line in lines}
    assert places in ({"-"}, set(PLACES))


def test_a_route_that_names_nobody_is_open_to_nobody(bare):
    bare.add_url_rule("/lupa", view_func=lambda: "terbuka", endpoint="lupa")

    assert bare.test_client().get("/lupa").status_code == 403


@pytest.mark.slow
@pytest.mark.parametrize("route", sorted(TABLE))
def test_everybody_gets_what_the_table_says(matrix, route):
    wrong = []
    before, looked = matrix.counts(), matrix.looks()
    for line in TABLE[route]:
        for role, expected in zip(ROLES, line.statuses, strict=True):
            status = matrix.ask(route, line, role)

            at = (line.place, line.who, role)
            if status != expected:
                wrong.append((*at, f"{status} instead of {expected}"))
            after, looks = matrix.counts(), matrix.looks()
            if status >= _REFUSED and after != before:
                wrong.append((*at, "refused, but the store is another"))
            if _shows_a_case(route, line, role, status) and looks == looked:
                wrong.append((*at, "a look of an auditor that is written down nowhere"))
            before, looked = after, looks
            if not route.startswith("GET ") and status < _REFUSED:
                matrix.restore()
                before, looked = matrix.counts(), matrix.looks()
    assert wrong == []


@pytest.mark.slow
@pytest.mark.parametrize("role", ROLES[:-1])
def test_lists_hold_exactly_what_may_be_seen(matrix, role):
    client, token = matrix.app.test_client(), matrix.authority.people[role].token

    def get(path: str) -> TestResponse:
        headers = {"Authorization": f"Bearer {token}"}
        answer: TestResponse = client.get(f"/api/v1{path}", headers=headers)
        return answer

    def listed(path: str) -> set[str]:
        return {item["id"] for item in told(get(path))["items"]}

    places = [place for name, place in matrix.authority.places.items() if name != "nobody"]
    processes = {str(at.process) for place in places for at in place.waiting.values()}
    sops = {str(sop) for place in places for sop in (place.sop, place.adopted)}
    tasks = {(str(at.process), at.task_no) for place in places for at in place.waiting.values()}

    seen = {one for one in processes if get(f"/processes/{one}").status_code == 200}
    assert listed("/processes") == seen
    open_sops = {one for one in sops if get(f"/sops/{one}").status_code == 200}
    assert listed("/sops") & sops == open_sops
    doable = {
        (process, number)
        for process, number in tasks
        if process in seen and told(get(f"/tasks/{process}/{number}"))["may_do"]
    }
    inbox = {(it["process_id"], it["task_no"]) for it in told(get("/tasks"))["items"]}
    assert inbox & tasks == doable


def _shows_a_case(route: str, line: Line, role: str, status: int) -> bool:
    """Say whether an auditor got to see something of a process (decisions §3.10)."""
    of_a_case = "instance_id" in route or "process_id" in route
    return role == "auditor" and of_a_case and line.place == "own" and status in _SHOWING
