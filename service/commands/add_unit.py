"""Add a Sekretariat, Bidang or team to an office."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from service.access.entries import NewUnit, accepted
from service.events.structure import UnitAdded
from service.store.ids import new_id
from service.store.structure import Made, NameTaken, next_sort, require_active, structure_desk
from service.store.tables import office as office_table
from service.store.tables import unit as unit_table

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.store.idempotency import RequestKey


def add_unit(
    session: Session,
    caller: Caller,
    *,
    office_id: UUID,
    unit: NewUnit,
    now: datetime,
    request: RequestKey | None = None,
) -> Made:
    """Add a unit after the others of its office. Raises EntryRefused, NotFound, NameTaken."""
    entry = accepted(unit)
    with structure_desk(session, caller, now, request) as desk:
        if (made := desk.answered()) is not None:
            return Made(made)
        require_active(desk.tx, office_table, desk.pemda_id, office_id)
        taken = desk.tx.execute(
            select(unit_table.c.id).where(
                unit_table.c.pemda_id == desk.pemda_id,
                unit_table.c.office_id == office_id,
                unit_table.c.name == entry.name,
            )
        )
        if taken.first() is not None:
            raise NameTaken(name=entry.name)
        unit_id = new_id()
        desk.record(
            UnitAdded(
                unit_id=unit_id,
                office_id=office_id,
                name=entry.name,
                unit_kind=entry.kind,
                sort=next_sort(desk.tx, unit_table, desk.pemda_id, office_id),
            )
        )
        desk.answer(unit_id)
    return Made(unit_id)
