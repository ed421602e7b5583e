"""One change of a working calendar: judged, recorded, and due dates asked to be counted again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select

from service.access.rules import calendar_keeper_for
from service.errors import Rejected
from service.store.calendars import ask_recount, calendar_of
from service.store.callers import anew
from service.store.database import transaction
from service.store.history import actor_of
from service.store.idempotency import first_answer, remember
from service.store.structure import (
    Made,
    lock_structure,
    record_structure,
    require_active,
)
from service.store.tables import office
from service.working_time import end_of_next_working_day
from service.working_time.refusals import NoWorkingTime

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.running.calendar_plans import Plan
    from service.store.idempotency import RequestKey
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


def change(
    session: Session, caller: Caller, plan: Plan, *, now: datetime, request: RequestKey | None
) -> Made:
    """Carry a plan out and return the id of the change.

    Raises OnlyCalendarKeepers, NotFound, NobodyWouldWork and what the plan refuses.
    """
    with transaction(session) as tx:
        lock_structure(tx, caller.pemda_id)
        fresh = anew(tx, caller, now)
        answer = first_answer(tx, caller.pemda_id, caller.person_id, request)
        if answer is not None:
            return Made(UUID(answer["id"]))
        before = calendar_of(tx, caller.pemda_id)
        office_id = plan.whose(before)
        holder = calendar_keeper_for(fresh, office_id)
        if office_id is not None:
            require_active(tx, office, caller.pemda_id, office_id)
        event = plan.event(before)
        concerned = offices_under(tx, caller.pemda_id, office_id)
        require_work(before.after(event), concerned, now)
        record_structure(tx, caller.pemda_id, [event], actor_of(fresh, holder), now)
        if plan.moves_due_dates:
            ask_recount(tx, caller.pemda_id, event.change_id, office_id, now)
        made = {"id": str(event.change_id)}
        remember(tx, caller.pemda_id, caller.person_id, request, made, now)
    return Made(event.change_id)


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
