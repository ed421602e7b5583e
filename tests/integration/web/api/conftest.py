from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import pytest

from service.commands.issue_api_token import issue_api_token
from tests.filled import filled_postgres, filled_sqlite
from tests.integration.web.api.describing import assert_as_described
from tests.integration.web.letters import add_letters
from tests.people import NOON, Pemda, first_pemda

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from flask.testing import FlaskClient
    from sqlalchemy.orm import Session
    from werkzeug.test import TestResponse

    from service.access.model import Caller

DINAS = "Dinas Koperasi"

#: Name of the person: office, its kind, unit, jabatan, role or duty.
_PLACES = {
    "kadis": (DINAS, "dinas", "Pimpinan", "Kepala Dinas", "kepala_dinas"),
    "sekretaris": (DINAS, "dinas", "Sekretariat", "Sekretaris", "sekretaris"),
    "ketua": (DINAS, "dinas", "Tim Kerja", "Ketua Tim", "ketua_tim"),
    "anggota": (DINAS, "dinas", "Tim Kerja", "Anggota Tim 1", "anggota_tim"),
    "anggota-2": (DINAS, "dinas", "Tim Kerja", "Anggota Tim 2", "anggota_tim"),
    "bidang-1": (DINAS, "dinas", "Bidang Satu", "Kepala Bidang Satu", "bidang"),
    "bidang-2": (DINAS, "dinas", "Bidang Dua", "Kepala Bidang Dua", "bidang"),
    "bkad": ("BKAD", "bkad", "Bidang Anggaran", "Petugas BKAD", "bidang"),
    "tetangga": ("Dinas Sosial", "dinas", "Tim Kerja", "Ketua Tim Sosial", "ketua_tim"),
    "analis": ("Biro Organisasi", "organisasi", "Bagian SOP", "Analis SOP", "analyst"),
    "auditor": ("Inspektorat", "inspektorat", "Irban", "Auditor", "auditor"),
}


@dataclass
class Program:
    """A program that calls the API with one token."""

    app: Flask
    client: FlaskClient
    token: str
    caller: Caller

    def get(self, path: str, *, lang: str = "en", **query: object) -> TestResponse:
        headers = self._headers(lang)
        answer = self.client.get(f"/api/v1{path}", headers=headers, query_string=query)
        assert_as_described(self.app, answer)
        return answer

    def send(
        self,
        path: str,
        body: Any = None,
        *,
        method: str = "POST",
        key: str | None = "",
        lang: str = "en",
        **more: Any,
    ) -> TestResponse:
        """Send a write; `key` None leaves the header out, "" makes a new one."""
        headers = self._headers(lang)
        if key is not None:
            headers["Idempotency-Key"] = key or str(uuid4())
        if body is not None:
            more["json"] = body
        answer = self.client.open(f"/api/v1{path}", method=method, headers=headers, **more)
        assert_as_described(self.app, answer)
        return answer

    def _headers(self, lang: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}", "Accept-Language": lang}


@dataclass
class World:
    """A Dinas with its SOP, and a program for each jabatan."""

    app: Flask
    session: Session
    pemda: Pemda
    people: dict[str, Caller]
    sop_id: UUID
    version_id: UUID

    def token(self, who: str, lasts: timedelta = timedelta(days=1)) -> str:
        caller = self.people[who]
        return issue_api_token(
            self.session,
            replace(caller, confirmed_at=NOON),
            holding_id=caller.holders[0].holding_id,
            label=f"uji {who}",
            lasts=lasts,
            now=NOON,
        ).token

    def program(self, who: str) -> Program:
        return Program(self.app, self.app.test_client(), self.token(who), self.people[who])

    def start(self, **more: object) -> str:
        """Start a process in the name of the Ketua Tim and return its id."""
        given = {
            "sop_id": str(self.sop_id),
            "title": "Surat pertama",
            "year": 2027,
            "kind": "murni",
            "basis": "Disposisi 1",
            **more,
        }
        answer = self.program("ketua").send("/processes", given)
        assert answer.status_code == 201, answer.json
        return str(told(answer)["process_id"])

    def to_element(self, element: str) -> str:
        """Start a process and bring it to where `element` waits; return its id."""
        process = self.start()
        for who, at, body in STEPS:
            if at == element:
                return process
            task = task_at(self.program(who), process, at)
            answer = self.program(who).send(f"{task}/complete", body(self))
            assert answer.status_code == 200, answer.json
        return process

    def units(self) -> list[str]:
        return [str(self.pemda.units[DINAS, f"Bidang {name}"]) for name in ("Satu", "Dua")]


