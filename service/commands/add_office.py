"""Add a perangkat daerah to the pemda."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from service.access.entries import NewOffice, accepted
from service.events.structure import OfficeAdded
from service.store.ids import new_id
from service.store.structure import Made, NameTaken, structure_desk
from service.store.tables import office as office_table

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.store.idempotency import RequestKey


def add_office(
    session: Session,
    caller: Caller,
    *,
    office: NewOffice,
    now: datetime,
    request: RequestKey | None = None,
) -> Made:
    """Add an office; an administrator does. Raises EntryRefused, NameTaken."""
    entry = accepted(office)
    with structure_desk(session, caller, now, request) as desk:
        if (made := desk.answered()) is not None:
            return Made(made)
        taken = desk.tx.execute(
            select(office_table.c.id).where(
                office_table.c.pemda_id == desk.pemda_id,
                or_(
                    office_table.c.name == entry.name,
                    office_table.c.short_name == entry.short_name,
                ),
            )
        )
        if taken.first() is not None:
            raise NameTaken(name=entry.name)
        office_id = new_id()
        desk.record(
            OfficeAdded(
                office_id=office_id,
                name=entry.name,
                short_name=entry.short_name,
                office_kind=entry.kind,
                timezone=entry.timezone,
            )
        )
        desk.answer(office_id)
    return Made(office_id)
