"""The store goes away at a chosen statement of a writing transaction, or at its commit."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import event

from service.running import definitions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.databases import Database


class PowerGone(BaseException):
    """Nobody can answer this: the program ends where it is."""


class Power:
    """Counts what is written, and fails when told to."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._left: int | None = None
        event.listen(database.engine, "before_cursor_execute", self._statement)
        event.listen(database.engine, "commit", self._count)

    def remove(self) -> None:
        event.remove(self.database.engine, "before_cursor_execute", self._statement)
        event.remove(self.database.engine, "commit", self._count)

    @contextmanager
    def failing_at(self, number: int | None) -> Iterator[None]:
        """Fail at the `number`th statement or commit from here, counted from 1; None: never."""
        self._left = number
        try:
            yield
        finally:
            self._left = None

    def comes_back(self) -> None:
        """Begin anew as a program does: no connection, no compiled diagram is left."""
        self.database.engine.dispose()
        definitions._kept.clear()  # noqa: SLF001 - nothing is known then

    def _statement(self, connection: Any, *_: object) -> None:
        self._count(connection)

    def _count(self, connection: Any) -> None:
        if self._left is None or not connection.get_execution_options().get("alur_writes"):
            return
        self._left -= 1
        if self._left <= 0:
            # Whoever catches it and goes on writing fails again.
            raise PowerGone
