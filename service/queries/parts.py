"""Offices, units and jabatan for those who administer them: what is in use and what was."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from service.access.rules import administrator_for
from service.errors import NotFound
from service.queries.structure import MOST_ROWS
from service.store.database import read
from service.store.holdings import held_on, not_over_on
from service.store.joins import on
from service.store.tables import holding, office, person, position, process_instance, unit
from service.store.waiting import waiting_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy import ColumnElement, Connection
    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.store.structure import Part
    from service.store.waiting import Waiting


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody in a jabatan, today, earlier or later."""

    holding_id: UUID
    person_id: UUID
    #: None: erased
    name: str | None
    from_date: date
    to_date: date | None
    sk_number: str | None
    sk_date: date | None


@dataclass(frozen=True, slots=True)
class PositionPart:
    position_id: UUID
    title: str
    role: str | None
    duty: str | None
    active: bool
    #: who holds it on the day asked for
    seats: tuple[Seat, ...]


@dataclass(frozen=True, slots=True)
class UnitPart:
    unit_id: UUID
    name: str
    kind: str
    active: bool
    positions: tuple[PositionPart, ...]


@dataclass(frozen=True, slots=True)
class OfficePart:
    office_id: UUID
    name: str
    short_name: str
    kind: str
    timezone: str
    active: bool
    units: tuple[UnitPart, ...]


@dataclass(frozen=True, slots=True)
class UnitPlace:
    """A unit, and where it is."""

    unit_id: UUID
    name: str
    kind: str
    active: bool
    office_id: UUID
    office_name: str


@dataclass(frozen=True, slots=True)
class PositionPlace:
    """A jabatan, where it is, and everybody who held, holds or will hold it, the newest first."""

    position_id: UUID
    title: str
    role: str | None
    duty: str | None
    active: bool
    unit_name: str
    office_id: UUID
    office_name: str
    superior_title: str | None
    seats: tuple[Seat, ...]


@dataclass(frozen=True, slots=True)
class PositionChoices:
    """The active jabatan of one office, to choose from."""

    office_name: str
    positions: tuple[tuple[UUID, str], ...]


@dataclass(frozen=True, slots=True)
class InUse:
    """What keeps a part of the structure from being taken out of use."""

    #: holdings of today and later
    holdings: int
    #: running processes of its own
    processes: int
    #: open tasks of any process
    waiting: Waiting


def retired_offices(session: Session, caller: Caller) -> tuple[tuple[UUID, str], ...]:
    """Return id and name of offices out of use, by name. Raises OnlyAdministrators."""
    administrator_for(caller)
    with read(session) as connection:
        rows = connection.execute(
            select(office.c.id, office.c.name)
            .where(office.c.pemda_id == caller.pemda_id, office.c.active.is_(False))
            .order_by(office.c.name)
            .limit(MOST_ROWS)
        )
        return tuple((row.id, row.name) for row in rows)


def office_part(session: Session, caller: Caller, office_id: UUID, *, today: date) -> OfficePart:
    """Return an office with all its parts, used or not. Raises OnlyAdministrators, NotFound."""
    administrator_for(caller)
    pemda_id = caller.pemda_id
    with read(session) as connection:
        row = connection.execute(
            select(office).where(office.c.pemda_id == pemda_id, office.c.id == office_id)
        ).one_or_none()
        if row is None:
            raise NotFound
        units = connection.execute(
            select(unit)
            .where(unit.c.pemda_id == pemda_id, unit.c.office_id == office_id)
            .order_by(unit.c.active.desc(), unit.c.sort, unit.c.name)
            .limit(MOST_ROWS)
        ).all()
        positions = connection.execute(
            select(position)
            .where(position.c.pemda_id == pemda_id, position.c.office_id == office_id)
            .order_by(position.c.active.desc(), position.c.sort, position.c.title)
            .limit(MOST_ROWS)
        ).all()
        seats = _seats(
            connection,
            pemda_id,
            position.c.office_id == office_id,
            held_on(today),
            person.c.active,
        )
    return OfficePart(
        row.id,
        row.name,
        row.short_name,
        row.kind,
        row.timezone,
        row.active,
        tuple(_unit_part(one, positions, seats) for one in units),
    )


def unit_place(session: Session, caller: Caller, unit_id: UUID) -> UnitPlace:
    """Return a unit. Raises OnlyAdministrators, NotFound."""
    administrator_for(caller)
    with read(session) as connection:
        row = connection.execute(
            select(unit, office.c.name.label("office_name"))
            .join(office, on(office.c.id, unit.c.office_id))
            .where(unit.c.pemda_id == caller.pemda_id, unit.c.id == unit_id)
        ).one_or_none()
    if row is None:
        raise NotFound
    return UnitPlace(row.id, row.name, row.kind, row.active, row.office_id, row.office_name)


