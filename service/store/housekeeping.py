"""What goes by itself: old uploads, unused files, stray drafts, old answers, ended sessions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, exists, select

from service.store import blobs, idempotency, uploads
from service.store.database import read, transaction
from service.store.dispatches import sweep_dispatches
from service.store.form_drafts import sweep_form_revisions
from service.store.notices import sweep_notices
from service.store.sop_drafts import SOP_DRAFTS
from service.store.sop_walks import sweep_walks
from service.store.tables import draft, pemda, throttle, user_task
from service.store.tables import session as login_session

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

#: How long an upload may wait for the command that uses it (decisions §2.6).
UPLOADS_LAST: Final = timedelta(hours=24)

#: How long a walk of a SOP waits for who was on it.
WALKS_LAST: Final = timedelta(days=90)

#: How long the same request still gets its first answer.
ANSWERS_LAST: Final = timedelta(days=30)

#: How long a message waits for a process that takes it.
MESSAGES_LAST: Final = timedelta(days=30)

#: How long what people were told can be read again.
NOTICES_LAST: Final = timedelta(days=180)

#: Longer than any window of counted attempts.
ATTEMPTS_LAST: Final = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Swept:
    """How much was thrown away."""

    uploads: int = 0
    blobs: int = 0
    drafts: int = 0
    answers: int = 0
    sessions: int = 0
    notices: int = 0
    #: of drafts of SOPs and of forms
    revisions: int = 0


def sweep(session: Session, now: datetime) -> Swept:
    """Throw away what has had its time, in many short transactions; safe to run twice at once."""
    with read(session) as connection:
        tenants = connection.execute(select(pemda.c.id).order_by(pemda.c.id)).scalars().all()
    old_uploads = old_blobs = drafts = answers = notices = revisions = 0
    for pemda_id in tenants:
        old_uploads += uploads.sweep(session, pemda_id, now - UPLOADS_LAST)
        old_blobs += blobs.sweep(session, pemda_id, now - UPLOADS_LAST)
        with transaction(session) as tx:
            drafts += _sweep_drafts(tx, pemda_id)
            revisions += SOP_DRAFTS.sweep(tx, pemda_id)
            revisions += sweep_form_revisions(tx, pemda_id)
            sweep_walks(tx, pemda_id, now - WALKS_LAST)
            sweep_dispatches(tx, pemda_id, now - MESSAGES_LAST)
            notices += sweep_notices(tx, pemda_id, now - NOTICES_LAST)
            answers += idempotency.forget(tx, pemda_id, now - ANSWERS_LAST)
    with transaction(session) as tx:
        ended = tx.execute(delete(login_session).where(login_session.c.expires_at < now)).rowcount
        tx.execute(delete(throttle).where(throttle.c.window_start < now - ATTEMPTS_LAST))
    return Swept(old_uploads, old_blobs, drafts, answers, ended, notices, revisions)


def _sweep_drafts(tx: Connection, pemda_id: UUID) -> int:
    """Delete drafts of closed tasks: saved in the moment in which the task was completed."""
    closed = exists().where(
        user_task.c.pemda_id == draft.c.pemda_id,
        user_task.c.instance_id == draft.c.instance_id,
        user_task.c.task_no == draft.c.task_no,
        user_task.c.status != "open",
    )
    return tx.execute(delete(draft).where(draft.c.pemda_id == pemda_id, closed)).rowcount
