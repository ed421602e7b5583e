"""Stores with people and SOPs in them: made once, put back as they were whenever it is asked."""

from __future__ import annotations

import itertools
import os
import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from service.store import tenancy
from service.store.database import make_engine, make_sessions
from service.store.tables import metadata
from tests.databases import WITHOUT_TRIGGERS, Database, beside, outside_transactions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlalchemy.orm import Session

_NUMBERS = itertools.count(1)

_SQLITE_FILES = ("", "-wal", "-shm")


class FilledStore(Protocol):
    """A store that can be put back."""

    database: Database

    def restore(self) -> None:
        """Put every row back; connections that are open are closed."""


@dataclass
class FilledSqlite:
    database: Database
    path: Path
    kept: Path

    def restore(self) -> None:
        self.database.engine.dispose()
        # Unlinked, not overwritten: a forgotten connection would write its log into the new store.
        for ending in _SQLITE_FILES:
            self.path.with_name(self.path.name + ending).unlink(missing_ok=True)
        shutil.copyfile(self.kept, self.path)


@dataclass
class FilledPostgres:
    database: Database

    def restore(self) -> None:
        # Several times as fast as another copy of the database.
        restored = "; ".join(
            f'DELETE FROM public."{name}"; '  # noqa: S608 - our own names, here and below
            f'INSERT INTO public."{name}" SELECT * FROM kept."{name}"'
            for name in metadata.tables
        )
        with self.database.engine.begin() as connection:
            connection.exec_driver_sql(f"{WITHOUT_TRIGGERS}; {restored}")


@contextmanager
def filled_sqlite(
    folder: Path, template: Path, fill: Callable[[Session], None]
) -> Iterator[FilledSqlite]:
    """Give a copy of a migrated store into which `fill` has put something."""
    path, kept = folder / "filled.sqlite", folder / "kept.sqlite"
    shutil.copyfile(template, path)
    _fill(f"sqlite:///{path}", fill)
    shutil.copyfile(path, kept)
    store = FilledSqlite(_opened(f"sqlite:///{path}"), path, kept)
    yield store
    store.database.engine.dispose()


@contextmanager
def filled_postgres(
    server: str, template: str, fill: Callable[[Session], None]
) -> Iterator[FilledPostgres]:
    """Give the same on PostgreSQL: the rows are kept in a schema beside the used one."""
    name = f"alur_filled_{os.getpid()}_{next(_NUMBERS)}"
    outside_transactions(server, f"CREATE DATABASE {name} TEMPLATE {template}")
    url = beside(server, name)
    _fill(url, fill)
    copies = "; ".join(
        f'CREATE TABLE kept."{table}" AS SELECT * FROM public."{table}"'  # noqa: S608
        for table in metadata.tables
    )
    outside_transactions(url, f"CREATE SCHEMA kept; {copies}")
    store = FilledPostgres(_opened(url))
    yield store
    store.database.engine.dispose()


def _fill(url: str, fill: Callable[[Session], None]) -> None:
    engine = make_engine(url)
    with make_sessions(engine)() as session:
        fill(session)
    engine.dispose()


def _opened(url: str) -> Database:
    engine = make_engine(url)
    tenancy.watch(engine)
    return Database(url, engine, make_sessions(engine))
