"""Switch an office's minimum for due dates on or off (decisions §5.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.running.calendar_changes import change
from service.running.calendar_plans import SwitchMinimum

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.store.idempotency import RequestKey
    from service.store.structure import Made


def switch_minimum(
    session: Session,
    caller: Caller,
    *,
    office_id: UUID,
    strict: bool,
    now: datetime,
    request: RequestKey | None = None,
) -> Made:
    """Let an office count by waktu baku alone (`strict`), or with the usual minimum.

    Raises SwitchedAlready, OnlyCalendarKeepers, NotFound.
    """
    plan = SwitchMinimum(office_id, strict=strict)
    return change(session, caller, plan, now=now, request=request)
