"""The structure of a pemda as its page shows it: offices, units, jabatan and who holds them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from service.access.rules import may_see_structure
from service.errors import NotFound
from service.store.database import read
from service.store.holdings import held_on
from service.store.joins import on
from service.store.tables import holding, office, person, position, unit

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from service.access.model import Caller

#: Rows of one page: more jabatan than a regional government's offices in this application have.
MOST_ROWS = 2_000


@dataclass(frozen=True, slots=True)
class PositionLine:
    position_id: UUID
    title: str
    role: str | None
    duty: str | None
    #: names of who holds it today; None in it: erased
    holders: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class UnitLines:
    unit_id: UUID
    name: str
    positions: tuple[PositionLine, ...]


@dataclass(frozen=True, slots=True)
class OfficeLines:
    office_id: UUID
    name: str
    short_name: str
    kind: str
    units: tuple[UnitLines, ...]


def structure_of(session: Session, caller: Caller, *, today: date) -> tuple[OfficeLines, ...]:
    """Return the active structure of the caller's pemda. Raises NotFound."""
    if not may_see_structure(caller):
        raise NotFound
    pemda_id = caller.pemda_id
    with read(session) as connection:
        offices = connection.execute(
            select(office)
            .where(office.c.pemda_id == pemda_id, office.c.active)
            .order_by(office.c.made_at, office.c.id)
            .limit(MOST_ROWS)
        ).all()
        units = connection.execute(
            select(unit)
            .where(unit.c.pemda_id == pemda_id, unit.c.active)
            .order_by(unit.c.sort, unit.c.name)
            .limit(MOST_ROWS)
        ).all()
        positions = connection.execute(
            select(position)
            .where(position.c.pemda_id == pemda_id, position.c.active)
            .order_by(position.c.sort, position.c.title)
            .limit(MOST_ROWS)
        ).all()
        held = connection.execute(
            select(holding.c.position_id, person.c.name)
            .join(person, on(person.c.id, holding.c.person_id))
            .where(
                holding.c.pemda_id == pemda_id,
                held_on(today),
                person.c.active,
            )
            .limit(MOST_ROWS)
        ).all()
    names: dict[UUID, tuple[str | None, ...]] = {}
    for row in held:
        names[row.position_id] = (*names.get(row.position_id, ()), row.name)
    return tuple(
        OfficeLines(
            one.id,
            one.name,
            one.short_name,
            one.kind,
            tuple(
                UnitLines(
                    part.id,
                    part.name,
                    tuple(
                        PositionLine(it.id, it.title, it.role, it.duty, names.get(it.id, ()))
                        for it in positions
                        if it.unit_id == part.id
                    ),
                )
                for part in units
                if part.office_id == one.id
            ),
        )
        for one in offices
    )
