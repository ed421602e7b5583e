"""Legal deadlines of a pemda and its offices: read as values, changed by their events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import bindparam, delete, insert, select, update

from service.events import legal_deadlines as events
from service.store.tables import legal_deadline
from service.working_time.legal import LegalDeadline

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection

    from service.store.history import Actor

_Event = events.LegalDeadlineAdded | events.LegalDeadlineVerified | events.LegalDeadlineWithdrawn


def deadlines_of(connection: Connection, pemda_id: UUID) -> tuple[LegalDeadline, ...]:
    """Return every deadline of a pemda and its offices, by name."""
    return tuple(
        LegalDeadline(
            id=row.id,
            office_id=row.office_id,
            base_id=row.base_id,
            name=row.name,
            sop=row.sop,
            years_after=row.years_after,
            month=row.month,
            day=row.day,
            legal_basis=row.legal_basis,
            article=row.article,
            reason=row.reason,
            verified=row.verified_at is not None,
        )
        for row in connection.execute(_DEADLINES, {"the_pemda": pemda_id})
    )


def change_deadlines(
    tx: Connection,
    pemda_id: UUID,
    event: _Event,
    said: Mapping[str, str],
    actor: Actor,
    now: datetime,
) -> None:
    """Change the table as an event says; `said`: the texts that it refers to."""
    mine = (legal_deadline.c.pemda_id == pemda_id, legal_deadline.c.id == event.deadline_id)
    match event:
        case events.LegalDeadlineAdded():
            tx.execute(
                insert(legal_deadline).values(
                    pemda_id=pemda_id,
                    id=event.deadline_id,
                    office_id=event.office_id,
                    base_id=event.base_id,
                    name=event.name,
                    sop=event.sop,
                    years_after=event.years_after,
                    month=event.month,
                    day=event.day,
                    legal_basis=event.legal_basis,
                    article=event.article,
                    reason="" if event.reason is None else said[event.reason],
                )
            )
        case events.LegalDeadlineVerified():
            tx.execute(
                update(legal_deadline)
                .where(*mine)
                .values(
                    legal_basis=event.legal_basis,
                    article=event.article,
                    verified_at=now,
                    verified_by=actor.person_id,
                )
            )
        case events.LegalDeadlineWithdrawn():
            tx.execute(delete(legal_deadline).where(*mine))


_DEADLINES: Final = (
    select(legal_deadline)
    .where(legal_deadline.c.pemda_id == bindparam("the_pemda"))
    .order_by(legal_deadline.c.month, legal_deadline.c.day, legal_deadline.c.name)
)
