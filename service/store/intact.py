"""Whether the bytes of files are still those that their names promise."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import bindparam, exists, func, select

from service.store.blobs import chunk_count, referring
from service.store.database import read
from service.store.dialects import lenient
from service.store.tables import blob, blob_chunk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from sqlalchemy import Column, Connection, Select
    from sqlalchemy.orm import Session

#: Names read at once.
_PAGE: Final = 500


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file, and whether it is there with the bytes that its name promises."""

    pemda_id: UUID
    sha256: str
    whole: bool


class Intact:
    """Remembers which files were found whole, so that shared ones are read once."""

    def __init__(self) -> None:
        self._whole: set[tuple[UUID, str]] = set()

    def is_whole(self, connection: Connection, pemda_id: UUID, sha256: str) -> bool:
        """Say whether a file is there with the bytes of its name."""
        if (pemda_id, sha256) in self._whole:
            return True
        whole = matches_its_name(connection, pemda_id, sha256)
        if whole:
            self._whole.add((pemda_id, sha256))
        return whole


def checked_files(session: Session, pemda_id: UUID) -> Iterator[CheckedFile]:
    """Check every file of a pemda that is whole, and every one that a row refers to."""
    with read(session) as connection, lenient(connection):
        missing = sorted(_missing(connection, pemda_id))
    yield from (CheckedFile(pemda_id, sha256, whole=False) for sha256 in missing)
    after = ""
    while True:
        with read(session) as connection, lenient(connection):
            names = connection.execute(
                _NAMES, {"the_pemda": pemda_id, "after": after, "most": _PAGE}
            )
            page = names.scalars().all()
        for sha256 in page:
            with read(session) as connection, lenient(connection):
                whole = matches_its_name(connection, pemda_id, sha256)
            yield CheckedFile(pemda_id, sha256, whole)
        if len(page) < _PAGE:
            return
        after = page[-1]


def count_files(session: Session, pemda_id: UUID) -> int:
    """Return how many files of a pemda are whole."""
    with read(session) as connection:
        return int(connection.execute(_HOW_MANY, {"the_pemda": pemda_id}).scalar_one())


def matches_its_name(connection: Connection, pemda_id: UUID, sha256: str) -> bool:
    """Say whether a file is whole and its chunks hash to its name, a chunk at a time in memory."""
    named = {"the_pemda": pemda_id, "the_file": sha256}
    size = connection.execute(_SIZE, named).scalar_one_or_none()
    # SQLite keeps whatever somebody wrote into a column by hand.
    if not isinstance(size, int):
        return False
    if connection.execute(_COUNT, named).scalar_one() != chunk_count(size):
        return False
    digested = hashlib.sha256()
    left = size
    for number in range(chunk_count(size)):
        data = connection.execute(_CHUNK, named | {"number": number}).scalar_one_or_none()
        if not isinstance(data, bytes):
            return False
        digested.update(data)
        left -= len(data)
    return left == 0 and digested.hexdigest() == sha256


def _missing(connection: Connection, pemda_id: UUID) -> set[str]:
    """Return the files that some row refers to and that are not there as a whole."""
    found: set[str] = set()
    for statement in _LACKING:
        found.update(connection.execute(statement, {"the_pemda": pemda_id}).scalars())
    return found


def _lacking(column: Column[Any]) -> Select[Any]:
    """Return the statement that finds what a column refers to and that is not there."""
    there = exists().where(
        blob.c.pemda_id == column.table.c.pemda_id, blob.c.sha256 == column, blob.c.whole
    )
    mine = column.table.c.pemda_id == bindparam("the_pemda")
    return select(column).where(mine, ~there).distinct()


_LACKING: Final = tuple(map(_lacking, referring()))
_THIS: Final = (
    blob_chunk.c.pemda_id == bindparam("the_pemda"),
    blob_chunk.c.sha256 == bindparam("the_file"),
)
_WHOLE: Final = (blob.c.pemda_id == bindparam("the_pemda"), blob.c.whole)
_HOW_MANY: Final = select(func.count()).select_from(blob).where(*_WHOLE)
_NAMES: Final = (
    select(blob.c.sha256)
    .where(*_WHOLE, blob.c.sha256 > bindparam("after"))
    .order_by(blob.c.sha256)
    .limit(bindparam("most"))
)
_SIZE: Final = select(blob.c.size).where(*_WHOLE, blob.c.sha256 == bindparam("the_file"))
_COUNT: Final = select(func.count()).select_from(blob_chunk).where(*_THIS)
_CHUNK: Final = select(blob_chunk.c.data).where(*_THIS, blob_chunk.c.number == bindparam("number"))