def position_place(session: Session, caller: Caller, position_id: UUID) -> PositionPlace:
    """Return a jabatan with its holders. Raises OnlyAdministrators, NotFound."""
    administrator_for(caller)
    superior = position.alias()
    with read(session) as connection:
        row = connection.execute(
            select(
                position,
                office.c.name.label("office_name"),
                unit.c.name.label("unit_name"),
                superior.c.title.label("superior_title"),
            )
            .join(office, on(office.c.id, position.c.office_id))
            .join(unit, on(unit.c.id, position.c.unit_id))
            .outerjoin(superior, on(superior.c.id, position.c.superior_id))
            .where(position.c.pemda_id == caller.pemda_id, position.c.id == position_id)
        ).one_or_none()
        if row is None:
            raise NotFound
        seats = _seats(connection, caller.pemda_id, position.c.id == position_id)
    return PositionPlace(
        position_id=row.id,
        title=row.title,
        role=row.role,
        duty=row.duty,
        active=row.active,
        unit_name=row.unit_name,
        office_id=row.office_id,
        office_name=row.office_name,
        superior_title=row.superior_title,
        seats=tuple(seats.get(row.id, ())),
    )


def position_choices(
    session: Session, caller: Caller, *, office_id: UUID | None = None
) -> tuple[PositionChoices, ...]:
    """Return the jabatan in use, by office; of one office when `office_id` is given.

    Raises OnlyAdministrators.
    """
    administrator_for(caller)
    only = () if office_id is None else (office.c.id == office_id,)
    with read(session) as connection:
        rows = connection.execute(
            select(position.c.id, position.c.title, office.c.name)
            .join(office, on(office.c.id, position.c.office_id))
            .join(unit, on(unit.c.id, position.c.unit_id))
            .where(
                position.c.pemda_id == caller.pemda_id,
                position.c.active,
                unit.c.active,
                office.c.active,
                *only,
            )
            .order_by(office.c.name, office.c.id, unit.c.sort, position.c.sort, position.c.title)
            .limit(MOST_ROWS)
        ).all()
    return tuple(
        PositionChoices(name, tuple((row.id, row.title) for row in group))
        for name, group in groupby(rows, key=lambda row: str(row.name))
    )


def in_use(session: Session, caller: Caller, part: Part, part_id: UUID, *, today: date) -> InUse:
    """Return what `deactivate_part` would refuse for. Raises OnlyAdministrators."""
    administrator_for(caller)
    column = {
        "office": position.c.office_id,
        "unit": position.c.unit_id,
        "position": position.c.id,
    }[part]
    with read(session) as connection:
        held = connection.scalar(
            select(func.count())
            .select_from(holding)
            .join(position, on(position.c.id, holding.c.position_id))
            .where(
                holding.c.pemda_id == caller.pemda_id,
                column == part_id,
                not_over_on(today),
            )
        )
        running = 0
        if part != "position":
            place = (
                process_instance.c.office_id if part == "office" else process_instance.c.unit_id
            )
            running = (
                connection.scalar(
                    select(func.count())
                    .select_from(process_instance)
                    .where(
                        process_instance.c.pemda_id == caller.pemda_id,
                        process_instance.c.status == "running",
                        place == part_id,
                    )
                )
                or 0
            )
        waiting = waiting_in(connection, caller.pemda_id, part, part_id)
    return InUse(held or 0, running, waiting)


def _unit_part(row: Any, positions: Sequence[Any], seats: dict[UUID, list[Seat]]) -> UnitPart:
    return UnitPart(
        row.id,
        row.name,
        row.kind,
        row.active,
        tuple(
            PositionPart(
                one.id, one.title, one.role, one.duty, one.active, tuple(seats.get(one.id, ()))
            )
            for one in positions
            if one.unit_id == row.id
        ),
    )


def _seats(
    connection: Connection, pemda_id: UUID, *which: ColumnElement[bool]
) -> dict[UUID, list[Seat]]:
    rows: Iterable[Any] = connection.execute(
        select(holding, person.c.name)
        .join(position, on(position.c.id, holding.c.position_id))
        .join(person, on(person.c.id, holding.c.person_id))
        .where(holding.c.pemda_id == pemda_id, *which)
        .order_by(holding.c.from_date.desc(), holding.c.id)
        .limit(MOST_ROWS)
    )
    found: dict[UUID, list[Seat]] = {}
    for row in rows:
        seat = Seat(
            row.id,
            row.person_id,
            row.name,
            row.from_date,
            row.to_date,
            row.sk_number,
            row.sk_date,
        )
        found.setdefault(row.position_id, []).append(seat)
    return found
