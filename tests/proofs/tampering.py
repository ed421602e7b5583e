"""What somebody with the keys to the database could do to it, and what Alur says then."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import Column, Table, select, update

from service.running.reexecution import reexecute
from service.store.tables import metadata
from service.store.verify import verify_stream

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from service.store.history import Stream

_HEX = "0123456789abcdef"


@dataclass(frozen=True)
class Said:
    """What verify and replay say of a process: codes with the event that they name."""

    verify: tuple[str, int | None] | None
    replay: tuple[str, int | None] | None

    @property
    def code(self) -> str:
        """Return what verify says, "" when it finds nothing."""
        return "" if self.verify is None else self.verify[0]

    @property
    def clean(self) -> bool:
        return self.verify is None and self.replay is None


def said_of(connection: Connection, stream: Stream, last_hash: str | None = None) -> Said:
    """Verify a process and execute it again."""
    fault = verify_stream(connection, stream, last_hash=last_hash).fault
    again = reexecute(connection, stream.pemda_id, stream.id)
    assert again.foreign_tag is None or fault is not None
    return Said(
        None if fault is None else (fault.code, fault.seq),
        None if again.difference is None else (again.difference.code, again.difference.seq),
    )


@contextmanager
def as_owner(session: Session) -> Iterator[Connection]:
    """Give a connection on which no trigger and no foreign key holds; all is undone at the end."""
    connection = session.connection()
    try:
        if connection.dialect.name == "sqlite":
            for name in ("history_event_no_update", "history_event_no_delete"):
                connection.exec_driver_sql(f"DROP TRIGGER {name}")
            connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        else:
            for table in metadata.tables:
                connection.exec_driver_sql(f'ALTER TABLE "{table}" DISABLE TRIGGER ALL')
        yield connection
    finally:
        session.rollback()


def changed(value: Any, at: float = 1.0) -> Any:
    """Return the value with one byte of it changed, at a place from 0 (first) to 1 (last)."""
    if isinstance(value, int):
        return value ^ 4096
    if isinstance(value, UUID):
        return UUID(int=value.int ^ 1)
    if isinstance(value, datetime):
        return value + timedelta(microseconds=1)
    place = round(at * (len(value) - 1))
    if isinstance(value, bytes):
        return value[:place] + bytes([value[place] ^ 1]) + value[place + 1 :]
    return _changed_text(value, place)


def replacement(column: Column[Any], value: Any, at: float = 1.0) -> Any:
    """Return what a column holds after one byte of it was changed; NULL becomes a value."""
    if value is None:
        return UUID(int=1) if column.type.python_type is UUID else "x"
    return changed(value, at)


def change(
    connection: Connection, table: Table, key: Mapping[str, Any], column: str, at: float = 1.0
) -> None:
    """Change one byte of one column of the row that `key` names."""
    chosen = [table.c[name] == value for name, value in key.items()]
    value = connection.execute(select(table.c[column]).where(*chosen)).scalar_one()
    new = replacement(table.c[column], value, at)
    done = connection.execute(update(table).where(*chosen).values({column: new}))
    assert done.rowcount == 1


def _changed_text(text: str, place: int) -> str:
    old = text[place]
    new = _HEX[(_HEX.index(old) + 1) % 16] if old in _HEX else chr(ord(old) ^ 1)
    return text[:place] + new + text[place + 1 :]
