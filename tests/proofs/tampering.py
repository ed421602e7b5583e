"""What somebody with the keys to the database could do to it, and what Alur says then."""

from __future__ import annotations

import operator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import Column, Table, delete, insert, select, update

from service.running.reexecution import reexecute
from service.store.dialects import WRITING
from service.store.tables import metadata
from service.store.types import Instant
from service.store.verify import verify_stream

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from service.store.history import Stream

_HEX = "0123456789abcdef"


@dataclass(frozen=True)
class Said:
    """What verify and replay say of a process: codes with the event that they name."""

    verify: tuple[str, int | None] | None
    replay: tuple[str, int | None] | None
    #: what verify says beside the code: row and column, hash of a file
    detail: str = ""

    @property
    def code(self) -> str:
        """Return what verify says, "" when it finds nothing."""
        return "" if self.verify is None else self.verify[0]

    @property
    def first_code(self) -> str:
        """Return what verify says, or else what replay says."""
        return self.code or ("" if self.replay is None else self.replay[0])

    @property
    def clean(self) -> bool:
        return self.verify is None and self.replay is None


def said_of(connection: Connection, stream: Stream, last_hash: str | None = None) -> Said:
    """Verify a process and execute it again."""
    fault = verify_stream(connection, stream, last_hash=last_hash).fault
    if fault is not None and fault.code == "verify.process-missing":
        return Said((fault.code, fault.seq), None)
    again = reexecute(connection, stream.pemda_id, stream.id)
    assert again.foreign_tag is None or fault is not None
    return Said(
        None if fault is None else (fault.code, fault.seq),
        None if again.difference is None else (again.difference.code, again.difference.seq),
        "" if fault is None else fault.detail,
    )


@contextmanager
def as_owner(session: Session) -> Iterator[Connection]:
    """Give a connection on which no trigger and no foreign key holds; all is undone at the end.

    What reads with the same session meanwhile sees what was changed.
    """
    session.rollback()
    connection = session.connection(execution_options=WRITING)
    try:
        # Where `service.store.database` looks for a transaction to read in.
        session.info["alur_writer"] = connection
        if connection.dialect.name == "sqlite":
            for name in ("history_event_no_update", "history_event_no_delete"):
                connection.exec_driver_sql(f"DROP TRIGGER {name}")
            connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        else:
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        yield connection
    finally:
        session.info["alur_writer"] = None
        session.rollback()


def changed(value: Any, at: float = 1.0) -> Any:
    """Return the value with one byte of it changed, at a place from 0 (first) to 1 (last)."""
    for kind, other in _OTHERS.items():
        if isinstance(value, kind):
            return other(value)
    if not value:
        return "x"
    place = round(at * (len(value) - 1))
    if isinstance(value, bytes):
        return value[:place] + bytes([value[place] ^ 1]) + value[place + 1 :]
    return _changed_text(value, place)


#: Of values that are no row of bytes: a bool is an int, an instant is a day.
_OTHERS: Mapping[type, Callable[[Any], Any]] = {
    bool: operator.not_,
    int: lambda value: value ^ 4096,
    UUID: lambda value: UUID(int=value.int ^ 1),
    datetime: lambda value: value + timedelta(microseconds=1),
    date: lambda value: value + timedelta(days=1),
}


def replacement(column: Column[Any], value: Any, at: float = 1.0) -> Any:
    """Return what a column holds after one byte of it was changed; NULL becomes a value."""
    if value is not None:
        return changed(value, at)
    return _FILLINGS[datetime if isinstance(column.type, Instant) else column.type.python_type]


#: What is put where nothing was, by the type of the column.
_FILLINGS: Mapping[type, Any] = {
    UUID: UUID(int=1),
    str: "x",
    int: 1,
    date: date(2026, 1, 1),
    bytes: b"x",
    datetime: datetime(2026, 1, 1, tzinfo=UTC),
}


def change(
    connection: Connection, table: Table, key: Mapping[str, Any], column: str, at: float = 1.0
) -> None:
    """Change one byte of one column of the row that `key` names."""
    chosen = [table.c[name] == value for name, value in key.items()]
    asked = select(table.c[column]).where(*chosen)
    value = connection.execute(asked, execution_options={"across_tenants": True}).scalar_one()
    new = replacement(table.c[column], value, at)
    changing = update(table).where(*chosen).values({column: new})
    done = connection.execute(changing, execution_options={"across_tenants": True})
    assert done.rowcount == 1


def everything_of(connection: Connection, stream: Stream) -> dict[Table, list[Any]]:
    """Return every row that belongs to a process, its history too."""
    return {
        table: list(connection.execute(select(table).where(*mine)).mappings())
        for table, mine in _belonging(stream)
    }


def put_back(connection: Connection, stream: Stream, rows: Mapping[Table, Sequence[Any]]) -> None:
    """Make a process again what it was, as if nothing had happened since."""
    for table, mine in _belonging(stream):
        connection.execute(delete(table).where(*mine))
        if rows[table]:
            connection.execute(insert(table), rows[table])


def _belonging(stream: Stream) -> Iterator[tuple[Table, tuple[Any, ...]]]:
    for table in metadata.sorted_tables:
        for name in ("instance_id", "stream_id"):
            if name in table.columns:
                yield table, (table.c.pemda_id == stream.pemda_id, table.c[name] == stream.id)
        if table.name == "process_instance":
            yield table, (table.c.pemda_id == stream.pemda_id, table.c.id == stream.id)


def _changed_text(text: str, place: int) -> str:
    old = text[place]
    new = _HEX[(_HEX.index(old) + 1) % 16] if old in _HEX else chr(ord(old) ^ 1)
    return text[:place] + new + text[place + 1 :]
