"""A Dinas with people and the SOP of RKA and DPA on trial: what the tests of the pages need."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import insert, update

from service.diagrams import read_diagram
from service.store.accounts import keep_password, open_session
from service.store.blobs import put
from service.store.database import transaction
from service.store.ids import new_id
from service.store.tables import session as session_table
from service.store.tables import sop, sop_pin, sop_version
from tests.people import CHEAP_HASHER, NOON, PASSWORD, Pemda, first_pemda

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from flask import Flask
    from flask.testing import FlaskClient
    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.diagrams.model import Scope

DINAS = "Dinas Koperasi dan UKM"


@dataclass
class Office:
    """The Dinas, who works there, and the SOP that it tries."""

    session: Session
    pemda: Pemda
    people: dict[str, Caller]
    sop_id: UUID
    version_id: UUID
    now: datetime = NOON
    #: who starts processes and leads the team
    leader: str = "ketua"
    #: jabatan of the team, the leader's first
    team: tuple[str, ...] = ("Ketua Tim Kerja Perencanaan", "Perencana Ahli 1", "Perencana Ahli 2")

    def signed_in(
        self, app: Flask, who: str, now: datetime = NOON, *, confirmed: bool = False
    ) -> FlaskClient:
        """Return a browser in which that jabatan is signed in.

        `confirmed`: as if the password had just been typed again.
        """
        caller = self.people[who]
        with transaction(self.session) as tx:
            made = open_session(tx, caller.pemda_id, caller.person_id, now)
            if confirmed:
                tx.execute(
                    update(session_table)
                    .where(
                        session_table.c.pemda_id == caller.pemda_id,
                        session_table.c.person_id == caller.person_id,
                    )
                    .values(confirmed_at=now)
                )
        client = app.test_client()
        client.set_cookie("alur", made.token)
        return client

    def give_password(self, who: str) -> None:
        """Let that jabatan have the password of the tests."""
        caller = self.people[who]
        with transaction(self.session) as tx:
            keep_password(tx, caller.pemda_id, caller.person_id, CHEAP_HASHER.hash(PASSWORD), NOON)


def make_office(session: Session, now: datetime = NOON) -> Office:
    """Set up a store with one Dinas, its neighbours and one SOP on trial."""
    pemda = first_pemda(session, now)
    secretariat = ("Sekretariat", "sekretariat")
    people = {
        "kadis": pemda.hire(
            DINAS,
            "Kepala Dinas",
            unit=("Pimpinan", "pimpinan"),
            role="kepala_dinas",
            login="kadis",
        ),
        "sekretaris": pemda.hire(
            DINAS, "Sekretaris Dinas", unit=secretariat, role="sekretaris", login="sekretaris"
        ),
        "ketua": pemda.hire(
            DINAS,
            "Ketua Tim Kerja Perencanaan",
            unit=("Tim Kerja Perencanaan", "tim"),
            role="ketua_tim",
            login="ketua",
        ),
    }
    for number in (1, 2):
        people[f"anggota-{number}"] = pemda.hire(
            DINAS,
            f"Perencana Ahli {number}",
            unit=("Tim Kerja Perencanaan", "tim"),
            role="anggota_tim",
            login=f"anggota-{number}",
        )
    for name in ("Koperasi", "Usaha Mikro"):
        people[name] = pemda.hire(
            DINAS,
            f"Kepala Bidang {name}",
            unit=(f"Bidang {name}", "bidang"),
            role="bidang",
            login=name.lower().replace(" ", "-"),
        )
    people["analis"] = pemda.analyst()
    pemda.office("Inspektorat", "inspektorat")
    people["auditor"] = pemda.hire("Inspektorat", "Auditor", duty="auditor")
    people["orang-lain"] = pemda.hire(
        "Dinas Sosial", "Staf Dinas Sosial", unit=("Bidang A", "bidang"), role="bidang"
    )
    sop_id, version_id = add_sop(session, pemda, people["analis"], "kalbar-rka-dpa", now)
    return Office(session, pemda, people, sop_id, version_id)


def put_in_force(office: Office) -> None:
    """Let the SOP of the office count from today, as if somebody had put it in force."""
    with transaction(office.session) as tx:
        tx.execute(
            update(sop_version)
            .where(
                sop_version.c.pemda_id == office.pemda.id, sop_version.c.id == office.version_id
            )
            .values(status="effective", effective_from=NOON.date())
        )


def add_sop(
    session: Session, pemda: Pemda, author: Caller, key: str, now: datetime
) -> tuple[UUID, UUID]:
    """Put a SOP of the catalogue into the store as a version on trial."""
    raw = Path(f"bpmn/{key}.bpmn").read_bytes()
    xml = put(session, pemda.id, raw, "application/xml", now)
    process = read_diagram(raw).processes[0]
    pins = {
        name: put(session, pemda.id, Path(f"forms/{name}.form").read_bytes(), "text/json", now)
        for name in sorted(_forms(process.scope))
    }
    sop_id, version_id = new_id(), new_id()
    with transaction(session) as tx:
        tx.execute(
            insert(sop).values(
                pemda_id=pemda.id,
                id=sop_id,
                office_id=pemda.offices[DINAS],
                key=key,
                title="Penyusunan RKA dan DPA SKPD",
                number=None,
                source=key,
                source_sha256=xml.sha256,
                made_at=now,
            )
        )
        tx.execute(
            insert(sop_version).values(
                pemda_id=pemda.id,
                id=version_id,
                sop_id=sop_id,
                number=1,
                status="trial",
                xml_sha256=xml.sha256,
                process_id=process.id,
                author_id=author.person_id,
                made_at=now,
            )
        )
        tx.execute(
            insert(sop_pin),
            [
                {
                    "pemda_id": pemda.id,
                    "version_id": version_id,
                    "kind": "form",
                    "key": name,
                    "sha256": made.sha256,
                }
                for name, made in pins.items()
            ],
        )
    return sop_id, version_id


def _forms(scope: Scope) -> set[str]:
    return {node.extension.form for node in scope.nodes if node.extension.form is not None}
