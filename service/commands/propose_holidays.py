"""Take the days off of a year over from the package, for a person to confirm."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.running.calendar_changes import change
from service.running.calendar_plans import ProposeHolidays

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.store.idempotency import RequestKey
    from service.store.structure import Made


def propose_holidays(
    session: Session,
    caller: Caller,
    *,
    year: int,
    now: datetime,
    request: RequestKey | None = None,
) -> Made:
    """Add the days off of a year that the package has and the calendar lacks, unconfirmed.

    Raises YearOutOfReach, YearWasConfirmed, NothingProposed, OnlyCalendarKeepers.
    """
    plan = ProposeHolidays(year)
    return change(session, caller, plan, now=now, request=request)
