"""Penugasan Plt., Plh., a.n. and u.b.: the list, and what a new one can be for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import or_, select

from service.access.mandates import is_long_plh, worn_title
from service.access.model import Place
from service.access.refusals import OnlyMandators
from service.access.rules import (
    may_manage_structure,
    may_record_mandates,
    may_see_structure,
)
from service.errors import NotFound
from service.queries.paging import Page, paged
from service.store.database import read
from service.store.holdings import held_on
from service.store.joins import on
from service.store.mandates import read_scope
from service.store.tables import holding, mandate, office, person, position, sop

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy import Connection, Select
    from sqlalchemy.orm import Session

    from service.access.model import Caller

#: Rows of a list to choose from.
_MOST: Final = 2_000


@dataclass(frozen=True, slots=True)
class MandateLine:
    """One penugasan."""

    mandate_id: UUID
    kind: str
    #: "Plh. Kepala Dinas"
    title: str
    office_name: str
    person_id: UUID
    #: None: erased
    person_name: str | None
    letter_number: str
    letter_date: date
    from_date: date
    to_date: date
    #: titles of the only SOPs in which it counts; empty: all routine work
    sops: tuple[str, ...]
    scan_sha256: str
    recorded_at: datetime
    ended_at: datetime | None
    #: it lasts longer than a Plh. should
    long: bool
    #: the caller may end it, and read its letter
    may_manage: bool
    #: it is the caller's own
    own: bool


@dataclass(frozen=True, slots=True)
class Choices:
    """What the caller can record a penugasan for."""

    #: (office, ((position, title), …))
    positions: tuple[tuple[str, tuple[tuple[UUID, str], ...]], ...]
    #: (office, ((person, jabatan and name), …))
    people: tuple[tuple[str, tuple[tuple[UUID, str], ...]], ...]
    #: (office, ((SOP, title), …))
    sops: tuple[tuple[str, tuple[tuple[UUID, str], ...]], ...]


def mandates_of(
    session: Session, caller: Caller, *, today: date, page: int = 1
) -> Page[MandateLine]:
    """Return a page of the pemda's penugasan: those in force or to come first, then the newest.

    Who acts for whom is known to everybody with a jabatan, as are those who hold one. Raises
    NotFound for everybody else.
    """
    if not may_see_structure(caller):
        raise NotFound
    over = or_(mandate.c.ended_at.is_not(None), mandate.c.to_date < today)
    statement = _mandates(caller).order_by(over, mandate.c.from_date.desc(), mandate.c.id.desc())
    with read(session) as connection:
        titles = _sop_titles(connection, caller.pemda_id)
        return paged(connection, statement, lambda row: _line(caller, row, titles), number=page)


def mandate_of(session: Session, caller: Caller, mandate_id: UUID) -> MandateLine:
    """Return one penugasan. Raises NotFound."""
    if not may_see_structure(caller):
        raise NotFound
    with read(session) as connection:
        row = connection.execute(_mandates(caller).where(mandate.c.id == mandate_id)).one_or_none()
        if row is None:
            raise NotFound
        return _line(caller, row, _sop_titles(connection, caller.pemda_id))


def may_record_any(caller: Caller) -> bool:
    """Say whether the caller may record penugasan for some office."""
    return may_manage_structure(caller) or any(
        may_record_mandates(caller, Place(caller.pemda_id, holder.office_id))
        for holder in caller.holders
    )


def choices(session: Session, caller: Caller, *, today: date) -> Choices:
    """Return what the caller can choose among. Raises OnlyMandators to whoever records none."""
    offices = _offices(caller)
    with read(session) as connection:
        places = connection.execute(
            select(position.c.id, position.c.title, office.c.name, office.c.id.label("office_id"))
            .join(office, on(office.c.id, position.c.office_id))
            .where(
                position.c.pemda_id == caller.pemda_id,
                position.c.active,
                position.c.duty.is_(None),
                office.c.active,
                *(() if offices is None else (office.c.id.in_(sorted(offices)),)),
            )
            .order_by(office.c.name, position.c.sort, position.c.title)
            .limit(_MOST)
        ).all()
        people = connection.execute(
            select(
                person.c.id, person.c.name, position.c.title, office.c.name.label("office_name")
            )
            .select_from(holding)
            .join(person, on(person.c.id, holding.c.person_id))
            .join(position, on(position.c.id, holding.c.position_id))
            .join(office, on(office.c.id, position.c.office_id))
            .where(
                holding.c.pemda_id == caller.pemda_id,
                person.c.active,
                person.c.id != caller.person_id,
                position.c.active,
                or_(position.c.duty.is_(None), position.c.duty != "administrator"),
                held_on(today),
            )
            .order_by(office.c.name, position.c.sort, position.c.title)
            .limit(_MOST)
        ).all()
        sops = connection.execute(
            select(sop.c.id, sop.c.title, sop.c.office_id)
            .where(sop.c.pemda_id == caller.pemda_id)
            .order_by(sop.c.title)
            .limit(_MOST)
        ).all()
    named = {row.office_id: row.name for row in places}
    return Choices(
        positions=tuple(
            (name, tuple((row.id, row.title) for row in places if row.office_id == key))
            for key, name in named.items()
        ),
        people=tuple(
            (name, tuple((row.id, _told(row)) for row in people if row.office_name == name))
            for name in dict.fromkeys(row.office_name for row in people)
        ),
        sops=tuple(
            (name, found)
            for key, name in named.items()
            if (found := tuple((row.id, row.title) for row in sops if row.office_id == key))
        ),
    )


def _told(row: Any) -> str:
    """Return who it is, by jabatan first, as people look for each other in an office."""
    if row.name == row.title:
        return str(row.title)
    return f"{row.title}: {row.name or 'nama sudah dihapus'}"


def _offices(caller: Caller) -> frozenset[UUID] | None:
    """Return the offices for which the caller records; None: every one."""
    if may_manage_structure(caller):
        return None
    found = frozenset(
        holder.office_id
        for holder in caller.holders
        if may_record_mandates(caller, Place(caller.pemda_id, holder.office_id))
    )
    if not found:
        raise OnlyMandators
    return found


def _mandates(caller: Caller) -> Select[Any]:
    return (
        select(
            mandate,
            position.c.title,
            position.c.office_id,
            office.c.name.label("office_name"),
            person.c.name.label("person_name"),
        )
        .join(position, on(position.c.id, mandate.c.position_id))
        .join(office, on(office.c.id, position.c.office_id))
        .join(person, on(person.c.id, mandate.c.person_id))
        .where(mandate.c.pemda_id == caller.pemda_id)
    )


def _sop_titles(connection: Connection, pemda_id: UUID) -> dict[UUID, str]:
    rows = connection.execute(
        select(sop.c.id, sop.c.title).where(sop.c.pemda_id == pemda_id).limit(_MOST)
    )
    return {row.id: row.title for row in rows}


def _line(caller: Caller, row: Any, titles: dict[UUID, str]) -> MandateLine:
    own = row.person_id == caller.person_id
    return MandateLine(
        mandate_id=row.id,
        kind=row.kind,
        title=worn_title(row.kind, row.title),
        office_name=row.office_name,
        person_id=row.person_id,
        person_name=row.person_name,
        letter_number=row.letter_number,
        letter_date=row.letter_date,
        from_date=row.from_date,
        to_date=row.to_date,
        sops=tuple(sorted(titles.get(one, "") for one in read_scope(row.sop_ids) or ())),
        scan_sha256=row.scan_sha256,
        recorded_at=row.recorded_at,
        ended_at=row.ended_at,
        long=is_long_plh(row.kind, row.from_date, row.to_date),
        may_manage=not own and may_record_mandates(caller, Place(caller.pemda_id, row.office_id)),
        own=own,
    )
