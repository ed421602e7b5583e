"""A session on the store of this installation, for commands that need no web."""

from __future__ import annotations

import errno
import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import URL
    from sqlalchemy.orm import Session

    from service.config import Settings


@contextmanager
def open_session(*, diagrams: bool = True) -> Iterator[Session]:
    """Give a session on the store of the settings; its schema is brought up to date first.

    Not `diagrams`: what reads them is not even loaded, see `limit_diagrams`.
    """
    from service.config import Settings, prepare_data_folder
    from service.running.limits import Room, set_room
    from service.store.database import make_engine, make_sessions
    from service.store.schema import migrate

    settings = Settings.from_env()
    prepare_data_folder(settings)
    set_room(Room(settings.limits.process_events, settings.limits.state_bytes))
    if diagrams:
        limit_diagrams(settings)
    engine = make_engine(settings.database_url)
    _require_access(engine.url)
    try:
        migrate(engine)
        with make_sessions(engine)() as session:
            yield session
    finally:
        engine.dispose()


def _require_access(url: URL) -> None:
    """Raise PermissionError for a file of SQLite that this account may not change.

    SQLite itself says only that it cannot be opened, or that it is read-only.
    """
    file = url.database
    if url.get_backend_name() != "sqlite" or not file or not Path(file).exists():
        return
    # With the effective ids where the system can: those decide what opening it does.
    effective = os.access in os.supports_effective_ids
    if not os.access(file, os.R_OK | os.W_OK, effective_ids=effective):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), file)


def limit_diagrams(settings: Settings) -> None:
    """Let this program take diagrams as large as the settings say."""
    from service.diagrams import set_limits

    set_limits(size=settings.limits.xml_bytes, elements=settings.limits.xml_elements)
