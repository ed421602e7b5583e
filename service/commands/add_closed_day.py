"""Add a day off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.running.calendar_changes import change
from service.running.calendar_plans import AddClosedDay

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.running.calendar_entries import NewClosedDay
    from service.store.idempotency import RequestKey
    from service.store.structure import Made


def add_closed_day(
    session: Session,
    caller: Caller,
    *,
    day: NewClosedDay,
    office_id: UUID | None,
    now: datetime,
    request: RequestKey | None = None,
) -> Made:
    """Add a day on which the pemda, or one office, does not work.

    Raises EntryRefused, DayThere, NobodyWouldWork, OnlyCalendarKeepers, NotFound.
    """
    plan = AddClosedDay(day, office_id)
    return change(session, caller, plan, now=now, request=request)
