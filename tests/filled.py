"""Stores with people and SOPs in them: made once, put back as they were whenever it is asked."""

from __future__ import annotations

import itertools
import os
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from sqlalchemy import make_url, text

from service.store import tenancy
from service.store.database import make_engine, make_sessions
from tests.databases import Database

if TYPE_CHECKING:
    from collections.abc import Callable
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
    server: str
    kept: str

    def restore(self) -> None:
        self.database.engine.dispose()
        name = make_url(self.database.url).database
        _outside_transactions(
            self.server,
            f"DROP DATABASE IF EXISTS {name} WITH (FORCE)",
            f"CREATE DATABASE {name} TEMPLATE {self.kept}",
        )


def filled_sqlite(folder: Path, template: Path, fill: Callable[[Session], None]) -> FilledSqlite:
    """Return a copy of a migrated store into which `fill` has put something."""
    path, kept = folder / "filled.sqlite", folder / "kept.sqlite"
    shutil.copyfile(template, path)
    _fill(f"sqlite:///{path}", fill)
    shutil.copyfile(path, kept)
    return FilledSqlite(_opened(f"sqlite:///{path}"), path, kept)


def filled_postgres(server: str, template: str, fill: Callable[[Session], None]) -> FilledPostgres:
    """Return the same on PostgreSQL."""
    number = f"{os.getpid()}_{next(_NUMBERS)}"
    kept, used = f"alur_kept_{number}", f"alur_filled_{number}"
    _outside_transactions(server, f"CREATE DATABASE {kept} TEMPLATE {template}")
    _fill(_beside(server, kept), fill)
    _outside_transactions(server, f"CREATE DATABASE {used} TEMPLATE {kept}")
    return FilledPostgres(_opened(_beside(server, used)), server, kept)


def _fill(url: str, fill: Callable[[Session], None]) -> None:
    engine = make_engine(url)
    with make_sessions(engine)() as session:
        fill(session)
    engine.dispose()


def _opened(url: str) -> Database:
    engine = make_engine(url)
    tenancy.watch(engine)
    return Database(url, engine, make_sessions(engine))


def _beside(server: str, name: str) -> str:
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def _outside_transactions(url: str, *statements: str) -> None:
    engine = make_engine(url).execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()
