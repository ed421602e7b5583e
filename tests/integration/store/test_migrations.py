"""What each migration does to the rows of a store of the release before."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import delete, insert, select

from service.events.sop import SopVersionMadeEffective
from service.store import blobs, schema, tables
from service.store.database import make_engine, make_sessions, read, transaction
from service.store.history import GENESIS, digest
from service.store.ids import new_id
from service.store.schema import migrate
from service.values import canonical_bytes
from tests.integration.store.conftest import NOW

pytestmark = pytest.mark.slow

MIGRATIONS = Path(schema.__file__).parent / "migrations"
SCAN = b"%PDF-1.7 scan"


@pytest.fixture
def engine(database_url):
    made = make_engine(database_url)
    yield made
    made.dispose()


@pytest.fixture
def first_release(engine):
    """Give a session on a store with the schema of 0001."""
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.downgrade(config, "0001")
        assert "ratification_scan" not in _tables(connection)
    with make_sessions(engine)() as session:
        yield session


def _tables(connection):
    return connection.dialect.get_table_names(connection)


def _version(session):
    """Return (pemda, SOP, version) as they were adopted."""
    pemda_id, office_id, person_id, sop_id, version_id = (new_id() for _ in range(5))
    with transaction(session) as tx:
        tx.execute(
            insert(tables.pemda).values(
                id=pemda_id,
                name=f"Pemerintah Contoh {pemda_id}",
                kind="provinsi",
                timezone="Asia/Pontianak",
                made_at=NOW,
            )
        )
    diagram = blobs.put(session, pemda_id, b"<xml/>", "application/xml", NOW)
    mine = {"pemda_id": pemda_id}
    with transaction(session) as tx:
        tx.execute(
            insert(tables.office).values(
                **mine,
                id=office_id,
                name="Dinas",
                short_name="Dinas",
                kind="dinas",
                timezone="Asia/Pontianak",
                active=True,
                made_at=NOW,
            )
        )
        tx.execute(insert(tables.person).values(**mine, id=person_id, active=True, made_at=NOW))
        tx.execute(
            insert(tables.sop).values(
                **mine, id=sop_id, office_id=office_id, key="sop", title="SOP", made_at=NOW
            )
        )
        tx.execute(
            insert(tables.sop_version).values(
                **mine,
                id=version_id,
                sop_id=sop_id,
                number=1,
                status="effective",
                xml_sha256=diagram.sha256,
                process_id="sop",
                author_id=person_id,
                made_at=NOW,
            )
        )
    return pemda_id, sop_id, version_id


def _ratify(session, *, scanned):
    """Return (pemda, version, name of the scan) after a ratification as 0001 recorded it."""
    pemda_id, sop_id, version_id = _version(session)
    scan = blobs.put(session, pemda_id, SCAN, "application/pdf", NOW) if scanned else None
    name = None if scan is None else scan.sha256
    event = SopVersionMadeEffective(
        version_id=version_id, effective_from=date(2026, 11, 23), scan_sha256=name
    )
    row = {
        **dict.fromkeys(str(column.name) for column in tables.history_event.columns),
        "pemda_id": pemda_id,
        "stream_id": sop_id,
        "seq": 1,
        "stream": "sop",
        "kind": event.kind,
        "occurred_at": NOW,
        "recorded_at": NOW,
        "payload": canonical_bytes(event.payload()).decode(),
        "prev_hash": GENESIS.hash,
    }
    row["hash"] = digest(row)
    with transaction(session) as tx:
        tx.execute(insert(tables.history_event).values(**row))
    return pemda_id, version_id, name


def _scans(session):
    with read(session) as connection:
        table = tables.ratification_scan
        return connection.execute(
            select(table.c.pemda_id, table.c.version_id, table.c.sha256)
        ).all()


def test_scans_of_ratifications_of_the_first_release_are_carried_over(engine, first_release):
    here, there = (_ratify(first_release, scanned=True) for _ in range(2))
    _ratify(first_release, scanned=False)

    migrate(engine)

    assert sorted(_scans(first_release)) == sorted([here, there])
    # The sweep of orphans leaves them alone now.
    assert blobs.sweep(first_release, here[0], NOW.replace(year=2027)) == 0


def test_a_scan_that_the_first_release_swept_is_not_invented(engine, first_release):
    pemda_id, _, scan = _ratify(first_release, scanned=True)
    with transaction(first_release) as tx:
        for table in (tables.blob_chunk, tables.blob):
            tx.execute(delete(table).where(table.c.pemda_id == pemda_id, table.c.sha256 == scan))

    migrate(engine)

    assert _scans(first_release) == []
