"""Who answers to a candidate key today: for "siapa berikutnya" and for knowing a sole holder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from sqlalchemy import Date, and_, bindparam, null, or_, select

from service.access.mandates import worn_title
from service.access.roles import agency_keys
from service.queries.paging import CAP
from service.store.holdings import held_on
from service.store.joins import on
from service.store.mandates import read_scope
from service.store.tables import holding, mandate, office, person, position, team_member, unit

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from sqlalchemy import BindParameter, ColumnElement, Connection, Row, Select

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
    connection: Connection, pemda_id: UUID, candidate: str, today: date, *, sop_id: UUID
) -> tuple[Addressee, ...]:
    """Return who may do a task of `candidate` on `today`, in the order of the structure.

    Those who act under a penugasan that counts in the SOP come after those who hold the jabatan.
    """
    statements, named = _asked(pemda_id, candidate, today)
    rows = [
        row
        for statement in statements
        for row in connection.execute(statement, named)
        if row.sop_ids is None or sop_id in (read_scope(row.sop_ids) or ())
    ]
    return tuple(_addressee(row) for row in rows)


def sole_candidates(
    connection: Connection, pemda_id: UUID, candidates: Iterable[tuple[str, UUID]], today: date
) -> frozenset[tuple[str, UUID]]:
    """Return the pairs of key and SOP that exactly one person answers to: no *Ambil* is needed."""
    return frozenset(
        (key, sop_id)
        for key, sop_id in set(candidates)
        if len(
            {who.person_id for who in holders_of(connection, pemda_id, key, today, sop_id=sop_id)}
        )
        == 1
    )


def _addressee(row: Row[Any]) -> Addressee:
    return Addressee(
        person_id=row.person_id,
        holding_id=row.holding_id,
        name=row.name,
        title=row.title if row.mandate_kind is None else worn_title(row.mandate_kind, row.title),
        office_name=row.office_name,
        phone=row.phone,
    )


def _asked(
    pemda_id: UUID, candidate: str, today: date
) -> tuple[tuple[Select[Any], ...], dict[str, object]]:
    """Return what finds those who hold the jabatan and those who act for it, with its values."""
    named: dict[str, object] = {"the_pemda": pemda_id, "today": today}
    kind, _, rest = candidate.partition(":")
    if kind == "agency":
        kinds = [
            kind
            for kind in ("bappeda", "bkad", "organisasi", "inspektorat")
            if rest in agency_keys(kind, "")
        ]
        return _OF_AGENCY, named | {"kinds": kinds, "short_name": rest.replace("-", " ")}
    parts = candidate.split(":")
    if len(parts) != _PARTS_WITH_ROLE:
        return (), named
    named |= {"place": UUID(parts[1]), "role": parts[2]}
    if kind == "team":
        return _OF_TEAM, named
    return (_OF_OFFICE if kind == "office" else _OF_UNIT), named


def _held() -> Select[Any]:
    return (
        select(
            holding.c.person_id,
            holding.c.id.label("holding_id"),
            null().label("mandate_kind"),
            null().label("sop_ids"),
            *_SHOWN,
        )
        .select_from(holding)
        .join(position, on(position.c.id, holding.c.position_id))
        .join(office, on(office.c.id, position.c.office_id))
        .join(unit, on(unit.c.id, position.c.unit_id))
        .join(person, on(person.c.id, holding.c.person_id))
        .where(
            holding.c.pemda_id == _THE_PEMDA,
            held_on(_TODAY),
            person.c.active,
            position.c.active,
        )
        .order_by(unit.c.sort, position.c.sort, position.c.title, holding.c.id)
    )


def _acted_for() -> Select[Any]:
    # Whoever acts for another keeps an own jabatan; the first of several stands for it.
    own = (
        select(holding.c.id)
        .where(
            holding.c.pemda_id == _THE_PEMDA,
            holding.c.person_id == mandate.c.person_id,
            held_on(_TODAY),
        )
        .order_by(holding.c.from_date, holding.c.id)
        .limit(1)
        .correlate(mandate)
        .scalar_subquery()
    )
    return (
        select(
            mandate.c.person_id,
            own.label("holding_id"),
            mandate.c.kind.label("mandate_kind"),
            mandate.c.sop_ids,
            *_SHOWN,
        )
        .select_from(mandate)
        .join(position, on(position.c.id, mandate.c.position_id))
        .join(office, on(office.c.id, position.c.office_id))
        .join(unit, on(unit.c.id, position.c.unit_id))
        .join(person, on(person.c.id, mandate.c.person_id))
        .where(
            mandate.c.pemda_id == _THE_PEMDA,
            mandate.c.from_date <= _TODAY,
            mandate.c.to_date >= _TODAY,
            mandate.c.ended_at.is_(None),
            person.c.active,
            position.c.active,
            own.is_not(None),
        )
        .order_by(unit.c.sort, position.c.sort, position.c.title, mandate.c.id)
    )


_THE_PEMDA: Final[BindParameter[UUID]] = bindparam("the_pemda")
_TODAY: Final[BindParameter[date]] = bindparam("today", type_=Date)
_SHOWN: Final = (
    person.c.name,
    person.c.phone,
    position.c.title,
    office.c.name.label("office_name"),
)


def _both(*where: ColumnElement[bool]) -> tuple[Select[Any], ...]:
    return tuple(
        statement.where(*where, position.c.duty.is_(None)).limit(CAP)
        for statement in (_held(), _acted_for())
    )


# Built once: building a statement costs more than running it, and every task asks.
_ROLE: Final = position.c.role == bindparam("role")
_OF_OFFICE: Final = _both(position.c.office_id == bindparam("place"), _ROLE)
_OF_UNIT: Final = _both(position.c.unit_id == bindparam("place"), _ROLE)
_OF_AGENCY: Final = _both(
    or_(
        office.c.kind.in_(bindparam("kinds", expanding=True)),
        office.c.short_name.ilike(bindparam("short_name")),
    )
)
_OF_TEAM: Final = (
    _held()
    .join(
        team_member,
        and_(
            team_member.c.pemda_id == holding.c.pemda_id,
            team_member.c.holding_id == holding.c.id,
            team_member.c.instance_id == bindparam("place"),
            team_member.c.role == bindparam("role"),
        ),
    )
    .limit(CAP),
)
