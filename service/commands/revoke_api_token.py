"""Make a token worthless at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from service.access.model import worn_holding
from service.access.rules import may_manage_structure
from service.errors import NotFound
from service.events.structure import ApiTokenRevoked
from service.store.callers import anew
from service.store.database import transaction
from service.store.history import Actor
from service.store.structure import lock_structure, record_structure
from service.store.tables import api_token

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from service.access.model import Caller


def revoke_api_token(session: Session, caller: Caller, *, token_hash: str, now: datetime) -> None:
    """Revoke a token: one's own, or as administrator anybody's. Raises NotFound."""
    with transaction(session) as tx:
        lock_structure(tx, caller.pemda_id)
        fresh = anew(tx, caller, now)
        owner = tx.scalar(
            select(api_token.c.person_id).where(
                api_token.c.pemda_id == caller.pemda_id,
                api_token.c.token_hash == token_hash,
                api_token.c.revoked_at.is_(None),
            )
        )
        if owner is None or (owner != caller.person_id and not may_manage_structure(fresh)):
            raise NotFound
        event = ApiTokenRevoked(person_id=owner, token_hash=token_hash)
        actor = Actor(caller.person_id, worn_holding(caller))
        record_structure(tx, caller.pemda_id, [event], actor, now)
