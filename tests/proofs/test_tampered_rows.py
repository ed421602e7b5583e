"""Every column of every table: changed by hand, `verify` or `replay` names it, or says why not."""

from __future__ import annotations

import itertools
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, insert, literal_column, select, update

from service.access.entries import NewAssignment
from service.access.mandates import NewMandate
from service.commands.add_sop_version import Upload, add_sop_version
from service.commands.begin_sop_draft import begin_new_sop_draft
from service.commands.change_calendar import change_calendar
from service.commands.claim_task import claim_task
from service.commands.end_mandate import end_mandate
from service.commands.escalate_task import Told, escalate_task
from service.commands.grant_audit import grant_audit
from service.commands.grant_mandate import grant_mandate
from service.commands.issue_api_token import issue_api_token
from service.commands.make_effective import PaperRatification, make_effective
from service.commands.publish_trial import publish_trial
from service.commands.save_sop_draft import save_sop_draft
from service.commands.start_process import start_process
from service.events.structure import CertificateBound
from service.queries.operators import reexecute_all
from service.running import calendar_plans as plans
from service.running.calendar_entries import NewSchedule
from service.store import blobs, tables, uploads
from service.store.database import read, transaction
from service.store.history import Stream, actor_of, events_of
from service.store.intact import checked_files
from service.store.private_texts import commitments, reference, seal
from service.store.retelling import UNTOLD, Fault
from service.store.structure import record_structure
from service.store.verify import tenants, verify_store, verify_stream
from tests import sops
from tests.integration.running import diagrams, job_diagrams
from tests.people import NOON, first_pemda
from tests.proofs.tampering import (
    as_owner,
    change,
    changed,
    everything_of,
    put_back,
    said_of,
)

pytestmark = pytest.mark.slow

TODAY = (NOON + timedelta(hours=7)).date()

#: Rows that are true of one moment, or that something else holds too.
PASSING = {
    "session",
    "setup_token",
    "throttle",
    "upload",
    "upload_chunk",
    "draft",
    "sop_draft",
    "sop_draft_revision",
    "form_draft",
    "form_draft_revision",
    "sop_walk",
    "walk_in_hand",
    "draft_kept_walk",
    "draft_walk",
    "idempotency",
    "outbox",
    "dispatch",
    "dispatch_receipt",
    # Written anew each time that its version is published, from the diagram of the version.
    "way_in",
    "due_recount",
    "office_timer",
    "notice",
    "notice_item",
}

#: No release writes them yet.
LATER = {"checkpoint"}

#: Columns that neither looks at, and why.
NOT_LOOKED_AT = {
    # Its only row has the id 1, as a constraint says; when it was made decides nothing, and the
    # mark only whether a start looks for what is missing in a demo.
    "store": {"id", "made_at", "demo_mark"},
    # What a field was called; the text itself and where it belongs are told.
    "private_text": {"label"},
    # How a browser is told to save it, and when the sweep may look at it.
    "blob": {"media_type", "made_at"},
    "credential": UNTOLD["credential"],
    "api_token": UNTOLD["api_token"],
    "timer": UNTOLD["timer"],
    "job": UNTOLD["job"],
    "document_act": UNTOLD["document_act"],
}

OF_PROCESSES = [
    "process_instance",
    "user_task",
    "team_member",
    "timer",
    "job",
    "listener",
    "incident",
    "escalation",
    "document_version",
    "document_act",
    "attachment",
    "private_text",
    "stream_head",
    "history_event",
]

OF_OFFICES = [
    "store",
    "pemda",
    "office",
    "unit",
    "position",
    "person",
    "holding",
    "mandate",
    "credential",
    "login",
    "signing_certificate",
    "api_token",
    "audit_assignment",
    "working_calendar",
    "working_schedule",
    "closed_day",
    "calendar_year",
    "office_clock",
    "legal_deadline",
    "sop",
    "sop_version",
    "sop_version_drawer",
    "sop_pin",
    "ratification_scan",
    "blob",
    "blob_chunk",
]


def test_every_table_is_looked_at_or_said_not_to_be():
    assert sorted([*OF_PROCESSES, *OF_OFFICES, "counter", *PASSING, *LATER]) == sorted(
        tables.metadata.tables
    )


