"""Hold a job for longer: the system is still at work on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.running.jobs import LONGEST_LOCK, doing
from service.running.refusals import JobNotLocked
from service.store.database import transaction
from service.store.jobs import extend

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.running.jobs import JobPlace


def extend_job(
    session: Session, caller: Caller, *, place: JobPlace, lasts: timedelta, now: datetime
) -> datetime:
    """Return until when the lock lasts now; asking again changes nothing that matters.

    Raises what `complete_job` raises about job and lock.
    """
    with transaction(session) as tx:
        seen = doing(tx, caller, place, now)
        until = now + min(lasts, LONGEST_LOCK)
        if not extend(tx, caller.pemda_id, seen.job, place.lock, until):
            raise JobNotLocked
    return until
