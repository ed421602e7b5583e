"""Mark everything as read that one was told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.store.database import transaction
from service.store.notices import mark_read

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from service.access.model import Caller


def read_notices(session: Session, caller: Caller, *, now: datetime) -> int:
    """Mark the caller's own notices as read; return how many were new."""
    with transaction(session) as tx:
        return mark_read(tx, caller.pemda_id, caller.person_id, now)
