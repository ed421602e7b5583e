"""Write the name of an office, a unit or a jabatan anew; the history keeps the old one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from service.access.entries import NewOffice, NewPosition, NewUnit, accepted
from service.events import structure as events
from service.store.structure import Made, NameTaken, require_active, structure_desk
from service.store.tables import office, position, unit

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement, Table
    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.store.structure import Desk, Part


def correct_part(
    session: Session,
    caller: Caller,
    *,
    part: Part,
    part_id: UUID,
    name: str,
    short_name: str = "",
    now: datetime,
) -> Made:
    """Give a part of the structure another name; kind, role and duty stay what they are.

    `short_name` is asked for an office only. The same name again changes nothing. Raises
    EntryRefused, NotFound, NameTaken.
    """
    with structure_desk(session, caller, now) as desk:
        match part:
            case "office":
                _correct_office(desk, part_id, name, short_name)
            case "unit":
                _correct_unit(desk, part_id, name)
            case "position":
                _correct_position(desk, part_id, name)
    return Made(part_id)


def _correct_office(desk: Desk, office_id: UUID, name: str, short_name: str) -> None:
    row = require_active(desk.tx, office, desk.pemda_id, office_id)
    entry = accepted(NewOffice(name, short_name, row.kind, row.timezone))
    if (entry.name, entry.short_name) == (row.name, row.short_name):
        return
    taken = (office.c.name == entry.name) | (office.c.short_name == entry.short_name)
    _refuse_taken(desk, office, office_id, taken, entry.name)
    desk.record(
        events.OfficeCorrected(office_id=office_id, name=entry.name, short_name=entry.short_name)
    )


def _correct_unit(desk: Desk, unit_id: UUID, name: str) -> None:
    row = require_active(desk.tx, unit, desk.pemda_id, unit_id)
    entry = accepted(NewUnit(name, row.kind))
    if entry.name == row.name:
        return
    taken = (unit.c.office_id == row.office_id) & (unit.c.name == entry.name)
    _refuse_taken(desk, unit, unit_id, taken, entry.name)
    desk.record(events.UnitCorrected(unit_id=unit_id, name=entry.name))


def _correct_position(desk: Desk, position_id: UUID, title: str) -> None:
    row = require_active(desk.tx, position, desk.pemda_id, position_id)
    entry = accepted(NewPosition(title, row.role, row.duty))
    if entry.title == row.title:
        return
    taken = (position.c.office_id == row.office_id) & (position.c.title == entry.title)
    _refuse_taken(desk, position, position_id, taken, entry.title)
    desk.record(events.PositionCorrected(position_id=position_id, title=entry.title))


def _refuse_taken(
    desk: Desk, table: Table, part_id: UUID, taken: ColumnElement[bool] | Any, name: str
) -> None:
    others = select(table.c.id).where(
        table.c.pemda_id == desk.pemda_id, table.c.id != part_id, taken
    )
    if desk.tx.execute(others).first() is not None:
        raise NameTaken(name=name)
