"""Where SQLite and PostgreSQL differ; nothing else in Alur asks which of them it runs on.

The driver never begins a transaction by itself, we do, in one statement that says what it is for.

SQLite: `BEGIN` for reading, `BEGIN IMMEDIATE` for writing. A transaction that began by reading and
then writes gets SQLITE_BUSY at once, whatever the timeout (security.md §4), so a reader never
becomes a writer.
PostgreSQL: a reader has one snapshot and cannot write; a writer locks rows.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import event, func, text
from sqlalchemy.engine import make_url

from service.errors import AlurError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy import ColumnElement, Connection, Engine, Select, Table
    from sqlalchemy.dialects import postgresql, sqlite
    from sqlalchemy.engine import ExceptionContext
    from sqlalchemy.exc import DBAPIError, IntegrityError

#: How long a writer waits for another one before it gives up.
_LOCK_SECONDS: Final = 10

#: Execution options of a connection that will write.
WRITING: Final[Mapping[str, object]] = {"alur_writes": True}

#: Execution option of `writing`: a list that gets what SQLite refused.
_REFUSED: Final = "alur_refused"

#: Execution options of a connection that only reads, on one snapshot.
READING: Final[Mapping[str, object]] = {"alur_reads": True}

#: Execution options of a connection that reads in no transaction: its beginning and its end would
#: be sent and waited for.
ALONE: Final[Mapping[str, object]] = {"alur_alone": True}

#: Of every connection to SQLite.
SQLITE_PRAGMAS: Final = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    # REPLACE deletes without firing DELETE triggers unless triggers may recurse.
    "PRAGMA recursive_triggers = ON",
    "PRAGMA trusted_schema = OFF",
)

#: What a statement gets after one that was refused.
_ABORTED: Final = "a statement of this transaction was refused, the others are ignored"

_BEGIN_READING: Final = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"

#: SQLSTATEs after which the same command may well succeed: lock not available, serialization,
#: deadlock, server shutting down or starting, too many connections.
_PASSING_SQLSTATES: Final = frozenset(
    {"55P03", "40001", "40P01", "57P01", "57P02", "57P03", "53300"}
)

_UNIQUE_SQLSTATE: Final = "23505"


class WrongDatabase(AlurError):
    """The address names a database that Alur does not run on, or one that is set up wrong."""

    code = "store.wrong-database"


def normal_url(url: str) -> str:
    """Return the address with the driver that Alur uses. Raises WrongDatabase."""
    parsed = make_url(url)
    match parsed.get_backend_name():
        case "sqlite":
            return parsed.set(drivername="sqlite").render_as_string(hide_password=False)
        case "postgresql" | "postgres":
            return parsed.set(drivername="postgresql+psycopg").render_as_string(
                hide_password=False
            )
        case other:
            raise WrongDatabase(database=other)


def engine_options(url: str) -> dict[str, Any]:
    """Return the keyword arguments with which `create_engine` opens `url`."""
    if make_url(url).get_backend_name() == "sqlite":
        return {"connect_args": {"timeout": _LOCK_SECONDS, "isolation_level": None}}
    settings = {
        "timezone": "UTC",
        "lock_timeout": f"{_LOCK_SECONDS}s",
        "idle_in_transaction_session_timeout": "60s",
    }
    return {
        "connect_args": {
            "application_name": "alur",
            "connect_timeout": _LOCK_SECONDS,
            "options": " ".join(f"-c {name}={value}" for name, value in settings.items()),
        },
        "pool_use_lifo": True,
    }


def writing() -> Mapping[str, object]:
    """Return the execution options of one write transaction that `is_whole` is asked about."""
    return {**WRITING, _REFUSED: []}


def is_whole(connection: Connection) -> bool:
    """Say whether everything that was done in the open transaction would be committed.

    After a statement that the database refused it would not. PostgreSQL aborts the transaction
    then; SQLite takes back the statement alone or, where the disk is full, all of it.
    """
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name == "sqlite":
        refused = connection.get_execution_options().get(_REFUSED)
        return bool(driver.in_transaction) and not refused
    return bool(driver.info.transaction_status.name == "INTRANS")


def prepare(engine: Engine) -> None:
    """Make every connection of the engine behave as this module says."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_pragmas)
        event.listen(engine, "begin", _begin_sqlite)
        event.listen(engine, "handle_error", _note_refusal)
        event.listen(engine, "before_cursor_execute", _go_no_further)
    else:
        event.listen(engine, "checkout", _leave_beginning_to_us)
        event.listen(engine, "begin", _begin_postgresql)


