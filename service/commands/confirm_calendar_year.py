"""Confirm the days off of a year against the SKB of the three ministers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.running.calendar_changes import change
from service.running.calendar_plans import ConfirmYear

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.running.calendar_entries import YearConfirmation
    from service.store.idempotency import RequestKey
    from service.store.structure import Made


def confirm_calendar_year(
    session: Session,
    caller: Caller,
    *,
    confirmation: YearConfirmation,
    now: datetime,
    request: RequestKey | None = None,
) -> Made:
    """Record that the days off of a year are those of an SKB; a later SKB may do so again.

    Raises EntryRefused, YearWithoutDays, OnlyCalendarKeepers.
    """
    plan = ConfirmYear(confirmation)
    return change(session, caller, plan, now=now, request=request)
