"""Transactions: nothing else commits or rolls back.

A command reads in a short read transaction, thinks with none open, and writes in one short write
transaction (decisions §2.2):

    with read(session) as connection: …
    with transaction(session) as tx: …

Both give the session's Core connection. A session that was reading is let go first: what it read
is no ground for writing. What is one question only may be asked in no transaction (`glance`).
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from sqlalchemy import create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, sessionmaker

from service.errors import AlurError
from service.store import dialects

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import Connection, Engine

#: Keys of `Session.info`: the connection of the transaction that is open now.
_WRITER: Final = "alur_writer"
_READER: Final = "alur_reader"


class StoreBusy(AlurError):
    """The store could not be written now; nothing changed, and trying again may help."""

    code = "store.busy"
    status = 503


class NestedTransaction(RuntimeError):
    """A write transaction was opened inside a transaction that is still open."""


class TransactionLost(RuntimeError):
    """A statement failed in a write transaction, and the program went on as if it had not.

    Nothing was written.
    """


def make_engine(url: str) -> Engine:
    """Open a store without Flask: for the worker, for migrations and for tests."""
    normal = dialects.normal_url(url)
    engine = create_engine(normal, **dialects.engine_options(normal))
    dialects.prepare(engine)
    return engine


def make_sessions(engine: Engine) -> sessionmaker[Session]:
    """Return the factory of sessions on an engine of `make_engine`."""
    return sessionmaker(engine, autoflush=False, expire_on_commit=False)


@contextmanager
def read(session: Session) -> Iterator[Connection]:
    """Give a connection on which every statement sees the store as it was at the first one.

    Inside `transaction(session)` or another `read(session)` it gives that connection.
    """
    opened = session.info.get(_WRITER) or session.info.get(_READER)
    if opened is not None:
        yield opened
        return
    with _connected(session, _READER, dialects.READING) as mine:
        yield mine
        # Nothing was written. A rollback would make psycopg forget its prepared statements, and
        # PostgreSQL plan each of them anew.
        session.commit()


@contextmanager
def glance(session: Session) -> Iterator[Connection]:
    """Give a connection that reads in no transaction: each statement sees its own moment.

    For one statement, or where a write compares the revision of what was read. Inside
    `transaction(session)` or `read(session)` it gives that connection.
    """
    opened = session.info.get(_WRITER) or session.info.get(_READER)
    if opened is not None:
        yield opened
        return
    with _connected(session, _READER, dialects.ALONE) as mine:
        yield mine


@contextmanager
def transaction(session: Session) -> Iterator[Connection]:
    """Give a connection whose writes are committed together at the end, or not at all.

    Raises StoreBusy when another writer kept the store, or the store went away; whatever was
    raised inside comes out as it is, with nothing written. Raises TransactionLost when a statement
    failed inside and nothing was raised: PostgreSQL would answer the commit with a silent
    rollback, SQLite would keep what the failed statement left.
    """
    if session.info.get(_WRITER) is not None or session.info.get(_READER) is not None:
        raise NestedTransaction
    with _connected(session, _WRITER, dialects.writing()) as mine:
        yield mine
        if not dialects.is_whole(mine):
            raise TransactionLost
        session.commit()


@contextmanager
def _connected(session: Session, role: str, options: Mapping[str, object]) -> Iterator[Connection]:
    session.rollback()
    try:
        session.info[role] = session.connection(execution_options=options)
        yield session.info[role]
    except DBAPIError as error:
        if dialects.is_passing(error):
            raise StoreBusy from error
        raise
    finally:
        session.info[role] = None
        session.rollback()
