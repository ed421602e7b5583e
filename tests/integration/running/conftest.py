from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import insert, select, update

from service.access.mandates import NewMandate
from service.commands.complete_task import complete_task
from service.commands.grant_mandate import grant_mandate
from service.commands.record_arrival import record_arrival
from service.commands.start_process import start_process
from service.diagrams import read as read_file
from service.forms import FileRef
from service.running.published_ways import beginning_of, ways_of
from service.running.reexecution import reexecute
from service.store import blobs, tables, uploads
from service.store.callers import caller_of
from service.store.database import read, transaction
from service.store.history import Stream, events_of
from service.store.ids import new_id
from service.store.verify import verify_stream
from service.store.ways_in import write_ways
from service.values import parse
from tests.integration.running import diagrams

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

#: Monday, 10.00 WIB.
NOON = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
SINCE = date(2025, 1, 1)
EFFECTIVE = date(2026, 1, 1)


@dataclass
class World:
    """A Dinas with its jabatan, an outside agency, and a Dinas that has nothing to do with it."""

    session: Session
    pemda_id: UUID
    office_id: UUID
    people: dict[str, UUID] = field(default_factory=dict)
    holdings: dict[str, UUID] = field(default_factory=dict)
    positions: dict[str, UUID] = field(default_factory=dict)
    #: by name of the person, and by (office, name of the unit)
    units: dict[Any, UUID] = field(default_factory=dict)

    def caller(self, name, now=NOON, *, confirmed=True):
        with read(self.session) as connection:
            found = caller_of(connection, self.pemda_id, self.people[name], now)
        assert found is not None
        return replace(found, confirmed_at=now - timedelta(minutes=1) if confirmed else None)

    def publish(self, key, xml, status="trial", forms=diagrams.FORMS, called=None):
        """Return a version of a SOP of the Dinas as if it had been published.

        `called`: the diagrams of the processes that it calls, by their ids.
        """
        diagram_kind, form_kind = "application/xml", "application/json"
        called = called or {}
        blobs.put_together(
            self.session,
            self.pemda_id,
            [
                *((raw, diagram_kind) for raw in (xml, *called.values())),
                *((raw, form_kind) for raw in forms.values()),
            ],
            NOON,
        )
        pins = [("form", name, _sha256(raw)) for name, raw in forms.items()]
        pins += [("process", process, _sha256(raw)) for process, raw in called.items()]
        sop_id, version_id = new_id(), new_id()
        with transaction(self.session) as tx:
            tx.execute(
                insert(tables.sop).values(
                    pemda_id=self.pemda_id,
                    id=sop_id,
                    office_id=self.office_id,
                    key=f"{key}-{version_id}",
                    title=key,
                    made_at=NOON,
                )
            )
            tx.execute(
                insert(tables.sop_version).values(
                    pemda_id=self.pemda_id,
                    id=version_id,
                    sop_id=sop_id,
                    number=1,
                    status=status,
                    xml_sha256=_sha256(xml),
                    process_id=key,
                    author_id=self.people["sekretaris"],
                    effective_from=EFFECTIVE if status == "effective" else None,
                    made_at=NOON,
                )
            )
            tx.execute(
                insert(tables.sop_pin),
                [
                    {
                        "pemda_id": self.pemda_id,
                        "version_id": version_id,
                        "kind": kind,
                        "key": name,
                        "sha256": sha256,
                    }
                    for kind, name, sha256 in pins
                ],
            )
            self._write_ways(tx, version_id, key, xml, effective=status == "effective")
        return version_id

    def _write_ways(self, tx, version_id, key, xml, *, effective):
        """Write with what the version begins processes by itself, as publishing does."""
        process = read_file(xml).diagram.process(key)
        zone = "Asia/Pontianak"
        since = beginning_of(EFFECTIVE, zone) if effective else None
        ways = ways_of(process, since=since, zone=zone, now=NOON) if process else ()
        write_ways(tx, self.pemda_id, version_id, ways, NOON)

    def start(self, version_id, by="sekretaris", now=NOON, **more):
        given: dict[str, Any] = {
            "title": "RKA 2027",
            "year": 2027,
            "kind": "murni",
            "basis": "Disposisi 1",
            "confirmed": True,
        }
        return start_process(
            self.session,
            self.caller(by, now),
            version_id=version_id,
            now=now,
            **(given | more),
        )

    def run(self, key, xml, **more):
        """Publish a diagram and start a process of it; return the process's id."""
        return self.start(self.publish(key, xml), **more).instance_id

    def complete(self, by, instance_id, element, typed=None, now=NOON, **more):
        task_no = self.task_no(instance_id, element, by=by)
        return self.complete_no(by, instance_id, task_no, typed, now, **more)

    def complete_no(self, by, instance_id, task_no, typed=None, now=NOON, **more):
        return complete_task(
            self.session,
            self.caller(by, now),
            instance_id=instance_id,
            task_no=task_no,
            typed=typed or {},
            now=now,
            **more,
        )

    def arrive(self, by, instance_id, element, typed, now=NOON, **more):
        return record_arrival(
            self.session,
            self.caller(by, now),
            instance_id=instance_id,
            task_no=self.task_no(instance_id, element),
            typed=typed,
            now=now,
            **more,
        )

    def file(self, by, content=b"isi", name="berkas.pdf"):
        made = blobs.put(self.session, self.pemda_id, content, "application/pdf", NOON)
        uploads.record_upload(self.session, self.pemda_id, self.people[by], made, NOON)
        return FileRef(made.sha256, name)

    def acting(self, who, whom, kind="plh", now=NOON, **more):
        """Record that somebody acts for somebody's jabatan; return the penugasan."""
        given: dict[str, Any] = {
            "letter_number": "800/7/SP",
            "letter_date": TODAY,
            "from_date": TODAY,
            "to_date": TODAY + timedelta(days=6),
            "scan_sha256": self.file("admin", b"%PDF-1.7 surat perintah").sha256,
        }
        entry = NewMandate(
            kind=kind,
            position_id=self.positions[whom],
            person_id=self.people[who],
            **(given | more),
        )
        return grant_mandate(self.session, self.caller("admin", now), mandate=entry, now=now).id

    # ------------------------------------------------------------ what is there

    def tasks(self, instance_id, status=None):
        with read(self.session) as connection:
            rows = connection.execute(
                select(tables.user_task)
                .where(
                    tables.user_task.c.pemda_id == self.pemda_id,
                    tables.user_task.c.instance_id == instance_id,
                )
                .order_by(tables.user_task.c.task_no)
            ).all()
        return [row for row in rows if status in (None, row.status)]

    def open(self, instance_id):
        return [row.element_id for row in self.tasks(instance_id, "open")]

    def task(self, instance_id, element):
        return next(it for it in self.tasks(instance_id, "open") if it.element_id == element)

    def task_no(self, instance_id, element, by=None):
        unit = self.units.get(by)
        return next(
            row.task_no
            for row in self.tasks(instance_id, "open")
            if row.element_id == element and row.unit_id in (None, unit)
        )

    def process(self, instance_id):
        with read(self.session) as connection:
            return connection.execute(
                select(tables.process_instance).where(
                    tables.process_instance.c.pemda_id == self.pemda_id,
                    tables.process_instance.c.id == instance_id,
                )
            ).one()

    def rows(self, table):
        """Return what a table holds, the oldest first: ids are made in the order of time."""
        asked = select(table).where(table.c.pemda_id == self.pemda_id)
        with read(self.session) as connection:
            return connection.execute(asked.order_by(*table.primary_key.columns)).all()

    def events(self, instance_id):
        with read(self.session) as connection:
            rows = list(events_of(connection, self.stream(instance_id)))
        return [(row["kind"], parse(row["payload"]), row) for row in rows]

    def kinds(self, instance_id):
        return [kind for kind, _, _ in self.events(instance_id)]

    def stream(self, instance_id):
        return Stream(self.pemda_id, instance_id, "process")

    def assert_whole(self, instance_id):
        """Check the chain, and that re-execution gives the stored state."""
        with read(self.session) as connection:
            assert verify_stream(connection, self.stream(instance_id)).fault is None
            again = reexecute(connection, self.pemda_id, instance_id)
        assert (again.difference, again.foreign_tag) == (None, None)

    def fault(self, instance_id):
        with read(self.session) as connection:
            return verify_stream(connection, self.stream(instance_id)).fault

    def retire(self, name):
        with transaction(self.session) as tx:
            tx.execute(
                update(tables.holding)
                .where(
                    tables.holding.c.pemda_id == self.pemda_id,
                    tables.holding.c.id == self.holdings[name],
                )
                .values(to_date=date(2026, 11, 22))
            )


