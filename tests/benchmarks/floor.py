"""The floor: the very statements of some completions, once more, by a bare driver.

What a completion sends to the database is recorded as it happens. A copy of the store from before
then gets the same statements again: PostgreSQL through psycopg alone, SQLite through SQLAlchemy
Core, with a commit where there was one. The difference is what Alur itself costs.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import psycopg
from sqlalchemy import event, make_url

from service.store import dialects
from service.store.database import make_engine

if TYPE_CHECKING:
    from collections.abc import Iterator

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

    @property
    def writes(self) -> bool:
        return not self.text.lstrip().upper().startswith("SELECT")


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
        """Return how many commits a completion makes, on average."""
        made = sum(1 for turn in self.turns for item in turn if item.what == "commit")
        return made / len(self.turns)


class Recorder:
    """Listens to an engine; what comes after `begin_turn` is recorded."""

    def __init__(self, engine: Engine) -> None:
        self.recording = Recording()
        self._asked: tuple[Any, Any] = (None, None)
        event.listen(engine, "before_execute", self._ask)
        event.listen(engine, "before_cursor_execute", self._execute)
        event.listen(engine, "commit", lambda _: self._add(Sent("commit")))
        event.listen(engine, "rollback", lambda _: self._add(Sent("rollback")))

    def begin_turn(self) -> None:
        self.recording.turns.append([])

    def _ask(self, _connection: Any, element: Any, rows: Any, row: Any, _options: Any) -> None:
        self._asked = (element, list(rows) or row or None)

    def _execute(
        self,
        _connection: Any,
        _cursor: Any,
        statement: str,
        parameters: Any,
        _context: Any,
        executemany: bool,
    ) -> None:
        if not statement.startswith("BEGIN"):
            self._add(Sent("execute", statement, parameters, executemany, *self._asked))

    def _add(self, item: Sent) -> None:
        if self.recording.turns:
            self.recording.turns[-1].append(item)


def by_driver(url: str, recording: Recording) -> list[float]:
    """Run the recorded turns against the store at `url`; seconds of each."""
    if make_url(url).get_backend_name() == "sqlite":
        return _by_core(url, recording)
    return _by_psycopg(url, recording)


def _by_psycopg(url: str, recording: Recording) -> list[float]:
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    seconds = []
    with psycopg.connect(plain) as connection, connection.cursor() as cursor:
        cursor.execute("SET timezone = 'UTC'")
        connection.commit()
        for turn in recording.turns:
            begun = time.perf_counter()
            for group in _transactions(turn):
                for sent in group:
                    if sent.many:
                        cursor.executemany(sent.text, sent.parameters)
                    else:
                        cursor.execute(sent.text, sent.parameters)
                        if cursor.description is not None:
                            cursor.fetchall()
                connection.commit()
            seconds.append(time.perf_counter() - begun)
    return seconds


def _by_core(url: str, recording: Recording) -> list[float]:
    engine = make_engine(url)
    reading, writing = engine, engine.execution_options(**dialects.WRITING)
    seconds = []
    for turn in recording.turns:
        begun = time.perf_counter()
        for group in _transactions(turn):
            chosen = writing if any(sent.writes for sent in group) else reading
            with chosen.begin() as connection:
                for sent in group:
                    result = connection.execute(sent.element, sent.given)
                    if result.returns_rows:
                        result.all()
        seconds.append(time.perf_counter() - begun)
    engine.dispose()
    return seconds


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
