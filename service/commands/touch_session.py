"""Mark a session as seen, so that it does not end for want of use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import update

from service.access.tokens import fingerprint
from service.store.database import transaction
from service.store.tables import session as session_table

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


def touch_session(session: Session, *, token: str, now: datetime) -> None:
    """Say that the session was used now; call it when `SignedIn.touch_due` says so."""
    with transaction(session) as tx:
        tx.execute(
            update(session_table)
            .where(session_table.c.token_hash == fingerprint(token), session_table.c.seen_at < now)
            .values(seen_at=now)
        )
