"""One byte changed by hand in the database is named by `verify` or `replay`."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, select, update

from service.store import tables
from service.store.history import digest, events_of, head_of
from tests.integration.running import diagrams
from tests.proofs.counts import usual_and_long
from tests.proofs.played import opened
from tests.proofs.tampering import as_owner, change, everything_of, put_back, said_of

#: One process of pytest runs them all: they share what was played once.
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("played")]

COLUMNS = [column.name for column in tables.history_event.columns]
#: Where in a payload, from its first byte to its last.
PLACES = [number / 10 for number in range(11)]
EVERY = 1_000_000


@pytest.fixture(
    scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
)
def played(request, play):
    return play(request.param)


@pytest.fixture(scope="module")
def store(played):
    with opened(played.url) as session:
        yield session


@pytest.fixture(params=["finished", "running"])
def stream(request, played):
    return played.stream(request.param)


@pytest.fixture
def owner(store):
    with as_owner(store) as connection:
        yield connection


def rows_of(connection, stream):
    return list(events_of(connection, stream))


def event_key(stream, seq):
    return {"pemda_id": stream.pemda_id, "stream_id": stream.id, "seq": seq}


def process_key(stream):
    return {"pemda_id": stream.pemda_id, "id": stream.id}


def test_untouched_both_processes_are_whole(owner, stream):
    assert said_of(owner, stream).clean


@usual_and_long("most", 3, EVERY)
@pytest.mark.parametrize("column", COLUMNS)
def test_a_byte_of_any_column_of_an_event_is_named_with_the_event(
    store, played, stream, column, most
):
    with as_owner(store) as connection:
        last = head_of(connection, stream).seq
    numbers = range(1, last + 1) if most >= last else [1, last // 2, last]
    for seq in numbers:
        for at in PLACES if column == "payload" else (1.0,):
            with as_owner(store) as connection:
                change(connection, tables.history_event, event_key(stream, seq), column, at)
                found = said_of(connection, stream).verify

            moved = column in ("pemda_id", "stream_id", "seq")
            expected = "verify.event-missing" if moved else "verify.event-changed"
            if moved and column != "seq" and seq == last:
                expected = "verify.tail-missing"
            assert found == (expected, seq), (seq, at)


@pytest.mark.parametrize("at", [0.0, 0.3, 0.7, 1.0])
def test_a_byte_of_the_state_is_named(owner, stream, at):
    change(owner, tables.process_instance, process_key(stream), "state", at)

    found = said_of(owner, stream)

    assert found.code == "verify.state-changed"
    assert found.replay is not None
    assert found.replay[0] == "replay.state"


@pytest.mark.parametrize(
    ("column", "code"), [("seq", "verify.tail-missing"), ("hash", "verify.head-wrong")]
)
def test_a_byte_of_the_recorded_end_is_named(owner, stream, column, code):
    key = {"pemda_id": stream.pemda_id, "stream_id": stream.id}

    change(owner, tables.stream_head, key, column)

    assert said_of(owner, stream).code == code


@pytest.mark.parametrize("at", [0.0, 0.5, 1.0])
def test_a_byte_of_a_documents_file_is_named_with_the_event_that_brought_it(owner, stream, at):
    table = tables.document_version
    row = owner.execute(
        select(table)
        .where(table.c.pemda_id == stream.pemda_id, table.c.instance_id == stream.id)
        .order_by(table.c.event_seq)
        .limit(1)
    ).one()
    key = {"pemda_id": stream.pemda_id, "sha256": row.sha256, "number": 0}

    change(owner, tables.blob_chunk, key, "data", at)

    assert said_of(owner, stream).verify == ("verify.file-changed", row.event_seq)


def test_another_file_put_in_place_of_a_document_is_named_with_its_event(owner, stream):
    table = tables.document_version
    mine = (table.c.pemda_id == stream.pemda_id, table.c.instance_id == stream.id)
    seq = owner.execute(select(table.c.event_seq).where(*mine)).scalars().first()
    other = owner.execute(
        select(tables.blob.c.sha256).where(
            tables.blob.c.pemda_id == stream.pemda_id,
            tables.blob.c.media_type == "application/json",
        )
    ).scalars()

    owner.execute(
        update(table).where(*mine, table.c.event_seq == seq).values(sha256=other.first())
    )

    assert said_of(owner, stream).verify == ("verify.row-changed", seq)


def test_a_byte_of_an_attached_file_is_named_with_the_event_that_brought_it(world):
    instance_id = world.run("one-task", diagrams.ONE_TASK)
    file = world.file("sekretaris")
    world.complete("sekretaris", instance_id, "work", {"catatan": "c"}, files={"lampiran": [file]})

    with as_owner(world.session) as connection:
        key = {"pemda_id": world.pemda_id, "sha256": file.sha256, "number": 0}
        change(connection, tables.blob_chunk, key, "data")
        assert said_of(connection, world.stream(instance_id)).verify == ("verify.file-changed", 2)


def pins_of(connection, stream):
    row = connection.execute(
        select(tables.sop_version.c.id, tables.sop_version.c.xml_sha256)
        .join(
            tables.process_instance,
            (tables.process_instance.c.pemda_id == tables.sop_version.c.pemda_id)
            & (tables.process_instance.c.version_id == tables.sop_version.c.id),
        )
        .where(
            tables.process_instance.c.pemda_id == stream.pemda_id,
            tables.process_instance.c.id == stream.id,
        )
    ).one()
    forms = connection.execute(
        select(tables.sop_pin.c.sha256).where(
            tables.sop_pin.c.pemda_id == stream.pemda_id, tables.sop_pin.c.version_id == row.id
        )
    ).scalars()
    return row.id, row.xml_sha256, list(forms)


@pytest.mark.parametrize("which", ["diagram", "form"])
def test_a_byte_of_the_diagram_or_of_a_form_is_named(owner, stream, which):
    _, diagram, forms = pins_of(owner, stream)
    sha256 = diagram if which == "diagram" else forms[len(forms) // 2]
    key = {"pemda_id": stream.pemda_id, "sha256": sha256, "number": 0}

    change(owner, tables.blob_chunk, key, "data", 0.5)

    assert said_of(owner, stream).verify == ("verify.definition-changed", 1)


def test_a_version_that_points_to_another_diagram_is_named(owner, stream):
    version_id, _, forms = pins_of(owner, stream)

    owner.execute(
        update(tables.sop_version)
        .where(
            tables.sop_version.c.pemda_id == stream.pemda_id,
            tables.sop_version.c.id == version_id,
        )
        .values(xml_sha256=forms[0])
    )

    assert said_of(owner, stream).verify == ("verify.definition-changed", 1)


def test_a_form_that_is_no_longer_pinned_is_named(owner, stream):
    version_id, _, forms = pins_of(owner, stream)

    owner.execute(
        delete(tables.sop_pin).where(
            tables.sop_pin.c.pemda_id == stream.pemda_id,
            tables.sop_pin.c.version_id == version_id,
            tables.sop_pin.c.sha256 == forms[0],
        )
    )

    assert said_of(owner, stream).verify == ("verify.definition-changed", 1)


@pytest.mark.parametrize("column", ["text", "salt", "commitment"])
def test_a_byte_of_a_private_text_is_named(owner, stream, column):
    table = tables.private_text
    found = owner.execute(
        select(table.c.id).where(
            table.c.pemda_id == stream.pemda_id, table.c.stream_id == stream.id
        )
    ).scalars()

    change(owner, table, {"pemda_id": stream.pemda_id, "id": found.first()}, column)

    assert said_of(owner, stream).code == "verify.text-changed"


def test_a_text_erased_without_a_record_is_named(owner, stream):
    table = tables.private_text
    mine = (table.c.pemda_id == stream.pemda_id, table.c.stream_id == stream.id)

    owner.execute(update(table).where(*mine).values(text=None, salt=None))
    assert said_of(owner, stream).code == "verify.text-changed"
    owner.execute(delete(table).where(*mine))
    assert said_of(owner, stream).code == "verify.text-missing"


# ---------------------------------------------------------------- events as a whole


def test_an_event_deleted_in_the_middle_is_named(owner, stream):
    seq = head_of(owner, stream).seq // 2

    remove(owner, stream, seq)

    assert said_of(owner, stream).verify == ("verify.event-missing", seq)


def test_two_events_in_the_other_order_are_named(owner, stream):
    seq = head_of(owner, stream).seq // 2
    for number, new in ((seq, EVERY), (seq + 1, seq), (EVERY, seq + 1)):
        owner.execute(
            update(tables.history_event).where(*is_event(stream, number)).values(seq=new)
        )

    assert said_of(owner, stream).verify == ("verify.event-changed", seq)


def test_an_event_added_at_the_end_is_named(owner, stream):
    last = rows_of(owner, stream)[-1]
    forged = {**last, "seq": last["seq"] + 1, "prev_hash": last["hash"]}
    forged["hash"] = digest(forged)

    owner.execute(tables.history_event.insert().values(**forged))

    assert said_of(owner, stream).verify == ("verify.head-wrong", forged["seq"])


def test_a_tail_that_was_cut_is_named(owner, stream):
    head = head_of(owner, stream)

    for seq in (head.seq, head.seq - 1, head.seq - 2):
        remove(owner, stream, seq)

    assert said_of(owner, stream).verify == ("verify.tail-missing", head.seq - 2)


def test_a_tail_that_was_cut_with_all_its_traces_shows_against_a_printed_list(world):
    instance_id = world.run("review", diagrams.REVIEW, by="ketua")
    stream = world.stream(instance_id)
    with as_owner(world.session) as connection:
        before = everything_of(connection, stream)
    named = {
        "ketua_tim": str(world.holdings["ketua"]),
        "anggota_tim": [str(world.holdings["anggota"])],
    }
    world.complete("ketua", instance_id, "team", named)

    with as_owner(world.session) as connection:
        printed = head_of(connection, stream).hash
        put_back(connection, stream, before)

        assert said_of(connection, stream).clean
        found = said_of(connection, stream, last_hash=printed)
        assert found.verify == ("verify.hash-unknown", head_of(connection, stream).seq)


def test_a_history_that_was_written_anew_shows_against_a_printed_list(owner, stream):
    printed = head_of(owner, stream).hash

    chain_anew(owner, stream, jabatan="Kepala Dinas yang lain")

    assert said_of(owner, stream).clean
    assert said_of(owner, stream, last_hash=printed).code == "verify.hash-unknown"


def test_an_earlier_hash_of_a_printed_list_is_still_in_the_chain(owner, stream):
    rows = rows_of(owner, stream)

    assert said_of(owner, stream, last_hash=rows[len(rows) // 2]["hash"]).clean


def is_event(stream, seq):
    table = tables.history_event
    return (
        table.c.pemda_id == stream.pemda_id,
        table.c.stream_id == stream.id,
        table.c.seq == seq,
    )


def remove(connection, stream, seq):
    connection.execute(delete(tables.history_event).where(*is_event(stream, seq)))


def mend_head(connection, stream, seq, hashed):
    table = tables.stream_head
    connection.execute(
        update(table)
        .where(table.c.pemda_id == stream.pemda_id, table.c.stream_id == stream.id)
        .values(seq=seq, hash=hashed)
    )


def chain_anew(connection, stream, **values):
    """Change an event in the middle and compute every later hash again, the head's too."""
    rows = [dict(row) for row in rows_of(connection, stream)]
    begun = len(rows) // 2
    rows[begun].update(values)
    for before, row in zip(rows[begun - 1 :], rows[begun:], strict=False):
        row["prev_hash"] = before["hash"]
        row["hash"] = digest(row)
        connection.execute(
            update(tables.history_event)
            .where(*is_event(stream, row["seq"]))
            .values(
                **values if row is rows[begun] else {},
                prev_hash=row["prev_hash"],
                hash=row["hash"],
            )
        )
    mend_head(connection, stream, rows[-1]["seq"], rows[-1]["hash"])
