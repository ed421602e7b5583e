"""End a session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.store.accounts import close_session
from service.store.database import transaction

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def log_out(session: Session, *, token: str) -> None:
    """End the session of `token`; whoever has no session any more is signed out already."""
    with transaction(session) as tx:
        close_session(tx, token)
