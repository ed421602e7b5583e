from __future__ import annotations

import hashlib
import io
from datetime import timedelta

import pytest
from sqlalchemy import event, func, insert, select, update

from service.errors import NotFound
from service.store import blobs, private_texts, tables, uploads
from service.store.blobs import CHUNK_BYTES, BlobDamaged
from service.store.database import read, transaction
from service.store.ids import new_id
from service.store.intact import CheckedFile, checked_files, count_files
from service.store.uploads import PieceRefused, UploadTooLarge
from tests.integration.store.conftest import NOW

LARGE = bytes(range(256)) * 3000  # two whole chunks and a part
PDF = "application/pdf"
DAY = timedelta(hours=24)


@pytest.fixture
def person_id(session, pemda_id):
    made = new_id()
    with transaction(session) as tx:
        tx.execute(
            insert(tables.person).values(pemda_id=pemda_id, id=made, active=True, made_at=NOW)
        )
    return made


def _count(session, table):
    with read(session) as connection:
        statement = select(func.count()).select_from(table)
        return connection.execute(statement.execution_options(across_tenants=True)).scalar()


@pytest.mark.parametrize("raw", [b"", b"x", LARGE, bytes(CHUNK_BYTES), bytes(CHUNK_BYTES * 17)])
def test_a_blob_comes_back_as_it_went_in(session, pemda_id, raw):
    made = blobs.put(session, pemda_id, raw, PDF, NOW)

    assert made.sha256 == hashlib.sha256(raw).hexdigest()
    assert b"".join(blobs.stream_content(session, pemda_id, made.sha256)) == raw
    with read(session) as connection:
        assert blobs.content(connection, pemda_id, made.sha256) == raw


def test_no_chunk_is_larger_than_256_kib(session, pemda_id):
    blobs.put(session, pemda_id, io.BytesIO(LARGE), PDF, NOW)

    with read(session) as connection:
        lengths = connection.execute(
            select(func.length(tables.blob_chunk.c.data))
            .where(tables.blob_chunk.c.pemda_id == pemda_id)
            .order_by(tables.blob_chunk.c.number)
        ).scalars()
        assert list(lengths) == [262144, 262144, len(LARGE) - 2 * 262144]


def test_the_same_bytes_are_kept_once(session, pemda_id):
    first = blobs.put(session, pemda_id, LARGE, PDF, NOW)
    second = blobs.put(session, pemda_id, LARGE, PDF, NOW)

    assert first == second
    assert _count(session, tables.blob_chunk) == 3


def test_a_blob_that_was_left_half_written_is_finished_by_the_next_who_brings_it(
    session, pemda_id
):
    made = blobs.StoredBlob(hashlib.sha256(LARGE).hexdigest(), len(LARGE), PDF)
    blobs.begin(session, pemda_id, made, NOW)
    blobs.write_chunks(session, pemda_id, made.sha256, [(0, LARGE[:CHUNK_BYTES])])
    with pytest.raises(NotFound), read(session) as connection:
        blobs.described(connection, pemda_id, made.sha256)

    blobs.put(session, pemda_id, LARGE, PDF, NOW)

    assert b"".join(blobs.stream_content(session, pemda_id, made.sha256)) == LARGE


def test_small_files_are_stored_together_as_one_by_one(session, pemda_id):
    contents = [(b"x", PDF), (LARGE, PDF), (b"", PDF), *((bytes([n]), PDF) for n in range(20))]
    half = blobs.StoredBlob(hashlib.sha256(LARGE).hexdigest(), len(LARGE), PDF)
    blobs.begin(session, pemda_id, half, NOW)
    blobs.write_chunks(session, pemda_id, half.sha256, [(0, LARGE[:CHUNK_BYTES])])
    blobs.put(session, pemda_id, b"x", PDF, NOW - 2 * DAY)

    blobs.put_together(session, pemda_id, contents, NOW)

    with read(session) as connection:
        for raw, _ in contents:
            name = hashlib.sha256(raw).hexdigest()
            assert blobs.content(connection, pemda_id, name) == raw
    assert _count(session, tables.blob) == len(contents)
    assert blobs.sweep(session, pemda_id, NOW - DAY) == 0


