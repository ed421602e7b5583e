"""An auditor sees within a surat tugas, and each look stands in its chain (decisions §3.10)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from service.access.entries import NewAssignment
from service.commands.grant_audit import grant_audit
from service.store.database import read
from service.store.history import Stream, events_of
from service.values import parse
from tests.integration.web.api.conftest import DINAS, task_at
from tests.people import NOON

#: Many requests; `./alur test --fast` is content with the pages of tasks and processes.
pytestmark = pytest.mark.slow

LETTER = {"values": {"nomor": "01/2026", "tanggal": "2026-11-23"}, "ticks": ["Disposisi"]}


@pytest.fixture
def granted(world):
    """Record a surat tugas for the auditor and return its id."""
    inspektur = world.pemda.hire(
        "Inspektorat", "Inspektur", unit=("Pimpinan", "pimpinan"), role="kepala_dinas"
    )
    letter = NewAssignment(
        person_id=world.people["auditor"].person_id,
        letter_number="700/1/ST",
        letter_date=date(2026, 11, 1),
        from_date=date(2026, 11, 1),
        to_date=date(2026, 11, 30),
        office_id=world.pemda.offices[DINAS],
    )
    return grant_audit(world.session, inspektur, assignment=letter, now=NOON).id


def views(world, assignment_id):
    with read(world.session) as connection:
        rows = list(events_of(connection, Stream(world.pemda.id, assignment_id, "audit")))
    return [
        (payload["what"], payload["process_id"])
        for row in rows
        if row["kind"] == "ProcessViewed"
        for payload in [parse(row["payload"])]
    ]


@pytest.mark.parametrize(
    ("path", "what"),
    [
        ("/processes/{process}", "process"),
        ("/processes/{process}/diagram", "process"),
        ("/processes/{process}/history", "history"),
        ("/processes/{process}/verification", "verification"),
        ("/processes/{process}/reexecution", "verification"),
        ("{task}", "process"),
    ],
)
def test_each_look_of_an_auditor_is_written_down(world, granted, path, what):
    process = world.start()
    task = task_at(world.program("anggota"), process, "draft")
    auditor = world.program("auditor")
    assert views(world, granted) == []

    answer = auditor.get(path.format(process=process, task=task))

    assert answer.status_code == 200, answer.text
    assert views(world, granted) == [(what, process)]


def test_an_auditor_does_nothing(world, granted):
    process = world.start()
    task = task_at(world.program("anggota"), process, "draft")
    auditor = world.program("auditor")

    for path, body in (
        (f"{task}/claim", None),
        (f"{task}/complete", LETTER),
        (f"{task}/waive", {"reason": "x"}),
    ):
        answer = auditor.send(path, body)
        assert answer.status_code in (403, 422), answer.text
    given = {
        "sop_id": str(world.sop_id),
        "title": "S",
        "year": 2027,
        "kind": "murni",
        "basis": "D",
    }
    assert auditor.send("/processes", given).status_code == 403
    assert world.program("ketua").get(f"/processes/{process}/history").json["last_seq"] == 1
    assert UUID(process)
