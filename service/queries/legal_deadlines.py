"""Legal deadlines: all of a pemda, and those of one process."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from service.access.rules import may_see_structure, require_may_see_process
from service.errors import NotFound
from service.queries.instances import process_row
from service.running.calendar_offices import OfficeZone, offices_under
from service.store.database import read
from service.store.joins import on
from service.store.legal_deadlines import deadlines_of
from service.store.tables import legal_deadline, person, sop
from service.working_time.legal import LegalDeadline, LegalDue, legal_dues

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from service.access.model import Caller


@dataclass(frozen=True, slots=True)
class Verified:
    """Who found the day in the rule, and when."""

    #: None: erased
    name: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class DeadlinesView:
    """Every deadline of a pemda and its offices."""

    deadlines: tuple[LegalDeadline, ...]
    offices: tuple[OfficeZone, ...]
    #: by deadline
    verified: dict[UUID, Verified]


def deadlines_view(session: Session, caller: Caller) -> DeadlinesView:
    """Return the legal deadlines of the caller's pemda. Raises NotFound."""
    if not may_see_structure(caller):
        raise NotFound
    with read(session) as connection:
        return DeadlinesView(
            deadlines=deadlines_of(connection, caller.pemda_id),
            offices=offices_under(connection, caller.pemda_id, None),
            verified=_verified(connection, caller.pemda_id),
        )


def deadlines_of_process(
    session: Session, caller: Caller, instance_id: UUID
) -> tuple[LegalDue, ...]:
    """Return until when laws want a process to be done, the earliest first. Raises NotFound."""
    with read(session) as connection:
        row, facts = process_row(connection, caller, instance_id)
        require_may_see_process(caller, facts)
        key = connection.execute(
            select(sop.c.key).where(sop.c.pemda_id == caller.pemda_id, sop.c.id == row.sop_id)
        ).scalar_one()
        there = deadlines_of(connection, caller.pemda_id)
    return legal_dues(there, office_id=row.office_id, sop_key=key, year=row.year)


def _verified(connection: Connection, pemda_id: UUID) -> dict[UUID, Verified]:
    rows = connection.execute(
        select(legal_deadline.c.id, legal_deadline.c.verified_at, person.c.name)
        .join(person, on(person.c.id, legal_deadline.c.verified_by))
        .where(legal_deadline.c.pemda_id == pemda_id)
    )
    return {row.id: Verified(row.name, row.verified_at) for row in rows}
