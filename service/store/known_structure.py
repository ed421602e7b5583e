"""The structure of a pemda by the names that a file can use, for the import plan."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from service.access.import_plan import KnownHolding, KnownPerson, KnownStructure
from service.store.joins import on
from service.store.tables import holding, login, office, pemda, person, position, unit

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import Connection, Table


def known_structure(connection: Connection, pemda_id: UUID) -> KnownStructure:
    """Return what the store has, by name; what is out of use is told apart."""
    every_office = _rows(connection, office, pemda_id)
    every_unit = _rows(connection, unit, pemda_id)
    every_position = _rows(connection, position, pemda_id)
    offices = {row.id: row for row in every_office.values() if row.active}
    units = {row.id: row for row in every_unit.values() if row.active and row.office_id in offices}
    positions = {
        row.id: row for row in every_position.values() if row.active and row.unit_id in units
    }
    people = connection.execute(
        select(
            person.c.id,
            person.c.name,
            person.c.nip,
            person.c.phone,
            person.c.email,
            person.c.active,
            login.c.name.label("login"),
        )
        .outerjoin(login, on(login.c.person_id, person.c.id))
        .where(person.c.pemda_id == pemda_id)
    ).all()
    holdings: dict[tuple[str, str], list[KnownHolding]] = defaultdict(list)
    for row in connection.execute(
        select(
            holding.c.position_id, holding.c.person_id, holding.c.from_date, holding.c.to_date
        ).where(holding.c.pemda_id == pemda_id)
    ):
        place = positions.get(row.position_id)
        if place is not None:
            holdings[offices[place.office_id].name, place.title].append(
                KnownHolding(str(row.person_id), row.from_date, row.to_date)
            )
    # Login names are one space for the whole store: what another pemda has is taken.
    taken = frozenset(connection.execute(select(login.c.name)).scalars())
    return KnownStructure(
        timezone=str(connection.scalar(select(pemda.c.timezone).where(pemda.c.id == pemda_id))),
        offices={row.name: row.kind for row in offices.values()},
        short_names=frozenset(row.short_name for row in every_office.values()),
        units={(offices[row.office_id].name, row.name): row.kind for row in units.values()},
        positions={
            (offices[row.office_id].name, row.title): (
                units[row.unit_id].name,
                row.role,
                row.duty,
            )
            for row in positions.values()
        },
        holdings={place: tuple(held) for place, held in holdings.items()},
        people=tuple(
            KnownPerson(
                identity=str(who.id),
                # Who was erased has no name, and so is nobody whom a file can name.
                name=who.name or str(who.id),
                nip=who.nip,
                login=who.login,
                phone=who.phone,
                email=who.email,
                active=who.active,
            )
            for who in people
        ),
        logins=taken,
        retired=frozenset(
            {(row.name,) for row in every_office.values() if row.id not in offices}
            | {
                (every_office[row.office_id].name, row.name)
                for row in every_unit.values()
                if row.id not in units
            }
            | {
                (every_office[row.office_id].name, "", row.title)
                for row in every_position.values()
                if row.id not in positions
            }
        ),
    )


def _rows(connection: Connection, table: Table, pemda_id: UUID) -> dict[UUID, Any]:
    rows = connection.execute(select(table).where(table.c.pemda_id == pemda_id))
    return {row.id: row for row in rows}