def test_the_handbook_says_of_every_table_what_looks_at_it():
    handbook = Path("service/docs/operations.md").read_text(encoding="utf-8")

    assert [name for name in tables.metadata.tables if f"`{name}`" not in handbook] == []


# ---------------------------------------------------------------- what is there to change


@pytest.fixture
def processes(kept, request):
    """Give the processes that together have a row in every table of processes."""
    return kept("processes", lambda: _processes(request.getfixturevalue("world")))


def _processes(world):
    held = world.run("faulty", diagrams.FAULTY)
    world.complete("sekretaris", held, "work")
    timed = world.run("timed", diagrams.TIMED)
    late = world.run("dated", diagrams.DATED)
    escalate_task(
        world.session,
        pemda_id=world.pemda_id,
        instance_id=late,
        task_no=world.task_no(late, "work"),
        told=Told(1, _position_of(world, "kadis"), "Kepala", [world.people["kadis"]]),
        day=TODAY,
        now=NOON + timedelta(days=3),
        mails=False,
    )
    noted = world.run("one-task", diagrams.ONE_TASK)
    brought = {"lampiran": [world.file("sekretaris")]}
    world.complete("sekretaris", noted, "work", {"catatan": "c"}, files=brought)
    reviewed = world.run("review", diagrams.REVIEW, by="ketua")
    team = {
        "ketua_tim": str(world.holdings["ketua"]),
        "anggota_tim": [str(world.holdings["anggota"])],
    }
    world.complete("ketua", reviewed, "team", team)
    draft = {"berkas": [world.file("anggota", b"rka 1", "rka.pdf")]}
    world.complete("anggota", reviewed, "draft", ticks=["Peraturan"], files=draft)
    world.complete("sekretaris", reviewed, "initial", ticks=["Telaahan"])
    claim_task(
        world.session,
        world.caller("kadis"),
        instance_id=reviewed,
        task_no=world.task_no(reviewed, "approve"),
        now=NOON,
    )
    awaiting = world.run("part", diagrams.PART)
    fetched = world.run("job", job_diagrams.JOB)
    made = (held, timed, late, noted, reviewed, awaiting, fetched)
    return [world.stream(instance_id) for instance_id in made]


def _position_of(world, name):
    return next(
        row.position_id
        for row in world.rows(tables.holding)
        if row.person_id == world.people[name]
    )


@pytest.fixture
def pemda(kept, session):
    """A pemda whose people, SOP in force, surat tugas and process were made through commands."""
    return kept("pemda_in_work", lambda: _pemda(session))


def _pemda(session):
    made = first_pemda(session)
    made.office("Inspektorat", "inspektorat")
    inspektur = made.head("Inspektorat")
    head, secretary, analyst = made.head("Dinas"), made.secretary("Dinas"), made.analyst()
    auditor = made.hire("Inspektorat", "Auditor", duty="auditor")
    letter = NewAssignment(
        person_id=auditor.person_id,
        letter_number="700/12/ST",
        letter_date=TODAY,
        from_date=TODAY,
        to_date=TODAY,
    )
    grant_audit(session, inspektur, assignment=letter, now=NOON)
    _appoint(made, secretary, head)
    _certify(made, head)
    issue_api_token(
        session,
        made.caller(head.person_id, confirmed_at=NOON),
        holding_id=head.holders[0].holding_id,
        label="Dasbor",
        lasts=timedelta(days=1),
        now=NOON,
    )
    hours = NewSchedule("usual", TODAY, None, "Perbup 1/2026", monday="07.30-16.00")
    office_id = made.offices["Dinas"]
    change_calendar(session, secretary, plans.AddSchedule(hours, office_id), now=NOON)
    change_calendar(session, head, plans.SwitchMinimum(office_id, strict=True), now=NOON)
    version_id = _in_force(made, secretary, analyst)
    for number in range(2):
        start_process(
            session,
            secretary,
            version_id=version_id,
            title=f"Surat {number}",
            year=2026,
            kind="murni",
            basis="Disposisi",
            confirmed=True,
            now=NOON,
        )
    return made


