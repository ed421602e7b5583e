"""Surat tugas of the Inspektorat: those that its leadership recorded, or the auditor's own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import exists, select

from service.access.rules import may_record_assignments
from service.errors import NotFound
from service.queries.paging import CAP, Page, paged
from service.store.database import read
from service.store.holdings import held_on
from service.store.joins import on
from service.store.tables import (
    audit_assignment,
    holding,
    office,
    person,
    position,
    sop,
    sop_version,
)

if TYPE_CHECKING:
    from datetime import date, datetime
    from typing import Any
    from uuid import UUID

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from service.access.model import Caller


#: Rows of a list to choose from.
_MOST = 2_000


@dataclass(frozen=True, slots=True)
class AssignmentLine:
    """One surat tugas; None as office or SOP means every one."""

    assignment_id: UUID
    person_id: UUID
    person_name: str | None
    letter_number: str
    letter_date: date
    from_date: date
    to_date: date
    office_name: str | None
    sop_title: str | None
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class Scope:
    """An office that a surat tugas can name, with its SOPs that were ever put to use."""

    office_id: UUID
    name: str
    sops: tuple[tuple[UUID, str], ...]


@dataclass(frozen=True, slots=True)
class AuditorChoice:
    """A person whom a surat tugas can be for."""

    person_id: UUID
    name: str | None
    title: str


def assignments_of(session: Session, caller: Caller, *, page: int = 1) -> Page[AssignmentLine]:
    """Return a page of surat tugas, the newest first.

    The leadership of the Inspektorat sees all of the pemda, an auditor the own ones. Raises
    NotFound for everybody else.
    """
    leads = may_record_assignments(caller)
    if not leads and not any(holder.duty == "auditor" for holder in caller.holders):
        raise NotFound
    statement = _letters(caller)
    if not leads:
        statement = statement.where(audit_assignment.c.person_id == caller.person_id)
    with read(session) as connection:
        return paged(connection, statement, _line, number=page)


def assignment_of(session: Session, caller: Caller, assignment_id: UUID) -> AssignmentLine:
    """Return one surat tugas. Raises NotFound, and to all but the leadership."""
    if not may_record_assignments(caller):
        raise NotFound
    with read(session) as connection:
        row = connection.execute(
            _letters(caller).where(audit_assignment.c.id == assignment_id)
        ).one_or_none()
    if row is None:
        raise NotFound
    return _line(row)


def scopes(session: Session, caller: Caller) -> tuple[Scope, ...]:
    """Return what a surat tugas can be limited to. Raises NotFound to all but the leadership."""
    if not may_record_assignments(caller):
        raise NotFound
    used = exists().where(
        sop_version.c.pemda_id == sop.c.pemda_id,
        sop_version.c.sop_id == sop.c.id,
        sop_version.c.status.in_(("trial", "ratified", "effective", "withdrawn")),
    )
    with read(session) as connection:
        offices = connection.execute(
            select(office.c.id, office.c.name)
            .where(office.c.pemda_id == caller.pemda_id, office.c.active)
            .order_by(office.c.name)
            .limit(_MOST)
        ).all()
        sops = connection.execute(
            select(sop.c.id, sop.c.office_id, sop.c.title)
            .where(sop.c.pemda_id == caller.pemda_id, used)
            .order_by(sop.c.title)
            .limit(_MOST)
        ).all()
    return tuple(
        Scope(one.id, one.name, tuple((it.id, it.title) for it in sops if it.office_id == one.id))
        for one in offices
    )


def auditors(session: Session, caller: Caller, *, today: date) -> tuple[AuditorChoice, ...]:
    """Return who can be given a surat tugas today. Raises NotFound to all but the leadership."""
    if not may_record_assignments(caller):
        raise NotFound
    with read(session) as connection:
        rows = connection.execute(
            select(person.c.id, person.c.name, position.c.title)
            .select_from(holding)
            .join(position, on(position.c.id, holding.c.position_id))
            .join(person, on(person.c.id, holding.c.person_id))
            .where(
                holding.c.pemda_id == caller.pemda_id,
                position.c.duty == "auditor",
                position.c.active,
                person.c.active,
                person.c.id != caller.person_id,
                held_on(today),
            )
            .order_by(position.c.sort, person.c.name)
            .limit(4 * CAP)
        )
        return tuple(AuditorChoice(row.id, row.name, row.title) for row in rows)


def _letters(caller: Caller) -> Select[Any]:
    return (
        select(
            audit_assignment,
            person.c.name.label("person_name"),
            office.c.name.label("office_name"),
            sop.c.title.label("sop_title"),
        )
        .join(person, on(person.c.id, audit_assignment.c.person_id))
        .outerjoin(office, on(office.c.id, audit_assignment.c.office_id))
        .outerjoin(sop, on(sop.c.id, audit_assignment.c.sop_id))
        .where(audit_assignment.c.pemda_id == caller.pemda_id)
        .order_by(audit_assignment.c.from_date.desc(), audit_assignment.c.id)
    )


def _line(row: Any) -> AssignmentLine:
    return AssignmentLine(
        assignment_id=row.id,
        person_id=row.person_id,
        person_name=row.person_name,
        letter_number=row.letter_number,
        letter_date=row.letter_date,
        from_date=row.from_date,
        to_date=row.to_date,
        office_name=row.office_name,
        sop_title=row.sop_title,
        revoked_at=row.revoked_at,
    )
