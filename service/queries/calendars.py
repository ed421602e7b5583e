"""The working calendar as pages show it: a year, its schedules and days, and what moves by it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from service.access.rules import may_see_structure
from service.errors import NotFound
from service.running.calendar_offices import OfficeZone, offices_under
from service.store.calendars import calendar_of, office_calendar
from service.store.database import read
from service.store.joins import on
from service.store.tables import (
    calendar_year,
    due_recount,
    office,
    person,
)

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.working_time import OfficeCalendar, PemdaCalendar

#: Recounts that a page shows, the newest first.
_RECOUNTS_SHOWN: Final = 5


@dataclass(frozen=True, slots=True)
class Confirmation:
    """Who compared a year with its SKB, and when."""

    #: None: erased
    name: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class RecountLine:
    """How far due dates were counted again after a change."""

    made_at: datetime
    #: None: every office
    office_name: str | None
    total: int
    seen: int
    moved: int
    failed: int
    status: str
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class CalendarView:
    """A calendar, the offices that have one, and what was counted again lately."""

    calendar: PemdaCalendar
    offices: tuple[OfficeZone, ...]
    #: None: the calendar of the pemda was asked for
    office: OfficeZone | None
    #: by year
    confirmations: dict[int, Confirmation]
    recounts: tuple[RecountLine, ...]


def office_clock(session: Session, pemda_id: UUID, office_id: UUID, zone: str) -> OfficeCalendar:
    """Return how an office counts time now."""
    with read(session) as connection:
        return office_calendar(connection, pemda_id, office_id, zone)


def calendar_view(session: Session, caller: Caller, office_id: UUID | None) -> CalendarView:
    """Return the calendar of the pemda, or of one office of it. Raises NotFound."""
    if not may_see_structure(caller):
        raise NotFound
    with read(session) as connection:
        offices = offices_under(connection, caller.pemda_id, None)
        chosen = next((it for it in offices if it.office_id == office_id), None)
        if office_id is not None and chosen is None:
            raise NotFound
        return CalendarView(
            calendar=calendar_of(connection, caller.pemda_id),
            offices=offices,
            office=chosen,
            confirmations=_confirmations(connection, caller.pemda_id),
            recounts=_recounts(connection, caller.pemda_id),
        )


def _confirmations(connection: Connection, pemda_id: UUID) -> dict[int, Confirmation]:
    rows = connection.execute(
        select(calendar_year.c.year, calendar_year.c.confirmed_at, person.c.name)
        .join(person, on(person.c.id, calendar_year.c.confirmed_by))
        .where(calendar_year.c.pemda_id == pemda_id)
    )
    return {row.year: Confirmation(row.name, row.confirmed_at) for row in rows}


def _recounts(connection: Connection, pemda_id: UUID) -> tuple[RecountLine, ...]:
    rows = connection.execute(
        select(due_recount, office.c.short_name)
        .outerjoin(office, on(office.c.id, due_recount.c.office_id))
        .where(due_recount.c.pemda_id == pemda_id)
        .order_by(due_recount.c.made_at.desc(), due_recount.c.change_id.desc())
        .limit(_RECOUNTS_SHOWN)
    )
    return tuple(
        RecountLine(
            row.made_at,
            row.short_name,
            row.total,
            row.seen,
            row.moved,
            row.failed,
            row.status,
            row.finished_at,
        )
        for row in rows
    )
