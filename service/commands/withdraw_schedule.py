"""Take working hours out that were entered by mistake."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.running.calendar_changes import change
from service.running.calendar_plans import WithdrawSchedule

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.store.idempotency import RequestKey
    from service.store.structure import Made


def withdraw_schedule(
    session: Session,
    caller: Caller,
    *,
    schedule_id: UUID,
    now: datetime,
    request: RequestKey | None = None,
) -> Made:
    """Take a schedule out; what it said before counts no more.

    Raises NotFound, NobodyWouldWork, OnlyCalendarKeepers.
    """
    plan = WithdrawSchedule(schedule_id)
    return change(session, caller, plan, now=now, request=request)
