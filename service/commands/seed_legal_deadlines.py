"""Take over the legal deadlines that Alur knows, for a person to verify."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.running.legal_deadlines import NothingKnown, deadline_desk, known_deadlines

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from service.access.model import Caller


def seed_legal_deadlines(session: Session, caller: Caller, *, now: datetime) -> int:
    """Add what is missing, unverified, and return how many that were.

    Raises NothingKnown, OnlyCalendarKeepers.
    """
    with deadline_desk(session, caller, lambda _: None, now=now, request=None) as (desk, there):
        missing = known_deadlines(there)
        if not missing:
            raise NothingKnown
        desk.record(*missing)
    return len(missing)
