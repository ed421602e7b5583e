"""Make the one-time link for the first administrator; `serve` prints it on the console."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from service.access.tokens import SET_UP_LINK_LASTS, fingerprint, new_token
from service.store.database import transaction
from service.store.tables import setup_token, store

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


def open_set_up(session: Session, *, now: datetime) -> str | None:
    """Return a new token for the link; the one before is void.

    None once the store is set up, which a flag in it says and no count of administrators
    (security.md §2, no. 24), and in a demo store, which needs no administrator to begin.
    """
    with transaction(session) as tx:
        row = tx.execute(select(store.c.demo, store.c.set_up_at)).one()
        if row.demo or row.set_up_at is not None:
            return None
        token = new_token()
        tx.execute(delete(setup_token).where(setup_token.c.used_at.is_(None)))
        tx.execute(
            insert(setup_token).values(
                token_hash=fingerprint(token), expires_at=now + SET_UP_LINK_LASTS
            )
        )
        return token
