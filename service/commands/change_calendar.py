"""Change a working calendar, of the pemda or of one office, as a plan says."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from service.access.rules import calendar_keeper_for
from service.running.calendar_offices import offices_under, require_work
from service.store.calendars import ask_recount, calendar_of
from service.store.callers import anew
from service.store.database import transaction
from service.store.history import actor_of
from service.store.idempotency import first_answer, remember
from service.store.structure import Made, lock_structure, record_structure, require_active
from service.store.tables import office

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.running.calendar_plans import Plan
    from service.store.idempotency import RequestKey


def change_calendar(
    session: Session,
    caller: Caller,
    plan: Plan,
    *,
    now: datetime,
    request: RequestKey | None = None,
) -> Made:
    """Carry a plan out, ask for due dates to be counted again, return the id of the change.

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
