"""When a jabatan is held, for statements: from the first day on, the last day counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, or_

from service.store.tables import holding

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import BindParameter, ColumnElement

    Day = date | BindParameter[Any]


def held_on(day: Day) -> ColumnElement[bool]:
    """Say of a holding that it holds on a day."""
    return held_between(day, day)


def held_between(first: Day, last: Day) -> ColumnElement[bool]:
    """Say of a holding that it holds on some day from `first` to `last`."""
    return and_(holding.c.from_date <= last, not_over_on(first))


def not_over_on(day: Day) -> ColumnElement[bool]:
    """Say of a holding that a day is not after its last one; it may begin later."""
    return or_(holding.c.to_date.is_(None), holding.c.to_date >= day)
