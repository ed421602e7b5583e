"""Let working hours end on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.running.calendar_changes import change
from service.running.calendar_plans import EndSchedule

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.store.idempotency import RequestKey
    from service.store.structure import Made


def end_schedule(
    session: Session,
    caller: Caller,
    *,
    schedule_id: UUID,
    last: date,
    now: datetime,
    request: RequestKey | None = None,
) -> Made:
    """Let a schedule hold until `last`, inclusive.

    Raises NotFound, ScheduleCannotEnd, NobodyWouldWork, OnlyCalendarKeepers.
    """
    plan = EndSchedule(schedule_id, last)
    return change(session, caller, plan, now=now, request=request)