def is_passing(error: DBAPIError) -> bool:
    """Say whether trying again may help: the store was busy or went away."""
    if error.connection_invalidated:
        return True
    sqlstate = getattr(error.orig, "sqlstate", None)
    if sqlstate is not None:
        return sqlstate in _PASSING_SQLSTATES
    # sqlite3 names: SQLITE_BUSY, SQLITE_BUSY_SNAPSHOT, SQLITE_LOCKED …
    name = getattr(error.orig, "sqlite_errorname", "")
    return name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))


def is_taken(error: IntegrityError, table: str) -> bool:
    """Say whether a row was refused because the table has one of its key."""
    duplicate = getattr(error.orig, "sqlstate", None) == _UNIQUE_SQLSTATE or getattr(
        error.orig, "sqlite_errorname", ""
    ) in ("SQLITE_CONSTRAINT_PRIMARYKEY", "SQLITE_CONSTRAINT_UNIQUE")
    return duplicate and table in str(error.orig)


@contextmanager
def lenient(connection: Connection) -> Iterator[None]:
    """Read what is no UTF-8 as something else instead of failing, to find it where it is.

    SQLite keeps whatever somebody wrote into a column by hand; PostgreSQL refuses it.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    driver: Any = connection.connection.driver_connection
    before = driver.text_factory
    driver.text_factory = _decoded
    try:
        yield
    finally:
        driver.text_factory = before


def _decoded(raw: bytes) -> str:
    return raw.decode(errors="replace")


def for_update(
    statement: Select[Any], *, skip_locked: bool = False, referred_to: bool = False
) -> Select[Any]:
    """Lock the rows found until the transaction ends.

    `referred_to`: others may go on adding rows that refer to them. SQLite drops the clause: there
    the whole store is the writer's since BEGIN IMMEDIATE.
    """
    return statement.with_for_update(skip_locked=skip_locked, key_share=referred_to)


def for_share(statement: Select[Any]) -> Select[Any]:
    """Keep the rows found as they are until the transaction ends, together with other readers.

    SQLite drops the clause: there the whole store is the writer's since BEGIN IMMEDIATE.
    """
    return statement.with_for_update(read=True)


def later_of(
    connection: Connection, first: ColumnElement[Any], second: ColumnElement[Any]
) -> ColumnElement[Any]:
    """Return the larger of two expressions, neither of which is NULL."""
    largest = func.max if connection.dialect.name == "sqlite" else func.greatest
    return largest(first, second)


def upsert(
    connection: Connection,
    table: Table,
    rows: Sequence[Mapping[str, object]],
    *,
    update: Sequence[str] = (),
) -> None:
    """Insert `rows`; where the primary key is taken, set the columns `update`, or do nothing."""
    if not rows:
        return
    statement = insert_into(connection, table)
    keys = list(table.primary_key.columns)
    done = (
        statement.on_conflict_do_update(
            index_elements=keys, set_={name: statement.excluded[name] for name in update}
        )
        if update
        else statement.on_conflict_do_nothing(index_elements=keys)
    )
    connection.execute(done, [dict(row) for row in rows])


def insert_into(connection: Connection, table: Table) -> postgresql.Insert | sqlite.Insert:
    """Return an INSERT that can say ON CONFLICT, in the words of this database."""
    # Here, so that a store on SQLite does not load the drivers of PostgreSQL at each start.
    if connection.dialect.name == "sqlite":
        from sqlalchemy.dialects.sqlite import insert

        return insert(table)
    from sqlalchemy.dialects.postgresql import insert as insert_postgresql

    return insert_postgresql(table)


def lock_schema(connection: Connection) -> None:
    """Let one process alone change the schema. SQLite's writer is alone anyhow."""
    if connection.dialect.name == "postgresql":
        # Two start-ups at once (web and worker); any constant will do, this is "alur" in ASCII.
        connection.execute(text("SELECT pg_advisory_xact_lock(1634497906)"))


