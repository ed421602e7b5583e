"""Add a legal deadline of the pemda."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.access.entries import accepted
from service.events.legal_deadlines import LegalDeadlineAdded
from service.running.legal_deadlines import deadline_desk
from service.store.ids import new_id
from service.store.structure import Made

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.running.legal_deadlines import NewDeadline
    from service.store.idempotency import RequestKey


def add_legal_deadline(
    session: Session,
    caller: Caller,
    *,
    deadline: NewDeadline,
    now: datetime,
    request: RequestKey | None = None,
) -> Made:
    """Add a deadline that nobody has verified yet. Raises EntryRefused, OnlyCalendarKeepers."""
    entry = accepted(deadline)
    with deadline_desk(session, caller, lambda _: None, now=now, request=request) as (desk, _):
        answered = desk.answered()
        if answered is not None:
            return Made(answered)
        made = new_id()
        desk.record(
            LegalDeadlineAdded(
                deadline_id=made,
                name=entry.name,
                sop=entry.sop.lower(),
                years_after=entry.years_after,
                month=entry.month,
                day=entry.day,
                legal_basis=entry.legal_basis,
                article=entry.article,
            )
        )
        desk.answer(made)
    return Made(made)