def _certify(pemda, head):
    """Bind a certificate to the head's account, as is told when its files were found good."""
    name = seal("certificate_name", "PEMEGANG KEPALA DINAS")
    subject = seal("certificate_subject", "argon2id dari nama lengkap")
    bound = CertificateBound(
        person_id=head.person_id,
        name=reference(name),
        subject=reference(subject),
        issuer="1" * 64,
        provider="PSrE Contoh",
        serial="2a",
        key="2" * 40,
        begins=NOON,
        confirmed_at=NOON,
        texts=commitments([name, subject]),
    )
    actor = actor_of(head, head.holders[0])
    with transaction(pemda.session) as tx:
        record_structure(tx, pemda.id, [bound], actor, NOON, texts=[name, subject])


def _appoint(pemda, secretary, head):
    """Let the secretary act for the head, and end it again."""
    administrator = pemda.caller(pemda.administrator_id, confirmed_at=NOON)
    scan = blobs.put(pemda.session, pemda.id, b"%PDF-1.7 surat", "application/pdf", NOON)
    uploads.record_upload(pemda.session, pemda.id, administrator.person_id, scan, NOON)
    letter = NewMandate(
        kind="plh",
        position_id=head.holders[0].position_id,
        person_id=secretary.person_id,
        letter_number="800/1/SP",
        letter_date=TODAY,
        from_date=TODAY,
        to_date=TODAY,
        scan_sha256=scan.sha256,
    )
    made = grant_mandate(pemda.session, administrator, mandate=letter, now=NOON)
    end_mandate(pemda.session, administrator, mandate_id=made.id, now=NOON)


def _in_force(pemda, secretary, analyst):
    session = pemda.session
    draft_id = begin_new_sop_draft(
        session, analyst, office_id=pemda.offices["Dinas"], title="SOP Uji", now=NOON
    )
    save_sop_draft(
        session,
        analyst,
        draft_id=draft_id,
        made_from=1,
        xml=sops.diagram(),
        how="kept",
        now=NOON,
    )
    upload = Upload(sops.diagram(), {"uji": sops.form()}, draft_id=draft_id)
    version_id = add_sop_version(
        session, analyst, office_id=pemda.offices["Dinas"], upload=upload, now=NOON
    ).made.version_id
    publish_trial(session, analyst, version_id=version_id, now=NOON)
    scan = blobs.put(session, pemda.id, b"%PDF-1.7 scan", "application/pdf", NOON)
    uploads.record_upload(session, pemda.id, secretary.person_id, scan, NOON)
    make_effective(
        session,
        pemda.caller(secretary.person_id, confirmed_at=NOON),
        version_id=version_id,
        effective_from=TODAY,
        paper=PaperRatification("188/12", TODAY, scan.sha256),
        now=NOON,
    )
    return version_id


def said_of_store(session):
    """Return what verify says of a whole store: codes with what they name."""
    found = [
        (verdict.fault.code, verdict.fault.detail)
        for verdict in verify_store(session)
        if verdict.fault is not None
    ]
    files = (file for pemda_id in tenants(session) for file in checked_files(session, pemda_id))
    return [*found, *(("damaged", file.sha256) for file in files if not file.whole)]


def row_of(connection, table, **columns):
    query = select(table).where(*(table.c[name] == value for name, value in columns.items()))
    # The same on every database: PostgreSQL gives rows in the order of their last change.
    query = query.order_by(*table.primary_key.columns)
    found = connection.execute(query.limit(1), execution_options={"across_tenants": True})
    return found.mappings().first()


def key_of(table, row):
    return {column.name: row[column.name] for column in table.primary_key.columns}


def columns_of(table):
    """Return the columns that a change must show in."""
    spared = NOT_LOOKED_AT.get(table.name, frozenset())
    return [str(column.name) for column in table.columns if column.name not in spared]


def is_row(table, row):
    return [table.c[name] == value for name, value in key_of(table, row).items()]


# ---------------------------------------------------------------- rows of processes


