"""Stores with people and SOPs in them: made once, put back as they were whenever it is asked."""

from __future__ import annotations

import itertools
import os
import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.store.database import make_engine, make_sessions
from tests.databases import (
    Database,
    beside,
    for_tests,
    outside_transactions,
    put_aside,
    put_back,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlalchemy.orm import Session

_NUMBERS = itertools.count(1)
_FILLED = "filled"


@dataclass
class FilledStore:
    """A store that can be put back."""

    database: Database

    def restore(self) -> None:
        """Put every row back; on SQLite the connections are closed for it."""
        put_back(self.database, _FILLED)


@contextmanager
def filled_sqlite(
    folder: Path, template: Path, fill: Callable[[Session], None]
) -> Iterator[FilledStore]:
    """Give a copy of a migrated store into which `fill` has put something."""
    path = folder / "filled.sqlite"
    shutil.copyfile(template, path)
    with _filled(f"sqlite:///{path}", fill) as store:
        yield store


@contextmanager
def filled_postgres(
    server: str, template: str, fill: Callable[[Session], None]
) -> Iterator[FilledStore]:
    """Give the same on PostgreSQL."""
    name = f"alur_filled_{os.getpid()}_{next(_NUMBERS)}"
    outside_transactions(server, f"CREATE DATABASE {name} TEMPLATE {template}")
    with _filled(beside(server, name), fill) as store:
        yield store


@contextmanager
def _filled(url: str, fill: Callable[[Session], None]) -> Iterator[FilledStore]:
    engine = make_engine(url)
    database = Database(url, engine, make_sessions(engine))
    with database.sessions() as session:
        fill(session)
    for_tests(engine)
    put_aside(database, _FILLED)
    yield FilledStore(database)
    engine.dispose()
