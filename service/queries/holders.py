"""Who answers to a candidate key today: for "siapa berikutnya" and for knowing a sole holder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from sqlalchemy import and_, or_, select

from service.access.roles import agency_keys
from service.queries.paging import CAP
from service.store.joins import on
from service.store.tables import holding, office, person, position, team_member, unit

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from sqlalchemy import ColumnElement, Connection, Row, Select

_PARTS_WITH_ROLE: Final = 3


@dataclass(frozen=True, slots=True)
class Addressee:
    """A person in the jabatan in which a task reaches that person."""

    person_id: UUID
    holding_id: UUID
    #: None: erased
    name: str | None
    title: str
    office_name: str
    #: as typed, for a wa.me link
    phone: str | None


def holders_of(
    connection: Connection, pemda_id: UUID, candidate: str, today: date
) -> tuple[Addressee, ...]:
    """Return who may do a task of `candidate` on `today`, in the order of the structure."""
    statement = _statement(pemda_id, candidate, today)
    if statement is None:
        return ()
    return tuple(_addressee(row) for row in connection.execute(statement.limit(CAP)))


def sole_candidates(
    connection: Connection, pemda_id: UUID, candidates: Iterable[str], today: date
) -> frozenset[str]:
    """Return the keys that exactly one person answers to: their tasks need no *Ambil*."""
    return frozenset(
        key
        for key in set(candidates)
        if len({who.person_id for who in holders_of(connection, pemda_id, key, today)}) == 1
    )


def _addressee(row: Row[Any]) -> Addressee:
    return Addressee(
        person_id=row.person_id,
        holding_id=row.holding_id,
        name=row.name,
        title=row.title,
        office_name=row.office_name,
        phone=row.phone,
    )


def _statement(pemda_id: UUID, candidate: str, today: date) -> Select[Any] | None:
    kind, _, rest = candidate.partition(":")
    if kind == "agency":
        return _of_agency(pemda_id, rest, today)
    parts = candidate.split(":")
    if len(parts) != _PARTS_WITH_ROLE:
        return None
    place, role = UUID(parts[1]), parts[2]
    if kind == "team":
        return _in_force(pemda_id, today).join(
            team_member,
            and_(
                team_member.c.pemda_id == holding.c.pemda_id,
                team_member.c.holding_id == holding.c.id,
                team_member.c.instance_id == place,
                team_member.c.role == role,
            ),
        )
    column = position.c.office_id if kind == "office" else position.c.unit_id
    return _in_force(pemda_id, today).where(
        column == place, position.c.role == role, position.c.duty.is_(None)
    )


def _of_agency(pemda_id: UUID, key: str, today: date) -> Select[Any]:
    """Find everybody of the office that goes by the agency's key."""
    return _in_force(pemda_id, today).where(position.c.duty.is_(None), _goes_by(key))


def _goes_by(key: str) -> ColumnElement[bool]:
    kinds = [
        kind
        for kind in ("bappeda", "bkad", "organisasi", "inspektorat")
        if key in agency_keys(kind, "")
    ]
    return or_(office.c.kind.in_(kinds), office.c.short_name.ilike(key.replace("-", " ")))


def _in_force(pemda_id: UUID, today: date) -> Select[Any]:
    return (
        select(
            holding.c.person_id,
            holding.c.id.label("holding_id"),
            person.c.name,
            person.c.phone,
            position.c.title,
            office.c.name.label("office_name"),
        )
        .select_from(holding)
        .join(
            position,
            on(position.c.id, holding.c.position_id),
        )
        .join(
            office,
            on(office.c.id, position.c.office_id),
        )
        .join(unit, on(unit.c.id, position.c.unit_id))
        .join(
            person,
            on(person.c.id, holding.c.person_id),
        )
        .where(
            holding.c.pemda_id == pemda_id,
            holding.c.from_date <= today,
            or_(holding.c.to_date.is_(None), holding.c.to_date >= today),
            person.c.active,
            position.c.active,
        )
        .order_by(unit.c.sort, position.c.sort, position.c.title, holding.c.id)
    )
