"""What goes by itself: old uploads, files that nothing refers to, old answers, ended sessions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, select

from service.store import blobs, idempotency, uploads
from service.store.database import read, transaction
from service.store.tables import pemda, throttle
from service.store.tables import session as login_session

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

#: How long an upload may wait for the command that uses it (decisions §2.6).
UPLOADS_LAST: Final = timedelta(hours=24)

#: How long the same request still gets its first answer.
ANSWERS_LAST: Final = timedelta(days=30)

#: Longer than any window of counted attempts.
ATTEMPTS_LAST: Final = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Swept:
    """How much was thrown away."""

    uploads: int = 0
    blobs: int = 0
    answers: int = 0
    sessions: int = 0


def sweep(session: Session, now: datetime) -> Swept:
    """Throw away what has had its time, in many short transactions; safe to run twice at once."""
    with read(session) as connection:
        tenants = connection.execute(select(pemda.c.id).order_by(pemda.c.id)).scalars().all()
    old_uploads = old_blobs = answers = 0
    for pemda_id in tenants:
        old_uploads += uploads.sweep(session, pemda_id, now - UPLOADS_LAST)
        old_blobs += blobs.sweep(session, pemda_id, now - UPLOADS_LAST)
        with transaction(session) as tx:
            answers += idempotency.forget(tx, pemda_id, now - ANSWERS_LAST)
    with transaction(session) as tx:
        ended = tx.execute(delete(login_session).where(login_session.c.expires_at < now)).rowcount
        tx.execute(delete(throttle).where(throttle.c.window_start < now - ATTEMPTS_LAST))
    return Swept(old_uploads, old_blobs, answers, ended)