def append_only(dialect_name: str, table: str) -> tuple[str, ...]:
    """Return the statements that make a table refuse UPDATE and DELETE for ever."""
    if dialect_name == "sqlite":
        refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        return tuple(
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} {refuse}"
            for verb in ("UPDATE", "DELETE")
        )
    refuse = f"BEGIN RAISE EXCEPTION '{table} is append-only'; END"
    row = f"BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW"
    truncate = f"BEFORE TRUNCATE ON {table} FOR EACH STATEMENT"
    return (
        f"CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ {refuse} $$",
        f"CREATE TRIGGER {table}_append_only {row} EXECUTE FUNCTION {table}_refuse()",
        f"CREATE TRIGGER {table}_no_truncate {truncate} EXECUTE FUNCTION {table}_refuse()",
    )


def appending(dialect_name: str, columns: Sequence[str]) -> tuple[str, ...]:
    """Return the statements that make `appended_event`: events that move the end of their chain.

    Not that of a first event, which is written beside it. Who writes into the table itself leaves
    the end where it was, and is found out by `verify`.
    """
    moved = "pemda_id = NEW.pemda_id AND stream_id = NEW.stream_id AND seq = NEW.seq - 1"
    names, values = ", ".join(columns), ", ".join(f"NEW.{name}" for name in columns)
    move = f"UPDATE stream_head SET seq = NEW.seq, hash = NEW.hash WHERE {moved};"  # noqa: S608
    body = f"{move} INSERT INTO history_event ({names}) VALUES ({values});"  # noqa: S608
    view = f"CREATE VIEW appended_event AS SELECT {names} FROM history_event"  # noqa: S608
    trigger = "CREATE TRIGGER append_event INSTEAD OF INSERT ON appended_event"
    if dialect_name == "sqlite":
        return (view, f"{trigger} BEGIN {body} END")
    whole = f"BEGIN {body} RETURN NEW; END"
    return (
        view,
        f"CREATE FUNCTION append_event() RETURNS trigger LANGUAGE plpgsql AS $$ {whole} $$",
        f"{trigger} FOR EACH ROW EXECUTE FUNCTION append_event()",
    )


def _set_pragmas(dbapi_connection: Any, _record: object) -> None:
    cursor = dbapi_connection.cursor()
    try:
        for pragma in SQLITE_PRAGMAS:
            cursor.execute(pragma)
        cursor.execute("PRAGMA journal_mode")
        mode = cursor.fetchone()[0]
        cursor.execute("PRAGMA synchronous")
        synchronous = cursor.fetchone()[0]
    finally:
        cursor.close()
    # 2 is FULL. A store on a file system without shared memory cannot have WAL: say so at once.
    if (mode, synchronous) != ("wal", 2):
        raise WrongDatabase(database=f"sqlite journal_mode={mode} synchronous={synchronous}")


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    if options.get("alur_alone"):
        return
    writes = options.get("alur_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _note_refusal(context: ExceptionContext) -> None:
    refused = _refused(context.connection)
    if refused is not None and isinstance(context.original_exception, sqlite3.Error):
        refused.append(type(context.original_exception).__name__)


def _go_no_further(connection: Connection, *_more: object) -> None:
    """Refuse every further statement of the transaction, as PostgreSQL does.

    Where SQLite has rolled back by itself, the statement would be committed alone.
    """
    if _refused(connection):
        raise sqlite3.InternalError(_ABORTED)


def _refused(connection: Connection | None) -> list[str] | None:
    if connection is None:
        return None
    found: list[str] | None = connection.get_execution_options().get(_REFUSED)
    return found


def _leave_beginning_to_us(dbapi_connection: Any, _record: object, _proxy: object) -> None:
    # At each checkout: SQLAlchemy takes it back after a connection of another isolation level.
    dbapi_connection.autocommit = True


def _begin_postgresql(connection: Connection) -> None:
    options = connection.get_execution_options()
    if options.get("isolation_level") == "AUTOCOMMIT":
        # For what cannot stand in a transaction, such as making a database.
        return
    if options.get("alur_alone"):
        return
    reads = options.get("alur_reads", False)
    connection.exec_driver_sql(_BEGIN_READING if reads else "BEGIN")
