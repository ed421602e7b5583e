"""Add working hours of a pemda, or of one office."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.running.calendar_changes import change
from service.running.calendar_plans import AddSchedule

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.running.calendar_entries import NewSchedule
    from service.store.idempotency import RequestKey
    from service.store.structure import Made


def add_schedule(
    session: Session,
    caller: Caller,
    *,
    schedule: NewSchedule,
    office_id: UUID | None,
    now: datetime,
    request: RequestKey | None = None,
) -> Made:
    """Add hours that hold from a day; an office's own count before those of the pemda.

    Raises EntryRefused, ScheduleThere, NobodyWouldWork, OnlyCalendarKeepers, NotFound.
    """
    plan = AddSchedule(schedule, office_id)
    return change(session, caller, plan, now=now, request=request)