@pytest.fixture
def rows_of_processes(session, processes):
    """Give, of every table of processes, the stream of a process that has a row, and the row."""
    found = []
    with read(session) as connection:
        for name in OF_PROCESSES:
            table = tables.metadata.tables[name]
            whose = next(key for key in ("instance_id", "stream_id", "id") if key in table.columns)
            rows = (
                (stream, table, row_of(connection, table, **{whose: stream.id}))
                for stream in processes
            )
            found.append(next(it for it in rows if it[2] is not None))
    return found


def test_untouched_the_processes_are_whole(session, processes):
    with read(session) as connection:
        assert all(said_of(connection, stream).clean for stream in processes)


def test_every_column_of_the_rows_of_a_process_shows(session, rows_of_processes):
    for stream, table, row in rows_of_processes:
        for column in columns_of(table):
            with as_owner(session) as connection:
                change(connection, table, key_of(table, row), column)
                assert not said_of(connection, stream).clean, (table.name, column)


def test_a_row_of_a_process_that_was_taken_away_shows(session, rows_of_processes):
    for stream, table, row in rows_of_processes:
        with as_owner(session) as connection:
            connection.execute(delete(table).where(*is_row(table, row)))
            found = said_of(connection, stream).first_code

        assert found == _GONE.get(table.name, "verify.row-missing"), table.name


_GONE = {
    "listener": "replay.listener",
    "process_instance": "verify.process-missing",
    "private_text": "verify.text-missing",
    "history_event": "verify.event-missing",
    "stream_head": "verify.head-wrong",
}


def test_a_row_of_a_process_that_was_added_shows(session, rows_of_processes):
    for stream, table, row in rows_of_processes:
        if table.name in ("process_instance", "stream_head"):
            continue  # there is one, or it is of another process
        *_, last = table.primary_key.columns
        forged = {**row, last.name: changed(row[last.name])}
        if "hash" in row:
            forged["hash"] = changed(row["hash"])
        with as_owner(session) as connection:
            connection.execute(insert(table).values(forged))
            found = said_of(connection, stream).first_code

        added = {"verify.row-unknown", "verify.event-missing", "replay.listener"}
        assert found in added, table.name


# ---------------------------------------------------------------- rows of offices, people, SOPs


@pytest.fixture
def rows_of_offices(session, pemda):
    """Give a row of every table that does not belong to one process."""
    with read(session) as connection:
        found = (tables.metadata.tables[name] for name in OF_OFFICES)
        return [(table, row_of(connection, table)) for table in found]


def test_untouched_the_whole_store_is_whole(session, pemda):
    assert said_of_store(session) == []


def test_every_column_of_the_rows_of_an_office_shows(session, rows_of_offices):
    for table, row in rows_of_offices:
        for column in columns_of(table):
            with as_owner(session) as connection:
                change(connection, table, key_of(table, row), column)
                assert said_of_store(session), (table.name, column)


def test_a_row_of_an_office_that_was_taken_away_shows(session, rows_of_offices):
    for table, row in rows_of_offices:
        if table.name == "store":
            continue  # without it a store is no demo, which this one is not
        with as_owner(session) as connection:
            connection.execute(delete(table).where(*is_row(table, row)))
            assert said_of_store(session), table.name


#: Other columns that no two rows share.
_NAMING = {
    "office": ["name", "short_name"],
    "unit": ["name"],
    "position": ["title"],
    "sop": ["key"],
    "sop_version": ["number"],
    "signing_certificate": ["key_sha256"],
}

#: A second one is of no pemda, or refused by a constraint, or of no row.
_NOT_ADDED = ("store", "pemda", "working_calendar", "blob", "blob_chunk")


def test_a_row_of_an_office_that_was_added_shows(session, rows_of_offices):
    for table, row in rows_of_offices:
        if table.name in _NOT_ADDED:
            continue
        naming = {name: _another(row[name]) for name in _NAMING.get(table.name, ())}
        *_, last = table.primary_key.columns
        forged = {**row, **naming, last.name: changed(row[last.name])}
        with as_owner(session) as connection:
            connection.execute(insert(table).values(forged))
            found = {code for code, _ in said_of_store(session)}

        assert "verify.row-unknown" in found, table.name


def _another(value):
    return value + 1 if isinstance(value, int) else f"{value} lain"


