"""Give one office another day in the place of a legal deadline of its pemda."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.access.entries import accepted
from service.errors import NotFound
from service.events.legal_deadlines import LegalDeadlineAdded
from service.running.legal_deadlines import DeadlineWasReplaced, deadline_desk, deadline_in
from service.store.ids import new_id
from service.store.private_texts import commitments, reference, seal
from service.store.structure import Made, require_active
from service.store.tables import office

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.running.legal_deadlines import Replacement
    from service.store.idempotency import RequestKey


def replace_legal_deadline(
    session: Session,
    caller: Caller,
    *,
    deadline_id: UUID,
    office_id: UUID,
    replacement: Replacement,
    now: datetime,
    request: RequestKey | None = None,
) -> Made:
    """Add the office's own day, which nobody has verified yet.

    Raises EntryRefused, NotFound, DeadlineWasReplaced, OnlyCalendarKeepers.
    """
    entry = accepted(replacement)
    with deadline_desk(session, caller, lambda _: office_id, now=now, request=request) as (
        desk,
        there,
    ):
        answered = desk.answered()
        if answered is not None:
            return Made(answered)
        require_active(desk.tx, office, desk.pemda_id, office_id)
        base = deadline_in(there, deadline_id)
        if base.office_id is not None:
            raise NotFound
        if any((it.base_id, it.office_id) == (base.id, office_id) for it in there):
            raise DeadlineWasReplaced
        made = new_id()
        why = seal("reason", entry.reason)
        desk.record(
            LegalDeadlineAdded(
                deadline_id=made,
                office_id=office_id,
                base_id=base.id,
                name=base.name,
                sop=base.sop,
                years_after=entry.years_after,
                month=entry.month,
                day=entry.day,
                legal_basis=entry.legal_basis,
                article="",
                reason=reference(why),
                texts=commitments([why]),
            ),
            texts=[why],
        )
        desk.answer(made)
    return Made(made)
