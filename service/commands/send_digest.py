"""Tell a person once what the working day brings; a worker does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.exc import IntegrityError

from service.store.database import transaction
from service.store.notices import is_told, tell_person

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from service.store.notices import NewNotice


def send_digest(
    session: Session, *, pemda_id: UUID, notice: NewNotice, now: datetime, mails: bool
) -> bool:
    """Write the digest of a person and working day; False: it was written before."""
    try:
        with transaction(session) as tx:
            if is_told(tx, pemda_id, notice):
                return False
            tell_person(tx, pemda_id, notice, now, mails=mails)
    except IntegrityError:
        # Another worker was faster.
        return False
    return True