def test_a_scan_of_a_ratification_shows_by_its_row_and_by_its_bytes(session, pemda):
    table = tables.ratification_scan
    with read(session) as connection:
        row = row_of(connection, table)
        version = row_of(connection, tables.sop_version, id=row["version_id"])
    stream = Stream(pemda.id, version["sop_id"], "sop")
    with as_owner(session) as connection:
        chunk = {"pemda_id": pemda.id, "sha256": row["sha256"], "number": 0}
        change(connection, tables.blob_chunk, chunk, "data", 0.5)
        assert said_of_store(session) == [("damaged", row["sha256"])]
        changed_file = verify_stream(connection, stream).fault
    with as_owner(session) as connection:
        connection.execute(delete(table).where(*is_row(table, row)))
        lost_row = verify_stream(connection, stream).fault

    assert changed_file == Fault("verify.file-changed", ratified(session, stream), row["sha256"])
    name = f"ratification_scan {row['version_id']}"
    assert lost_row == Fault("verify.row-missing", ratified(session, stream), name)


def ratified(session, stream):
    """Return the number of the event that a version of the SOP was made effective by."""
    with read(session) as connection:
        return next(
            row["seq"]
            for row in events_of(connection, stream)
            if row["kind"] == "SopVersionMadeEffective"
        )


def test_a_process_that_was_taken_away_with_its_history_leaves_its_number(session, pemda):
    with as_owner(session) as connection:
        process = row_of(connection, tables.process_instance, number="0001/2026")
        stream = Stream(pemda.id, process["id"], "process")
        put_back(connection, stream, dict.fromkeys(everything_of(connection, stream), ()))
        [(code, detail)] = said_of_store(session)

    assert code == "verify.number-missing"
    assert detail.endswith("process 2026: 1")


@pytest.mark.parametrize("column", ["last", "year", "register", "office_id", "pemda_id"])
def test_a_counter_that_was_changed_shows(session, pemda, column):
    with as_owner(session) as connection:
        row = row_of(connection, tables.counter)
        change(connection, tables.counter, key_of(tables.counter, row), column)
        assert said_of_store(session)


# ---------------------------------------------------------------- what is not of the column's type

#: A word, bytes, and bytes that are no UTF-8 where a text should be. PostgreSQL refuses them.
RUBBISH = ["'zz'", "x'ff'", "CAST(x'ff' AS TEXT)"]


def spoil(connection, table, row, column, rubbish):
    changing = update(table).where(*is_row(table, row)).values({column: literal_column(rubbish)})
    connection.execute(changing, execution_options={"across_tenants": True})


def is_sqlite(session):
    return session.get_bind().dialect.name == "sqlite"


def test_rubbish_in_the_rows_of_a_process_shows(session, rows_of_processes):
    if not is_sqlite(session):
        return
    for stream, table, row in rows_of_processes:
        for column, rubbish in itertools.product(columns_of(table), RUBBISH):
            with as_owner(session) as connection:
                spoil(connection, table, row, column, rubbish)
                assert not said_of(connection, stream).clean, (table.name, column, rubbish)


def test_rubbish_in_the_rows_of_an_office_shows(session, rows_of_offices):
    if not is_sqlite(session):
        return
    for table, row in rows_of_offices:
        for column, rubbish in itertools.product(columns_of(table), RUBBISH):
            with as_owner(session):
                spoil(session.connection(), table, row, column, rubbish)
                assert said_of_store(session), (table.name, column, rubbish)


def test_rubbish_where_ids_should_be_stops_neither_verify_nor_replay(
    session, processes, rows_of_processes
):
    if not is_sqlite(session):
        return
    for stream, table, row in rows_of_processes:
        if table.name not in ("process_instance", "history_event", "stream_head"):
            continue
        for column, rubbish in itertools.product(key_of(table, row), RUBBISH):
            with as_owner(session) as connection:
                spoil(connection, table, row, column, rubbish)
                broken = {verdict.stream.id for verdict in verify_store(session) if verdict.fault}
                again = {done.instance_id for done in reexecute_all(session)}

            assert stream.id in broken, (table.name, column, rubbish)
            assert again >= {it.id for it in processes} - {stream.id}, (table.name, column)
