"""The floor: the very statements of some completions, once more, by a bare driver.

What a completion sends to the database is recorded as it happens. A copy of the store from before
then gets the same statements again, with a commit where there was one: through SQLAlchemy Core on
one connection, or by the driver alone. The difference is what Alur itself costs.
"""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import psycopg
from sqlalchemy import event, make_url

from service.store import dialects
from service.store.database import make_engine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Engine


@dataclass(frozen=True)
class Sent:
    """Something that a completion asked of the database."""

    what: Literal["execute", "commit", "rollback"]
    #: as the driver got it: text, parameters, and whether there were several rows
    text: str = ""
    parameters: Any = None
    many: bool = False
    #: as SQLAlchemy Core got it
    element: Any = None
    given: Any = None
    #: in no transaction
    alone: bool = False

    @property
    def writes(self) -> bool:
        return not self.text.lstrip().upper().startswith(("SELECT", "WITH"))


@dataclass
class Recording:
    """What was sent, by completion."""

    turns: list[list[Sent]] = field(default_factory=list)

    @property
    def statements(self) -> float:
        """Return how many statements a completion sends, on average."""
        sent = sum(1 for turn in self.turns for item in turn if item.what == "execute")
        return sent / len(self.turns)

    @property
    def commits(self) -> float:
        """Return how many transactions a completion writes in, on average."""
        made = sum(
            any(item.writes for item in group)
            for turn in self.turns
            for group in _transactions(turn)
        )
        return made / len(self.turns)


class Recorder:
    """Listens to an engine until `end`; what comes after `begin_turn` is recorded."""

    def __init__(self, engine: Engine) -> None:
        self._recording = Recording()
        self._asked: tuple[Any, Any] = (None, None)
        self._listeners: dict[str, Callable[..., None]] = {
            "before_execute": self._ask,
            "before_cursor_execute": self._execute,
            "commit": lambda _: self._add(Sent("commit")),
            "rollback": lambda _: self._add(Sent("rollback")),
        }
        self._engine = engine
        for name, listener in self._listeners.items():
            event.listen(engine, name, listener)

    def begin_turn(self) -> None:
        self._recording.turns.append([])

    def end(self) -> Recording:
        """Listen no longer and return what was recorded."""
        for name, listener in self._listeners.items():
            event.remove(self._engine, name, listener)
        return self._recording

    def _ask(self, _connection: Any, element: Any, rows: Any, row: Any, _options: Any) -> None:
        self._asked = (element, list(rows) or row or None)

    def _execute(
        self,
        connection: Any,
        _cursor: Any,
        statement: str,
        parameters: Any,
        _context: Any,
        executemany: bool,
    ) -> None:
        if not statement.startswith("BEGIN"):
            alone = connection.get_execution_options().get("alur_alone", False)
            self._add(Sent("execute", statement, parameters, executemany, *self._asked, alone))

    def _add(self, item: Sent) -> None:
        if self._recording.turns:
            self._recording.turns[-1].append(item)


@contextmanager
def replayer(url: str, recording: Recording, *, bare: bool) -> Iterator[Callable[[int], float]]:
    """Give what runs a recorded turn, by number, against the store at `url`: its seconds.

    `bare`: by the driver alone; else through SQLAlchemy Core on one connection.
    """
    turns = [list(_transactions(turn)) for turn in recording.turns]
    of_driver = _by_sqlite3 if make_url(url).get_backend_name() == "sqlite" else _by_psycopg
    with (of_driver if bare else _by_core)(url) as run:
        yield lambda number: _timed(run, turns[number])


def _timed(run: Callable[[list[list[Sent]]], None], turn: list[list[Sent]]) -> float:
    begun = time.perf_counter()
    run(turn)
    return time.perf_counter() - begun


@contextmanager
def _by_psycopg(url: str) -> Iterator[Callable[[list[list[Sent]]], None]]:
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain) as connection, connection.cursor() as cursor:
        cursor.execute("SET timezone = 'UTC'")
        connection.commit()

        def run(turn: list[list[Sent]]) -> None:
            for group in turn:
                connection.autocommit = group[0].alone
                for sent in group:
                    if sent.many:
                        cursor.executemany(sent.text, sent.parameters)
                    else:
                        cursor.execute(sent.text, sent.parameters)
                        if cursor.description is not None:
                            cursor.fetchall()
                connection.commit()

        yield run


@contextmanager
def _by_sqlite3(url: str) -> Iterator[Callable[[list[list[Sent]]], None]]:
    with closing(
        sqlite3.connect(make_url(url).database or "", isolation_level=None)
    ) as connection:
        for pragma in dialects.SQLITE_PRAGMAS:
            connection.execute(pragma)

        def run(turn: list[list[Sent]]) -> None:
            for group in turn:
                if not group[0].alone:
                    connection.execute(
                        "BEGIN IMMEDIATE" if any(it.writes for it in group) else "BEGIN"
                    )
                for sent in group:
                    if sent.many:
                        connection.executemany(sent.text, sent.parameters)
                    else:
                        connection.execute(sent.text, sent.parameters).fetchall()
                if not group[0].alone:
                    connection.execute("COMMIT")

        yield run


@contextmanager
def _by_core(url: str) -> Iterator[Callable[[list[list[Sent]]], None]]:
    engine = make_engine(url)
    with engine.connect() as reading, engine.connect() as writing, engine.connect() as asking:
        writing.execution_options(**dialects.WRITING)
        asking.execution_options(**dialects.ALONE)

        def run(turn: list[list[Sent]]) -> None:
            for group in turn:
                connection = writing if any(it.writes for it in group) else reading
                if group[0].alone:
                    connection = asking
                with connection.begin():
                    for sent in group:
                        result = connection.execute(sent.element, sent.given)
                        if result.returns_rows:
                            result.all()

        yield run
    engine.dispose()


def _transactions(turn: list[Sent]) -> Iterator[list[Sent]]:
    group: list[Sent] = []
    for item in turn:
        if item.what == "execute":
            group.append(item)
        elif group:
            yield group
            group = []
    if group:
        yield group
