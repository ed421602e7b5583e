"""Take a legal deadline out: the rule ended, or it was entered by mistake."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.access.entries import accepted
from service.events.legal_deadlines import LegalDeadlineWithdrawn
from service.running.legal_deadlines import DeadlineStillReplaced, deadline_desk, deadline_in
from service.store.private_texts import commitments, reference, seal
from service.store.structure import Made

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.running.legal_deadlines import Reason


def withdraw_legal_deadline(
    session: Session, caller: Caller, *, deadline_id: UUID, reason: Reason, now: datetime
) -> Made:
    """Take a deadline out, with the reason.

    Raises EntryRefused, NotFound, DeadlineStillReplaced, OnlyCalendarKeepers.
    """
    entry = accepted(reason)
    with deadline_desk(
        session,
        caller,
        lambda there: deadline_in(there, deadline_id).office_id,
        now=now,
        request=None,
    ) as (desk, there):
        if any(it.base_id == deadline_id for it in there):
            raise DeadlineStillReplaced
        why = seal("reason", entry.reason)
        desk.record(
            LegalDeadlineWithdrawn(
                deadline_id=deadline_id, reason=reference(why), texts=commitments([why])
            ),
            texts=[why],
        )
    return Made(deadline_id)
