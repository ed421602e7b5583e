"""Which units of an office can be asked for their part, and in which jabatan they give it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import exists, select

from service.store.holdings import held_on
from service.store.joins import on
from service.store.mandates import read_scope
from service.store.tables import holding, mandate, person, position, unit

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from sqlalchemy import Connection

#: What the jabatan that hands in for its unit is in a diagram (`access.roles.UNIT_ROLES`).
SUPPLYING_ROLE: Final = "bidang"


@dataclass(frozen=True, slots=True)
class Supplier:
    """A unit that can be asked for its part."""

    unit_id: UUID
    name: str
    #: a Bidang, which is proposed; any other unit is only offered
    is_bidang: bool
    #: the jabatan in which somebody can hand in today; empty: nobody can
    jabatan: tuple[str, ...]


def suppliers_of_office(
    connection: Connection, pemda_id: UUID, office_id: UUID, *, sop_id: UUID, today: date
) -> tuple[Supplier, ...]:
    """Return the units that can be asked in a process of a SOP, the Bidang first.

    Every Bidang in use is among them, so that a vacant jabatan leaves none out unnoticed
    (decisions §3.4). Of the other units, Sekretariat, UPTD or team, those in which somebody has
    the role today, by a holding or a penugasan.
    """
    units = connection.execute(
        select(unit.c.id, unit.c.name, unit.c.kind)
        .where(unit.c.pemda_id == pemda_id, unit.c.office_id == office_id, unit.c.active)
        .order_by(unit.c.sort, unit.c.name)
    ).all()
    jabatan = _filled(connection, pemda_id, office_id, sop_id, today)
    found = [
        Supplier(row.id, row.name, row.kind == "bidang", tuple(jabatan.get(row.id, ())))
        for row in units
    ]
    return tuple(
        sorted((it for it in found if it.is_bidang or it.jabatan), key=lambda it: not it.is_bidang)
    )


def units_in_use(connection: Connection, pemda_id: UUID, office_id: UUID) -> frozenset[UUID]:
    """Return the active units of an office.

    A unit that was asked stays asked when its jabatan falls vacant: whoever is appointed next
    hands in.
    """
    return frozenset(
        connection.execute(
            select(unit.c.id).where(
                unit.c.pemda_id == pemda_id, unit.c.office_id == office_id, unit.c.active
            )
        ).scalars()
    )


def _filled(
    connection: Connection, pemda_id: UUID, office_id: UUID, sop_id: UUID, today: date
) -> dict[UUID, list[str]]:
    """Return by unit the jabatan that supply and that somebody fills today."""
    holds = exists().where(
        holding.c.pemda_id == pemda_id,
        holding.c.position_id == position.c.id,
        held_on(today),
        on(person.c.id, holding.c.person_id),
        person.c.active,
    )
    rows = connection.execute(
        select(position.c.id, position.c.unit_id, position.c.title, holds.label("held"))
        .where(
            position.c.pemda_id == pemda_id,
            position.c.office_id == office_id,
            position.c.role == SUPPLYING_ROLE,
            position.c.duty.is_(None),
            position.c.active,
        )
        .order_by(position.c.sort, position.c.title)
    ).all()
    vacant = [row.id for row in rows if not row.held]
    acted_for = _acted_for(connection, pemda_id, vacant, sop_id, today) if vacant else frozenset()
    found: dict[UUID, list[str]] = {}
    for row in rows:
        if row.held or row.id in acted_for:
            found.setdefault(row.unit_id, []).append(row.title)
    return found


def _acted_for(
    connection: Connection, pemda_id: UUID, positions: list[UUID], sop_id: UUID, today: date
) -> frozenset[UUID]:
    """Return the positions for which somebody with a jabatan of the own acts in the SOP today."""
    own = exists().where(
        holding.c.pemda_id == pemda_id,
        holding.c.person_id == mandate.c.person_id,
        held_on(today),
    )
    rows = connection.execute(
        select(mandate.c.position_id, mandate.c.sop_ids)
        .join(person, on(person.c.id, mandate.c.person_id))
        .where(
            mandate.c.pemda_id == pemda_id,
            mandate.c.position_id.in_(positions),
            mandate.c.from_date <= today,
            mandate.c.to_date >= today,
            mandate.c.ended_at.is_(None),
            person.c.active,
            own,
        )
    )
    return frozenset(
        row.position_id
        for row in rows
        if row.sop_ids is None or sop_id in (read_scope(row.sop_ids) or ())
    )
