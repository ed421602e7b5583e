"""Stores of the proofs' own, on both databases; they go with the folder of their server."""

from __future__ import annotations

import itertools
import os
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sqlalchemy import make_url, text

from service.store.database import make_engine
from service.store.schema import migrate

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Kind = Literal["sqlite", "postgresql"]

_NUMBERS = itertools.count(1)


@dataclass
class Stores:
    """Where stores can be made; a server is only started for who asks for PostgreSQL."""

    folder: Path
    server: Callable[[], str]

    def new(self, kind: Kind) -> str:
        """Return the address of a migrated, empty store."""
        url = self._address(kind) if kind == "sqlite" else self.bare()
        engine = make_engine(url)
        migrate(engine)
        engine.dispose()
        return url

    def bare(self) -> str:
        """Return the address of a new PostgreSQL database without a single table."""
        url = self._address("postgresql")
        self._administer(f"CREATE DATABASE {_name(url)}")
        return url

    def copy(self, url: str) -> str:
        """Return the address of a copy of a store that nobody has open."""
        kind: Kind = "sqlite" if _is_sqlite(url) else "postgresql"
        copied = self._address(kind)
        if kind == "sqlite":
            shutil.copyfile(_name(url), _name(copied))
        else:
            self._administer(f"CREATE DATABASE {_name(copied)} TEMPLATE {_name(url)}")
        return copied

    def _address(self, kind: Kind) -> str:
        number = next(_NUMBERS)
        if kind == "sqlite":
            url = f"sqlite:///{self.folder / f'{number}.sqlite'}"
        else:
            beside = make_url(self.server()).set(database=f"alur_proofs_{os.getpid()}_{number}")
            url = beside.render_as_string(hide_password=False)
        return url

    def _administer(self, statement: str) -> None:
        engine = make_engine(self.server()).execution_options(isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()


def _is_sqlite(url: str) -> bool:
    return make_url(url).get_backend_name() == "sqlite"


def _name(url: str) -> str:
    return make_url(url).database or ""
