"""Files on their way in: resumable, in pieces (decisions §2.6).

A piece begins where the last one ended and, unless it is the last, ends at a chunk's border; so
what arrived is already cut as the blob will be. An upload row stays after its file is whole, as
the proof that this person brought it, until the sweep.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import delete, insert, select, update

from service.errors import Conflict, NotFound, Rejected
from service.sentences.words import written_size
from service.store import blobs
from service.store.blobs import CHUNK_BYTES, StoredBlob, chunk_count
from service.store.database import read, transaction
from service.store.dialects import for_update
from service.store.ids import new_id
from service.store.tables import upload, upload_chunk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement, Connection, Row, Select
    from sqlalchemy.orm import Session

#: Chunks moved in one transaction.
_BATCH: Final = 16


class UploadTooLarge(Rejected):
    """The file is larger than an upload may be."""

    code = "store.upload-too-large"
    status = 413


class PieceRefused(Conflict):
    """The piece does not begin at `received`, or does not end where a piece may end."""

    code = "store.piece-refused"


@dataclass(frozen=True, slots=True)
class Upload:
    id: UUID
    size: int
    #: bytes that have arrived; the next piece begins there
    received: int
    #: of the whole file; None until it was finished
    sha256: str | None


def begin_upload(
    session: Session,
    pemda_id: UUID,
    person_id: UUID,
    *,
    size: int,
    media_type: str,
    limit: int,
    now: datetime,
) -> Upload:
    """Announce a file of `size` bytes. Raises UploadTooLarge beyond `limit` bytes."""
    if not 0 <= size <= limit:
        raise UploadTooLarge(limit=written_size(limit))
    made = Upload(new_id(), size, 0, None)
    with transaction(session) as tx:
        tx.execute(
            insert(upload).values(
                pemda_id=pemda_id,
                id=made.id,
                person_id=person_id,
                size=size,
                media_type=media_type,
                received=0,
                made_at=now,
            )
        )
    return made


def add_piece(
    session: Session,
    pemda_id: UUID,
    person_id: UUID,
    upload_id: UUID,
    *,
    offset: int,
    data: bytes,
) -> Upload:
    """Add the bytes that begin at `offset`; return how far the upload is.

    Raises NotFound for an upload of somebody else, PieceRefused with what has been received.
    """
    with transaction(session) as tx:
        row = tx.execute(for_update(_mine(pemda_id, person_id, upload_id))).one_or_none()
        if row is None:
            raise NotFound
        end = offset + len(data)
        last = end == row.size
        if offset != row.received or end > row.size or (end % CHUNK_BYTES and not last):
            raise PieceRefused(received=row.received)
        first = offset // CHUNK_BYTES
        rows = [
            {
                "pemda_id": pemda_id,
                "upload_id": upload_id,
                "number": first + number,
                "data": data[start : start + CHUNK_BYTES],
            }
            for number, start in enumerate(range(0, len(data), CHUNK_BYTES))
        ]
        if rows:
            tx.execute(insert(upload_chunk), rows)
            tx.execute(update(upload).where(*_is(pemda_id, upload_id)).values(received=end))
        return Upload(upload_id, row.size, end, row.sha256)


def state_of(connection: Connection, pemda_id: UUID, person_id: UUID, upload_id: UUID) -> Upload:
    """Return how far an upload of this person is. Raises NotFound."""
    row = connection.execute(_mine(pemda_id, person_id, upload_id)).one_or_none()
    if row is None:
        raise NotFound
    return Upload(row.id, row.size, row.received, row.sha256)


def finish_upload(
    session: Session, pemda_id: UUID, person_id: UUID, upload_id: UUID, *, now: datetime
) -> StoredBlob:
    """Turn an upload whose last piece is there into a blob; doing it again changes nothing.

    Raises NotFound, and PieceRefused while bytes are missing.
    """
    with read(session) as connection:
        row = connection.execute(_mine(pemda_id, person_id, upload_id)).one_or_none()
    if row is None:
        raise NotFound
    if row.received != row.size:
        raise PieceRefused(received=row.received)
    if row.sha256 is not None:
        return StoredBlob(row.sha256, row.size, row.media_type)
    made = StoredBlob(_hash(session, pemda_id, row), row.size, row.media_type)
    if not blobs.begin(session, pemda_id, made, now):
        for batch in _batches(session, pemda_id, row):
            blobs.write_chunks(session, pemda_id, made.sha256, batch)
        blobs.finish(session, pemda_id, made.sha256)
    with transaction(session) as tx:
        tx.execute(update(upload).where(*_is(pemda_id, row.id)).values(sha256=made.sha256))
        _drop_chunks(tx, pemda_id, row.id)
    return made


def record_upload(
    session: Session, pemda_id: UUID, person_id: UUID, made: StoredBlob, now: datetime
) -> None:
    """Write down that this person brought a blob in one go."""
    with transaction(session) as tx:
        tx.execute(
            insert(upload).values(
                pemda_id=pemda_id,
                id=new_id(),
                person_id=person_id,
                size=made.size,
                media_type=made.media_type,
                received=made.size,
                made_at=now,
                sha256=made.sha256,
            )
        )


def brought_by(
    connection: Connection, pemda_id: UUID, person_id: UUID, hashes: Iterable[str]
) -> frozenset[str]:
    """Return which of the blobs this person has uploaded lately.

    Knowing a file's hash is no right to the file: only its uploader may put it into a process.
    """
    return frozenset(kinds_brought(connection, pemda_id, person_id, hashes))


def kinds_brought(
    connection: Connection, pemda_id: UUID, person_id: UUID, hashes: Iterable[str]
) -> dict[str, frozenset[str]]:
    """Return as what media types this person has uploaded which of the blobs lately."""
    rows = connection.execute(
        select(upload.c.sha256, upload.c.media_type).where(
            upload.c.pemda_id == pemda_id,
            upload.c.person_id == person_id,
            upload.c.sha256.in_(list(hashes)),
        )
    )
    found: dict[str, frozenset[str]] = {}
    for row in rows:
        found[row.sha256] = found.get(row.sha256, frozenset()) | {row.media_type}
    return found


def forget(session: Session, pemda_id: UUID, person_id: UUID, upload_id: UUID) -> None:
    """Take back that this person brought a file, which turned out not to be what it should."""
    with transaction(session) as tx:
        _drop_chunks(tx, pemda_id, upload_id)
        tx.execute(
            delete(upload).where(*_is(pemda_id, upload_id), upload.c.person_id == person_id)
        )


def sweep(session: Session, pemda_id: UUID, before: datetime) -> int:
    """Forget the uploads of a pemda that were begun before an instant; return how many."""
    with read(session) as connection:
        old = (
            connection.execute(
                select(upload.c.id).where(upload.c.pemda_id == pemda_id, upload.c.made_at < before)
            )
            .scalars()
            .all()
        )
    for upload_id in old:
        with transaction(session) as tx:
            _drop_chunks(tx, pemda_id, upload_id)
            tx.execute(delete(upload).where(*_is(pemda_id, upload_id)))
    return len(old)


def _hash(session: Session, pemda_id: UUID, row: Row[Any]) -> str:
    digest = hashlib.sha256()
    for batch in _batches(session, pemda_id, row):
        for _, data in batch:
            digest.update(data)
    return digest.hexdigest()


def _batches(session: Session, pemda_id: UUID, row: Row[Any]) -> Iterator[list[tuple[int, bytes]]]:
    for first in range(0, chunk_count(row.size), _BATCH):
        with read(session) as connection:
            found = connection.execute(
                select(upload_chunk.c.number, upload_chunk.c.data)
                .where(
                    upload_chunk.c.pemda_id == pemda_id,
                    upload_chunk.c.upload_id == row.id,
                    upload_chunk.c.number >= first,
                    upload_chunk.c.number < first + _BATCH,
                )
                .order_by(upload_chunk.c.number)
            )
            batch = [(number, data) for number, data in found]
        yield batch


def _drop_chunks(tx: Connection, pemda_id: UUID, upload_id: UUID) -> None:
    tx.execute(
        delete(upload_chunk).where(
            upload_chunk.c.pemda_id == pemda_id, upload_chunk.c.upload_id == upload_id
        )
    )


def _is(pemda_id: UUID, upload_id: UUID) -> tuple[ColumnElement[bool], ...]:
    return (upload.c.pemda_id == pemda_id, upload.c.id == upload_id)


def _mine(pemda_id: UUID, person_id: UUID, upload_id: UUID) -> Select[Any]:
    return select(upload).where(*_is(pemda_id, upload_id), upload.c.person_id == person_id)
