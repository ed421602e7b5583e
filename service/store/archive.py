"""Everything in a store as one file, readable by either database (decisions §2.6).

A ZIP with `manifest.json` and one `<table>.jsonl` per table, a row a line. It is written in one
read transaction, so it holds the store as it was at one moment while people go on working. Logins
in progress and counted attempts are left out: nobody is logged in after a restore.
"""

from __future__ import annotations

import base64
import zipfile
import zlib
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import IO, TYPE_CHECKING, Any, Final
from uuid import UUID

import orjson
from sqlalchemy import func, insert, select

from service.errors import Rejected
from service.store.schema import newest_revision, revision_of
from service.store.tables import metadata
from service.store.types import Instant
from service.values import instant, instant_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sqlalchemy import Column, Connection, Table

FORMAT: Final = 1

#: What is true of one moment only.
_LEFT_OUT: Final = frozenset({"session", "throttle", "setup_token"})
_MANIFEST: Final = "manifest.json"
#: Rows that are written to the store by one statement.
_BATCH: Final = 200
#: Rows fetched from the store at once.
_PAGE: Final = 200


class NotAnArchive(Rejected):
    """The file is no backup of Alur, or it is damaged."""

    code = "archive.not-an-archive"


class ArchiveOfOtherSchema(Rejected):
    """The backup was made by a release with another schema."""

    code = "archive.other-schema"


class StoreNotEmpty(Rejected):
    """Restoring would mix two stores."""

    code = "archive.store-not-empty"


@dataclass(frozen=True, slots=True)
class Summary:
    """What an archive holds."""

    tables: int
    rows: int


def write_archive(
    connection: Connection, file: IO[bytes], made_at: datetime, told: Callable[[str], None]
) -> Summary:
    """Write the whole store into `file`; `told` hears the name of each table.

    `connection` is that of a read transaction.
    """
    counts: dict[str, int] = {}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
        for table in _tables():
            told(table.name)
            counts[_plain_name(table)] = _write_table(connection, archive, table)
        manifest = {
            "format": FORMAT,
            "schema": revision_of(connection),
            "made_at": instant_text(made_at),
            "rows": counts,
        }
        archive.writestr(_MANIFEST, orjson.dumps(manifest, option=orjson.OPT_INDENT_2))
    return Summary(len(counts), sum(counts.values()))


def read_archive(tx: Connection, file: IO[bytes], told: Callable[[str], None]) -> Summary:
    """Fill an empty store from `file`; `tx` is the connection of a write transaction.

    Raises NotAnArchive, ArchiveOfOtherSchema or StoreNotEmpty; nothing is kept then.
    """
    _require_empty(tx)
    try:
        with zipfile.ZipFile(file) as archive:
            manifest = _manifest(archive)
            for table in _tables():
                told(table.name)
                count = _read_table(tx, archive, table)
                if count != manifest["rows"].get(table.name):
                    raise NotAnArchive(part=table.name)
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError) as problem:
        raise NotAnArchive(part=problem) from problem
    return Summary(len(manifest["rows"]), sum(manifest["rows"].values()))


def _tables() -> list[Table]:
    """Return the tables of an archive, each after those that it refers to."""
    return [table for table in metadata.sorted_tables if table.name not in _LEFT_OUT]


def _require_empty(tx: Connection) -> None:
    for table in _tables():
        query = select(func.count()).select_from(table)
        if tx.scalar(query, execution_options={"across_tenants": True}):
            raise StoreNotEmpty(table=table.name)


def _manifest(archive: zipfile.ZipFile) -> dict[str, Any]:
    manifest: dict[str, Any] = orjson.loads(archive.read(_MANIFEST))
    if manifest["format"] != FORMAT:
        raise NotAnArchive(part=manifest["format"])
    if manifest["schema"] != newest_revision():
        raise ArchiveOfOtherSchema(schema=manifest["schema"])
    return manifest


# ---------------------------------------------------------------- writing


def _write_table(connection: Connection, archive: zipfile.ZipFile, table: Table) -> int:
    count = 0
    names = [_plain_name(column) for column in table.columns]
    query = select(table).order_by(*table.primary_key.columns)
    everything = connection.execution_options(yield_per=_PAGE, across_tenants=True)
    with archive.open(f"{table.name}.jsonl", "w", force_zip64=True) as part:
        for row in everything.execute(query):
            values = [_plain(value) for value in row]
            named = dict(zip(names, values, strict=True))
            part.write(orjson.dumps(named, option=orjson.OPT_APPEND_NEWLINE))
            count += 1
    return count


def _plain_name(item: Table | Column[Any]) -> str:
    """Return a name as a plain string: SQLAlchemy's is of a subclass, no key for orjson."""
    return str.__str__(item.name)


def _plain(value: object) -> object:
    match value:
        case UUID():
            return str(value)
        case bytes():
            return base64.b64encode(value).decode("ascii")
        case datetime():
            return instant_text(value)
        case date():
            return value.isoformat()
        case _:
            return value


# ---------------------------------------------------------------- reading

_READERS: Final[dict[type, Callable[[Any], Any]]] = {
    UUID: UUID,
    bytes: base64.b64decode,
    date: date.fromisoformat,
}


def _read_table(tx: Connection, archive: zipfile.ZipFile, table: Table) -> int:
    readers = {column.name: _reader(column) for column in table.columns}
    count = 0
    with archive.open(f"{table.name}.jsonl") as part:
        rows: Iterable[dict[str, Any]] = (
            {name: readers[name](value) for name, value in orjson.loads(line).items()}
            for line in part
        )
        for batch in _batches(_parents_first(table, rows)):
            tx.execute(insert(table), batch)
            count += len(batch)
    return count


def _reader(column: Column[Any]) -> Callable[[Any], Any]:
    if isinstance(column.type, Instant):
        read: Callable[[Any], Any] = instant
    else:
        read = _READERS.get(column.type.python_type, lambda value: value)
    return lambda value: None if value is None else read(value)


def _parents_first(
    table: Table, rows: Iterable[dict[str, Any]]
) -> Iterator[dict[str, Any]] | Iterable[dict[str, Any]]:
    """Order the rows of a table that refers to itself: a superior before its subordinates."""
    own = [
        column.name
        for key in table.foreign_key_constraints
        if key.referred_table is table
        for column in key.columns
        if column.name != "pemda_id"
    ]
    return rows if not own else _ordered(own[0], list(rows))


def _ordered(reference: str, rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    left = rows
    known: set[Any] = {None}
    while left:
        ready = [row for row in left if row[reference] in known]
        if not ready:
            raise NotAnArchive(part=reference)
        yield from ready
        known.update(row["id"] for row in ready)
        left = [row for row in left if row["id"] not in known]


def _batches(rows: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    iterator = iter(rows)
    while batch := list(islice(iterator, _BATCH)):
        yield batch
