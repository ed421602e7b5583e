"""The offices that a working calendar is for, and that each of them works by it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from service.errors import Rejected
from service.store.tables import office
from service.working_time import end_of_next_working_day
from service.working_time.refusals import NoWorkingTime

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection

    from service.working_time import PemdaCalendar


class NobodyWouldWork(Rejected):
    """The change would leave an office without a working day for more than a year."""

    code = "calendar.nobody-works"


@dataclass(frozen=True, slots=True)
class OfficeZone:
    """An office that a calendar is asked for."""

    office_id: UUID
    short_name: str
    timezone: str


def require_work(calendar: PemdaCalendar, offices: Sequence[OfficeZone], now: datetime) -> None:
    """Raise NobodyWouldWork when an office has no working day any more."""
    for one in offices:
        try:
            end_of_next_working_day(now, calendar.of_office(one.office_id, one.timezone).calendar)
        except NoWorkingTime:
            raise NobodyWouldWork(office=one.short_name) from None


def offices_under(
    connection: Connection, pemda_id: UUID, office_id: UUID | None
) -> tuple[OfficeZone, ...]:
    """Return the offices that a calendar is for: one, or every one that is in use."""
    query = select(office.c.id, office.c.short_name, office.c.timezone).where(
        office.c.pemda_id == pemda_id, office.c.active
    )
    if office_id is not None:
        query = query.where(office.c.id == office_id)
    rows = connection.execute(query.order_by(office.c.name))
    return tuple(OfficeZone(row.id, row.short_name, row.timezone) for row in rows)
