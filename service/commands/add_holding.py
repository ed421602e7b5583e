"""Put a person into a jabatan, from a day on, by a SK."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.access.entries import NewHolding, accepted
from service.events.structure import HoldingAdded
from service.store.ids import new_id
from service.store.people import refuse_clash, refuse_led
from service.store.structure import Made, require_active, structure_desk
from service.store.tables import person as person_table
from service.store.tables import position as position_table

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.store.idempotency import RequestKey


def add_holding(
    session: Session,
    caller: Caller,
    *,
    person_id: UUID,
    position_id: UUID,
    holding: NewHolding,
    now: datetime,
    request: RequestKey | None = None,
) -> Made:
    """Add a holding. What was done before stays as it was: authority counts at the second of use.

    Raises EntryRefused, NotFound, HoldingsOverlap, AdministratorHasNoLane,
    PositionIsLed.
    """
    entry = accepted(holding, now.date())
    with structure_desk(session, caller, now, request) as desk:
        if (made := desk.answered()) is not None:
            return Made(made)
        require_active(desk.tx, person_table, desk.pemda_id, person_id)
        require_active(desk.tx, position_table, desk.pemda_id, position_id)
        refuse_clash(
            desk.tx,
            desk.pemda_id,
            person_id=person_id,
            position_id=position_id,
            period=(entry.from_date, entry.to_date),
        )
        refuse_led(desk.tx, desk.pemda_id, [(position_id, (entry.from_date, entry.to_date))])
        holding_id = new_id()
        desk.record(
            HoldingAdded(
                holding_id=holding_id,
                position_id=position_id,
                person_id=person_id,
                from_date=entry.from_date,
                to_date=entry.to_date,
                sk_number=entry.sk_number,
                sk_date=entry.sk_date,
            )
        )
        desk.answer(holding_id)
    return Made(holding_id)