def test_few_transactions_store_many_small_files(session, pemda_id, database):
    contents = [*((bytes([n]), PDF) for n in range(20)), (bytes(CHUNK_BYTES * 17), PDF)]
    committed: list[object] = []
    count = committed.append
    event.listen(database.engine, "commit", count)

    blobs.put_together(session, pemda_id, contents, NOW)

    event.remove(database.engine, "commit", count)
    # At most 16 chunks each; a larger file has one of its own.
    assert len(committed) == 3


def test_another_pemda_does_not_have_the_blob(session, pemda_id):
    made = blobs.put(session, pemda_id, b"x", PDF, NOW)

    with pytest.raises(NotFound):
        list(blobs.stream_content(session, new_id(), made.sha256))


def test_a_changed_byte_of_a_file_is_found(session, pemda_id):
    made = blobs.put(session, pemda_id, LARGE, PDF, NOW)
    assert count_files(session, pemda_id) == 1
    assert list(checked_files(session, pemda_id)) == [
        CheckedFile(pemda_id, made.sha256, whole=True)
    ]
    with transaction(session) as tx:
        tx.execute(
            update(tables.blob_chunk)
            .where(tables.blob_chunk.c.pemda_id == pemda_id, tables.blob_chunk.c.number == 1)
            .values(data=bytes(CHUNK_BYTES))
        )

    assert list(checked_files(session, pemda_id)) == [
        CheckedFile(pemda_id, made.sha256, whole=False)
    ]
    with pytest.raises(BlobDamaged):
        list(blobs.stream_content(session, pemda_id, made.sha256))
    with pytest.raises(BlobDamaged), read(session) as connection:
        blobs.content(connection, pemda_id, made.sha256)


# ---------------------------------------------------------------- the sweep


def test_what_nothing_refers_to_goes_after_a_day(session, pemda_id):
    blobs.put(session, pemda_id, b"old", PDF, NOW - DAY - timedelta(seconds=1))
    kept = blobs.put(session, pemda_id, b"new", PDF, NOW - DAY + timedelta(seconds=1))

    assert blobs.sweep(session, pemda_id, NOW - DAY) == 1

    assert _count(session, tables.blob) == 1
    with read(session) as connection:
        assert blobs.content(connection, pemda_id, kept.sha256) == b"new"


def test_bringing_the_same_bytes_again_saves_them_from_the_sweep(session, pemda_id):
    blobs.put(session, pemda_id, b"old", PDF, NOW - 2 * DAY)
    blobs.put(session, pemda_id, b"old", PDF, NOW)

    assert blobs.sweep(session, pemda_id, NOW - DAY) == 0


def test_what_a_table_refers_to_stays(session, pemda_id, person_id):
    old = NOW - 2 * DAY
    used = blobs.put(session, pemda_id, b"used", PDF, old)
    office_id, sop_id = new_id(), new_id()
    with transaction(session) as tx:
        tx.execute(
            insert(tables.office).values(
                pemda_id=pemda_id,
                id=office_id,
                name="Dinas",
                short_name="DINAS",
                kind="dinas",
                timezone="Asia/Jakarta",
                active=True,
                made_at=NOW,
            )
        )
        tx.execute(
            insert(tables.sop).values(
                pemda_id=pemda_id,
                id=sop_id,
                office_id=office_id,
                key="sop",
                title="SOP",
                made_at=NOW,
            )
        )
        tx.execute(
            insert(tables.sop_version).values(
                pemda_id=pemda_id,
                id=new_id(),
                sop_id=sop_id,
                number=1,
                status="draft",
                xml_sha256=used.sha256,
                process_id="p",
                author_id=person_id,
                made_at=NOW,
            )
        )

    assert blobs.sweep(session, pemda_id, NOW - DAY) == 0


