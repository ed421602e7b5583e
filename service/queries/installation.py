"""What is true of the store as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from service.store.database import read
from service.store.tables import store

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def is_demo(session: Session) -> bool:
    """Say whether the store was made with --demo; an empty store was not."""
    with read(session) as connection:
        return bool(connection.scalar(select(store.c.demo)))


def is_demo_of(session: Session, mark: str) -> bool:
    """Say whether the demo holds all that a seeding of this mark puts in (running/demo_mark)."""
    with read(session) as connection:
        return connection.scalar(select(store.c.demo_mark)) == mark


def is_set_up(session: Session) -> bool:
    """Say whether the first administrator exists."""
    with read(session) as connection:
        return connection.scalar(select(store.c.set_up_at)) is not None
