"""Files by their content (decisions §2.6).

A blob is named by the SHA-256 of its bytes and kept in chunks of exactly 256 KiB, the last one
shorter; so two uploads of the same bytes write the same chunks, and either may finish the other's.
Chunks are written in short transactions of their own, before the command that refers to them. A
blob that nothing refers to is swept after a day.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any, Final

from sqlalchemy import Column, ColumnElement, and_, delete, exists, select, update
from sqlalchemy.exc import IntegrityError

from service.errors import AlurError, NotFound
from service.store.database import read, transaction
from service.store.dialects import for_update, upsert
from service.store.tables import blob, blob_chunk, metadata, upload

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection, Table
    from sqlalchemy.orm import Session

#: Bytes of every chunk but the last.
CHUNK_BYTES: Final = 256 * 1024

#: Chunks written in one transaction: short enough that other writers hardly wait.
_BATCH: Final = 16


class BlobDamaged(AlurError):
    """The stored bytes are not those that the name promises."""

    code = "store.blob-damaged"


@dataclass(frozen=True, slots=True)
class StoredBlob:
    sha256: str
    size: int
    media_type: str


def put(
    session: Session, pemda_id: UUID, source: bytes | IO[bytes], media_type: str, now: datetime
) -> StoredBlob:
    """Store bytes, or a seekable file, and return their name; the same bytes again are kept once.

    Opens transactions of its own: call it before the command's.
    """
    made = _described(source, media_type)
    if not begin(session, pemda_id, made, now):
        for batch in _batched(enumerate(_chunks(source))):
            write_chunks(session, pemda_id, made.sha256, batch)
        finish(session, pemda_id, made.sha256)
    return made


def put_together(
    session: Session, pemda_id: UUID, contents: Iterable[tuple[bytes, str]], now: datetime
) -> None:
    """Store small files, each with its media type, as `put` would, but few transactions for all.

    A diagram comes with a dozen forms, and each transaction waits for the disk.
    """
    described = {_described(raw, media_type): raw for raw, media_type in contents}
    # In one order, whoever puts them: two who lock the same forms in two orders would deadlock.
    waiting = {made: described[made] for made in sorted(described, key=lambda it: it.sha256)}
    while waiting:
        batch: dict[StoredBlob, bytes] = {}
        chunks = 0
        for made in list(waiting):
            chunks += chunk_count(made.size)
            if batch and chunks > _BATCH:
                break
            batch[made] = waiting.pop(made)
        with transaction(session) as tx:
            _put_batch(tx, pemda_id, batch, now)


def _put_batch(
    tx: Connection, pemda_id: UUID, batch: Mapping[StoredBlob, bytes], now: datetime
) -> None:
    upsert(tx, blob, [_begun(pemda_id, made, now) for made in batch], update=["made_at"])
    names = [made.sha256 for made in batch]
    unfinished = and_(blob.c.pemda_id == pemda_id, blob.c.sha256.in_(names), ~blob.c.whole)
    missing = set(tx.execute(select(blob.c.sha256).where(unfinished)).scalars())
    rows = [
        {"pemda_id": pemda_id, "sha256": made.sha256, "number": number, "data": data}
        for made, raw in batch.items()
        if made.sha256 in missing
        for number, data in enumerate(_chunks(raw))
    ]
    upsert(tx, blob_chunk, rows)
    tx.execute(update(blob).where(unfinished).values(whole=True))


def begin(session: Session, pemda_id: UUID, made: StoredBlob, now: datetime) -> bool:
    """Announce a blob; return whether it is already whole. Either way it is new for the sweep."""
    with transaction(session) as tx:
        upsert(tx, blob, [_begun(pemda_id, made, now)], update=["made_at"])
        whole = tx.execute(select(blob.c.whole).where(*_named(blob, pemda_id, made.sha256)))
        return bool(whole.scalar_one())


def _described(source: bytes | IO[bytes], media_type: str) -> StoredBlob:
    digest, size = hashlib.sha256(), 0
    for chunk in _chunks(source):
        digest.update(chunk)
        size += len(chunk)
    return StoredBlob(digest.hexdigest(), size, media_type)


def _begun(pemda_id: UUID, made: StoredBlob, now: datetime) -> dict[str, object]:
    return {
        "pemda_id": pemda_id,
        "sha256": made.sha256,
        "size": made.size,
        "media_type": made.media_type,
        "made_at": now,
        "whole": False,
    }


def write_chunks(
    session: Session, pemda_id: UUID, sha256: str, chunks: Iterable[tuple[int, bytes]]
) -> None:
    """Write numbered chunks of a blob that was begun; those that are there stay."""
    rows = [
        {"pemda_id": pemda_id, "sha256": sha256, "number": number, "data": data}
        for number, data in chunks
    ]
    with transaction(session) as tx:
        upsert(tx, blob_chunk, rows)


def finish(session: Session, pemda_id: UUID, sha256: str) -> None:
    """Say that every chunk of a blob is there."""
    with transaction(session) as tx:
        tx.execute(update(blob).where(*_named(blob, pemda_id, sha256)).values(whole=True))


def described(connection: Connection, pemda_id: UUID, sha256: str) -> StoredBlob:
    """Return what is known of a whole blob. Raises NotFound."""
    row = connection.execute(
        select(blob.c.sha256, blob.c.size, blob.c.media_type).where(
            *_named(blob, pemda_id, sha256), blob.c.whole
        )
    ).one_or_none()
    if row is None:
        raise NotFound
    return StoredBlob(row.sha256, row.size, row.media_type)


def content(connection: Connection, pemda_id: UUID, sha256: str) -> bytes:
    """Return all bytes of a blob: for diagrams and forms, which are small.

    Raises NotFound, and BlobDamaged when the bytes are not those of the name.
    """
    described(connection, pemda_id, sha256)
    rows = connection.execute(
        select(blob_chunk.c.data)
        .where(*_named(blob_chunk, pemda_id, sha256))
        .order_by(blob_chunk.c.number)
    )
    raw = b"".join(rows.scalars())
    if hashlib.sha256(raw).hexdigest() != sha256:
        raise BlobDamaged(sha256=sha256)
    return raw


def stream_content(session: Session, pemda_id: UUID, sha256: str) -> Iterator[bytes]:
    """Give the chunks of a blob in order, each read in a short transaction of its own.

    Raises BlobDamaged after the last chunk, or at the first one that is missing.
    """
    digest = hashlib.sha256()
    with read(session) as connection:
        size = described(connection, pemda_id, sha256).size
    for number in range(chunk_count(size)):
        with read(session) as connection:
            data = connection.execute(
                select(blob_chunk.c.data).where(
                    *_named(blob_chunk, pemda_id, sha256), blob_chunk.c.number == number
                )
            ).scalar_one_or_none()
        if data is None:
            raise BlobDamaged(sha256=sha256)
        digest.update(data)
        yield data
    if digest.hexdigest() != sha256:
        raise BlobDamaged(sha256=sha256)


def chunk_count(size: int) -> int:
    """Return in how many chunks a blob of `size` bytes lies."""
    return -(-size // CHUNK_BYTES)


def sweep(session: Session, pemda_id: UUID, before: datetime) -> int:
    """Delete the blobs of a pemda that nothing refers to and that are older; return how many."""
    orphaned = (blob.c.pemda_id == pemda_id, blob.c.made_at < before, *_unused())
    with read(session) as connection:
        found = connection.execute(select(blob.c.sha256).where(*orphaned)).scalars().all()
    return sum(_delete(session, pemda_id, sha256, orphaned) for sha256 in found)


def _delete(
    session: Session, pemda_id: UUID, sha256: str, orphaned: tuple[ColumnElement[bool], ...]
) -> bool:
    try:
        with transaction(session) as tx:
            # Asked again: a command may refer to it now, or somebody uploaded it anew.
            still = select(blob.c.sha256).where(blob.c.sha256 == sha256, *orphaned)
            if tx.execute(for_update(still)).one_or_none() is None:
                return False
            tx.execute(delete(blob_chunk).where(*_named(blob_chunk, pemda_id, sha256)))
            tx.execute(delete(blob).where(*_named(blob, pemda_id, sha256)))
    except IntegrityError:
        return False
    return True


def referring() -> list[Column[Any]]:
    """Return the columns by which rows refer to blobs, the chunks' own and uploads' apart."""
    return [
        element.parent
        for table in metadata.sorted_tables
        for constraint in table.foreign_key_constraints
        if constraint.referred_table is blob and table is not blob_chunk
        for element in constraint.elements
        if element.column is blob.c.sha256
    ]


def _unused() -> tuple[ColumnElement[bool], ...]:
    """Return that no row of any table that can refer to a blob does."""
    return tuple(
        ~exists().where(column.table.c.pemda_id == blob.c.pemda_id, column == blob.c.sha256)
        for column in (*referring(), upload.c.sha256)
    )


def _named(table: Table, pemda_id: UUID, sha256: str) -> tuple[ColumnElement[bool], ...]:
    return (table.c.pemda_id == pemda_id, table.c.sha256 == sha256)


def _chunks(source: bytes | IO[bytes]) -> Iterator[bytes]:
    if isinstance(source, bytes):
        for start in range(0, len(source), CHUNK_BYTES):
            yield source[start : start + CHUNK_BYTES]
        return
    source.seek(0)
    while data := source.read(CHUNK_BYTES):
        yield data


def _batched(numbered: Iterable[tuple[int, bytes]]) -> Iterator[list[tuple[int, bytes]]]:
    batch: list[tuple[int, bytes]] = []
    for item in numbered:
        batch.append(item)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
