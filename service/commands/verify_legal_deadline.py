"""Verify a legal deadline: a person read the rule and found the day in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.access.entries import accepted
from service.events.legal_deadlines import LegalDeadlineVerified
from service.running.legal_deadlines import DeadlineWasVerified, deadline_desk, deadline_in
from service.store.structure import Made

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.running.legal_deadlines import Verification


def verify_legal_deadline(
    session: Session,
    caller: Caller,
    *,
    deadline_id: UUID,
    verification: Verification,
    now: datetime,
) -> Made:
    """Record rule and article; from then on the deadline reminds.

    Raises EntryRefused, NotFound, DeadlineWasVerified, OnlyCalendarKeepers.
    """
    entry = accepted(verification)
    with deadline_desk(
        session,
        caller,
        lambda there: deadline_in(there, deadline_id).office_id,
        now=now,
        request=None,
    ) as (desk, there):
        if deadline_in(there, deadline_id).verified:
            raise DeadlineWasVerified
        desk.record(
            LegalDeadlineVerified(
                deadline_id=deadline_id, legal_basis=entry.legal_basis, article=entry.article
            )
        )
    return Made(deadline_id)
