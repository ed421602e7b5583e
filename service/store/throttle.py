"""Count attempts where every process of the service sees them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, select, update

from service.access.refusals import TooManyAttempts
from service.store.database import transaction
from service.store.dialects import upsert
from service.store.tables import throttle

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection
    from sqlalchemy.orm import Session

    from service.access.attempts import Limit

#: A limit and whom it counts.
Counted = tuple["Limit", str]

#: Windows this old can be forgotten.
_KEPT: Final = timedelta(days=1)


def count_attempts(session: Session, counted: Sequence[Counted], now: datetime) -> None:
    """Count one attempt under each limit, in a transaction of its own.

    Counted first and checked afterwards, and kept even when it is refused, so that parallel
    attempts do not all see the old count. Raises TooManyAttempts.
    """
    with transaction(session) as tx:
        over = [limit for limit, subject in counted if _count(tx, limit, subject, now)]
    if over:
        raise TooManyAttempts(minutes=max(limit.minutes_left(now) for limit in over))


def take_back(tx: Connection, counted: Sequence[Counted], now: datetime) -> None:
    """Forget the attempt that `count_attempts` counted: it was no wrong one."""
    for limit, subject in counted:
        tx.execute(
            update(throttle)
            .where(*_window(limit, subject, now), throttle.c.count > 0)
            .values(count=throttle.c.count - 1)
        )


def _count(tx: Connection, limit: Limit, subject: str, now: datetime) -> bool:
    """Add one and say whether that is more than the limit allows."""
    add_one = (
        update(throttle).where(*_window(limit, subject, now)).values(count=throttle.c.count + 1)
    )
    if tx.execute(add_one).rowcount == 0:
        tx.execute(delete(throttle).where(throttle.c.window_start < now - _KEPT))
        row = {
            "key": limit.key(subject),
            "window_start": limit.window_start(now),
            "count": 0,
        }
        upsert(tx, throttle, [row])
        tx.execute(add_one)
    count = tx.scalar(select(throttle.c.count).where(*_window(limit, subject, now)))
    return (count or 0) > limit.attempts


def _window(limit: Limit, subject: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        throttle.c.key == limit.key(subject),
        throttle.c.window_start == limit.window_start(now),
    )
