"""Say on which day a person leaves a jabatan."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from service.access.entries import EntryRefused, implausible_day
from service.errors import NotFound, Rejected
from service.events.structure import HoldingEnded
from service.store.administrators import require_administrator_left
from service.store.structure import Made, structure_desk
from service.store.tables import holding

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from service.access.model import Caller


class HoldingCannotEnd(Rejected):
    """The day lies before the first day of the holding, or after the day on which it ended."""

    code = "structure.holding-cannot-end"


def end_holding(
    session: Session, caller: Caller, *, holding_id: UUID, last_day: date, now: datetime
) -> Made:
    """End a holding with `last_day`, today, earlier or later; an end can only be moved forward.

    Raises EntryRefused, NotFound, HoldingCannotEnd, LastAdministrator. The same day again changes
    nothing.
    """
    problems = tuple(implausible_day("to_date", last_day, now.date()))
    if problems:
        raise EntryRefused(*problems)
    with structure_desk(session, caller, now) as desk:
        row = desk.tx.execute(
            select(holding.c.from_date, holding.c.to_date).where(
                holding.c.pemda_id == desk.pemda_id, holding.c.id == holding_id
            )
        ).one_or_none()
        if row is None:
            raise NotFound
        if row.to_date == last_day:
            return Made(holding_id)
        if last_day < row.from_date or (row.to_date is not None and last_day > row.to_date):
            raise HoldingCannotEnd
        require_administrator_left(desk, last_day + timedelta(days=1), without_holding=holding_id)
        desk.record(HoldingEnded(holding_id=holding_id, to_date=last_day))
    return Made(holding_id)
