"""Take a day off back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.running.calendar_changes import change
from service.running.calendar_plans import WithdrawClosedDay

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.running.calendar_entries import Withdrawal
    from service.store.idempotency import RequestKey
    from service.store.structure import Made


def withdraw_closed_day(
    session: Session,
    caller: Caller,
    *,
    day_id: UUID,
    withdrawal: Withdrawal,
    now: datetime,
    request: RequestKey | None = None,
) -> Made:
    """Let a day be worked after all, by the letter that says so.

    Raises NotFound, EntryRefused, OnlyCalendarKeepers.
    """
    plan = WithdrawClosedDay(day_id, withdrawal)
    return change(session, caller, plan, now=now, request=request)
