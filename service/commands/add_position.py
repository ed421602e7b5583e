"""Add a jabatan to a unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from service.access.entries import NewPosition, accepted
from service.access.roles import OFFICE_ROLES
from service.errors import Conflict
from service.events.structure import PositionAdded
from service.store.ids import new_id
from service.store.structure import (
    Desk,
    Made,
    NameTaken,
    next_sort,
    require_active,
    structure_desk,
)
from service.store.tables import position as position_table
from service.store.tables import unit as unit_table

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.store.idempotency import RequestKey


class RoleTaken(Conflict):
    """The office already has a jabatan with this role, and it can have only one."""

    code = "structure.role-taken"


def add_position(
    session: Session,
    caller: Caller,
    *,
    unit_id: UUID,
    position: NewPosition,
    now: datetime,
    superior_id: UUID | None = None,
    request: RequestKey | None = None,
) -> Made:
    """Add a jabatan; `superior_id` is the jabatan above it, for escalation.

    Raises EntryRefused, NotFound, NameTaken, and RoleTaken for a second head or secretary.
    """
    entry = accepted(position)
    with structure_desk(session, caller, now, request) as desk:
        if (made := desk.answered()) is not None:
            return Made(made)
        office_id = require_active(desk.tx, unit_table, desk.pemda_id, unit_id).office_id
        if superior_id is not None:
            require_active(desk.tx, position_table, desk.pemda_id, superior_id)
        _refuse_twins(desk, office_id, entry)
        position_id = new_id()
        desk.record(
            PositionAdded(
                position_id=position_id,
                office_id=office_id,
                unit_id=unit_id,
                title=entry.title,
                role=entry.role,
                duty=entry.duty,
                superior_id=superior_id,
                sort=next_sort(desk.tx, position_table, desk.pemda_id, office_id),
            )
        )
        desk.answer(position_id)
    return Made(position_id)


def _refuse_twins(desk: Desk, office_id: UUID, entry: NewPosition) -> None:
    others = desk.tx.execute(
        select(position_table.c.title, position_table.c.role, position_table.c.active).where(
            position_table.c.pemda_id == desk.pemda_id, position_table.c.office_id == office_id
        )
    ).all()
    if any(other.title == entry.title for other in others):
        raise NameTaken(name=entry.title)
    if entry.role in OFFICE_ROLES and any(
        other.active and other.role == entry.role for other in others
    ):
        raise RoleTaken(role=entry.role)