def _sha256(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


#: Name of the person: unit and role.
_PLACES = {
    "kadis": ("Pimpinan", "kepala_dinas"),
    "sekretaris": ("Sekretariat", "sekretaris"),
    "ketua": ("Sekretariat", "ketua_tim"),
    "anggota": ("Sekretariat", "anggota_tim"),
    "anggota_dua": ("Sekretariat", "anggota_tim"),
    **{f"bidang_{number}": (f"Bidang {number}", "bidang") for number in range(1, 6)},
}


@pytest.fixture
def world(session):
    return make_world(session)


def make_world(session: Session) -> World:
    """Made by plain inserts: these tests are about processes, and there are many of them."""
    pemda_id, office_id, bkad_id, other_id = (new_id() for _ in range(4))
    made = World(session, pemda_id, office_id)
    rows: dict[str, list[dict[str, Any]]] = {
        name: [] for name in ("office", "unit", "position", "person", "holding")
    }
    for key, name, kind in (
        (office_id, "Dinas Koperasi", "dinas"),
        (bkad_id, "BKAD", "bkad"),
        (other_id, "Dinas Lain", "dinas"),
    ):
        rows["office"].append(
            {
                "pemda_id": pemda_id,
                "id": key,
                "name": name,
                "short_name": name,
                "kind": kind,
                "timezone": "Asia/Pontianak",
                "active": True,
                "made_at": NOON,
            }
        )

    def hire(name, office, unit_name, role, duty=None):
        unit_id = made.units.get((office, unit_name))
        if unit_id is None:
            unit_id = made.units[office, unit_name] = new_id()
            kind = unit_name.split()[0].lower()
            rows["unit"].append(
                {
                    "pemda_id": pemda_id,
                    "id": unit_id,
                    "office_id": office,
                    "name": unit_name,
                    "kind": kind,
                    "sort": len(rows["unit"]),
                    "active": True,
                }
            )
        person_id, position_id, holding_id = new_id(), new_id(), new_id()
        made.units[name] = unit_id
        made.people[name], made.holdings[name] = person_id, holding_id
        made.positions[name] = position_id
        rows["person"].append(
            {
                "pemda_id": pemda_id,
                "id": person_id,
                "name": name,
                "active": True,
                "made_at": NOON,
            }
        )
        rows["position"].append(
            {
                "pemda_id": pemda_id,
                "id": position_id,
                "office_id": office,
                "unit_id": unit_id,
                "title": f"Jabatan {name}",
                "role": role,
                "duty": duty,
                "sort": 0,
                "active": True,
            }
        )
        rows["holding"].append(
            {
                "pemda_id": pemda_id,
                "id": holding_id,
                "position_id": position_id,
                "person_id": person_id,
                "from_date": SINCE,
            }
        )

    for name, (unit_name, role) in _PLACES.items():
        hire(name, office_id, unit_name, role)
    hire("bkad", bkad_id, "Pimpinan", "kepala_dinas")
    hire("stranger", other_id, "Sekretariat", "sekretaris")
    hire("admin", office_id, "Sekretariat", None, "administrator")
    with transaction(session) as tx:
        tx.execute(
            insert(tables.pemda).values(
                id=pemda_id,
                name=f"Pemerintah Provinsi Contoh {pemda_id}",
                kind="provinsi",
                timezone="Asia/Pontianak",
                made_at=NOON,
            )
        )
        tx.execute(insert(tables.working_calendar).values(pemda_id=pemda_id))
        for name, values in rows.items():
            tx.execute(insert(getattr(tables, name)), values)
    return made


@pytest.fixture
def with_team(world):
    """A process of `diagrams.REVIEW` whose team is named and whose draft is waited for."""
    instance_id = world.run("review", diagrams.REVIEW, by="ketua")
    typed = {
        "ketua_tim": str(world.holdings["ketua"]),
        "anggota_tim": [str(world.holdings["anggota"])],
    }
    world.complete("ketua", instance_id, "team", typed)
    return instance_id


@pytest.fixture
def at_initial(world, with_team):
    """The same, whose draft waits for a paraf, at `initial`."""
    files = {"berkas": [world.file("anggota", b"rka 1", "rka.pdf")]}
    world.complete("anggota", with_team, "draft", ticks=["Peraturan"], files=files)
    return with_team
