"""End a penugasan before its last day: the holder is back, or somebody else is appointed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from service.access.model import Place
from service.access.rules import mandator_for
from service.errors import NotFound
from service.events.structure import MandateEnded
from service.store.callers import anew
from service.store.database import transaction
from service.store.history import actor_of
from service.store.joins import on
from service.store.structure import Made, lock_structure, record_structure
from service.store.tables import mandate, position

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from service.access.model import Caller


def end_mandate(session: Session, caller: Caller, *, mandate_id: UUID, now: datetime) -> Made:
    """Let a penugasan give no authority from now on; ending it twice changes nothing.

    What was done under it stays as it was. Raises NotFound, OnlyMandators, NoMandateToOneself.
    """
    with transaction(session) as tx:
        lock_structure(tx, caller.pemda_id)
        fresh = anew(tx, caller, now)
        row = tx.execute(
            select(mandate.c.person_id, mandate.c.ended_at, position.c.office_id)
            .join(position, on(position.c.id, mandate.c.position_id))
            .where(mandate.c.pemda_id == caller.pemda_id, mandate.c.id == mandate_id)
        ).one_or_none()
        if row is None:
            raise NotFound
        place = Place(caller.pemda_id, row.office_id)
        actor = actor_of(fresh, mandator_for(fresh, place, row.person_id))
        if row.ended_at is None:
            event = MandateEnded(mandate_id=mandate_id)
            record_structure(tx, caller.pemda_id, [event], actor, now)
    return Made(mandate_id)