#: Who completes what with what, up to the arrival.
STEPS: tuple[tuple[str, str, Callable[[World], dict[str, Any]]], ...] = (
    (
        "anggota",
        "draft",
        lambda world: {
            "values": {"nomor": "01/2026", "tanggal": "2026-11-23"},
            "ticks": ["Disposisi"],
        },
    ),
    ("ketua", "decide", lambda world: {"outcome": "teruskan"}),
    ("ketua", "choose", lambda world: {"values": {"bidang": world.units()}}),
    ("bidang-1", "answer", lambda world: {}),
    ("bidang-2", "answer", lambda world: {}),
    ("anggota", "collect", lambda world: {}),
)


def told(answer: TestResponse) -> Any:
    """Return the JSON of an answer that must have some."""
    assert answer.json is not None
    return answer.json


def task_at(program: Program, process: str, element: str) -> str:
    """Return the path of an open task of the program's jabatan."""
    found = told(program.get(f"/processes/{process}"))["open_steps"]
    number = next(
        step["task_no"]
        for step in found
        if step["place"]["element_id"] == element and step["mine"]
    )
    return f"/tasks/{process}/{number}"


@dataclass(frozen=True)
class Made:
    """What a template holds: everything of a world but its connection."""

    pemda_id: UUID
    administrator_id: UUID
    offices: dict[str, UUID]
    units: dict[tuple[str, str], UUID]
    people: dict[str, Caller]
    sop_id: UUID
    version_id: UUID


def _make(session: Session) -> Made:
    pemda = first_pemda(session)
    people = pemda.staff(*((*place, login) for login, place in _PLACES.items()))
    for name, unit in (("bidang-1", "Bidang Satu"), ("bidang-2", "Bidang Dua")):
        pemda.units[DINAS, unit] = people[name].holders[0].unit_id
    sop_id, versions = add_letters(
        session,
        pemda.id,
        pemda.offices[DINAS],
        people["analis"].person_id,
        statuses=("effective", "trial"),
        effective_from=date(2026, 1, 1),
    )
    return Made(
        pemda.id,
        pemda.administrator_id,
        pemda.offices,
        pemda.units,
        people,
        sop_id,
        versions[1],
    )


#: What the template of each database holds: the people are made once, not for every test.
_MADE: dict[str, Made] = {}


def _fill(session: Session) -> None:
    _MADE[session.get_bind().dialect.name] = _make(session)


@pytest.fixture(scope="session")
def filled_sqlite_store(tmp_path_factory, sqlite_template):
    with filled_sqlite(tmp_path_factory.mktemp("api"), sqlite_template, _fill) as store:
        yield store


@pytest.fixture(scope="session")
def filled_postgresql_store(postgres_server, postgres_template):
    with filled_postgres(postgres_server, postgres_template, _fill) as store:
        yield store


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database(request):
    store = request.getfixturevalue(f"filled_{request.param}_store")
    yield store.database
    store.restore()


@pytest.fixture
def world(app, database, session):
    made = _MADE[database.name]
    pemda = Pemda(
        session,
        made.pemda_id,
        made.administrator_id,
        NOON,
        offices=dict(made.offices),
        units=dict(made.units),
    )
    return World(app, session, pemda, made.people, made.sop_id, made.version_id)