def test_what_a_person_is_still_uploading_stays(session, pemda_id, person_id):
    made = blobs.put(session, pemda_id, b"x", PDF, NOW - 2 * DAY)
    uploads.record_upload(session, pemda_id, person_id, made, NOW)

    assert blobs.sweep(session, pemda_id, NOW - DAY) == 0
    assert uploads.sweep(session, pemda_id, NOW + DAY) == 1
    assert blobs.sweep(session, pemda_id, NOW - DAY) == 1


# ---------------------------------------------------------------- uploads in pieces


def _begin(session, pemda_id, person_id, size=768_000):
    return uploads.begin_upload(
        session, pemda_id, person_id, size=size, media_type=PDF, limit=1_000_000, now=NOW
    )


def _add(session, pemda_id, person_id, upload, offset, data):
    return uploads.add_piece(session, pemda_id, person_id, upload.id, offset=offset, data=data)


def test_a_file_arrives_in_pieces(session, pemda_id, person_id):
    upload = _begin(session, pemda_id, person_id)
    _add(session, pemda_id, person_id, upload, 0, LARGE[:CHUNK_BYTES])
    with read(session) as connection:
        at = uploads.state_of(connection, pemda_id, person_id, upload.id).received
    _add(session, pemda_id, person_id, upload, at, LARGE[at:])

    made = uploads.finish_upload(session, pemda_id, person_id, upload.id, now=NOW)

    assert b"".join(blobs.stream_content(session, pemda_id, made.sha256)) == LARGE
    assert _count(session, tables.upload_chunk) == 0
    with read(session) as connection:
        brought = uploads.brought_by(connection, pemda_id, person_id, [made.sha256, "0" * 64])
    assert brought == {made.sha256}


def test_finishing_twice_gives_the_same_blob(session, pemda_id, person_id):
    upload = _begin(session, pemda_id, person_id, 1)
    _add(session, pemda_id, person_id, upload, 0, b"x")

    first = uploads.finish_upload(session, pemda_id, person_id, upload.id, now=NOW)

    assert uploads.finish_upload(session, pemda_id, person_id, upload.id, now=NOW) == first


@pytest.mark.parametrize(
    ("offset", "data"),
    [
        (CHUNK_BYTES, b"x"),  # a hole before it
        (0, b"x"),  # does not end at a border
        (0, LARGE + b"x"),  # more than was announced
    ],
)
def test_a_piece_that_does_not_fit_is_refused_with_what_is_there(
    session, pemda_id, person_id, offset, data
):
    upload = _begin(session, pemda_id, person_id)

    with pytest.raises(PieceRefused) as refused:
        _add(session, pemda_id, person_id, upload, offset, data)

    assert refused.value.params == {"received": "0"}
    assert _count(session, tables.upload_chunk) == 0


def test_an_unfinished_upload_is_no_blob(session, pemda_id, person_id):
    upload = _begin(session, pemda_id, person_id)

    with pytest.raises(PieceRefused):
        uploads.finish_upload(session, pemda_id, person_id, upload.id, now=NOW)


def test_a_file_beyond_the_limit_is_refused_before_its_first_byte(session, pemda_id, person_id):
    with pytest.raises(UploadTooLarge):
        _begin(session, pemda_id, person_id, 1_000_001)


def test_nobody_else_touches_an_upload(session, pemda_id, person_id):
    upload = _begin(session, pemda_id, person_id)

    with pytest.raises(NotFound):
        _add(session, pemda_id, new_id(), upload, 0, LARGE)
    with pytest.raises(NotFound):
        uploads.finish_upload(session, pemda_id, new_id(), upload.id, now=NOW)


def test_a_text_of_one_stream_is_not_erased_by_another(session, pemda_id, stream):
    text = private_texts.seal("note", "x")
    with transaction(session) as tx:
        private_texts.keep(tx, stream, [text], NOW)
        other = type(stream)(pemda_id, new_id(), "process")
        assert private_texts.erase(tx, other, NOW, ids=[text.id]) == ()
