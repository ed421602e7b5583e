"""Timers that are due, claimed by one worker at a time.

A claim is a lease: a worker that dies lets it run out, and the timer is claimed again. Firing is
its own transaction (`commands.fire_timer`), which finds the timer gone when another one fired it;
so the worst that a slow worker does is to ask in vain.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select, type_coerce, update

from service.store.dialects import later_of
from service.store.leases import RELEASED, is_free, locked, wait_after
from service.store.tables import timer
from service.store.types import Instant

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement, Connection

#: How long a claim lasts.
LEASE: Final = timedelta(minutes=2)

#: Timers claimed at once.
BATCH: Final = 10

#: Failed attempts after which a timer is left dead, for a person to look at.
MOST_ATTEMPTS: Final = 8

#: Before the second attempt; it doubles with each one.
_FIRST_WAIT: Final = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class DueTimer:
    """A timer that a worker has claimed."""

    pemda_id: UUID
    instance_id: UUID
    token_no: int
    #: this one counted
    attempts: int


def claim_due(tx: Connection, worker: str, now: datetime) -> tuple[DueTimer, ...]:
    """Claim timers of all pemda whose instant has come, the longest due first."""
    waiting = (
        select(timer.c.pemda_id, timer.c.instance_id, timer.c.token_no, timer.c.attempts)
        .where(timer.c.status == "waiting", timer.c.due_at <= now, is_free(timer, now))
        .order_by(timer.c.due_at)
        .limit(BATCH)
    )
    claimed = []
    for row in locked(tx, waiting):
        due = DueTimer(row.pemda_id, row.instance_id, row.token_no, row.attempts + 1)
        tx.execute(
            update(timer)
            .where(*_is(due))
            .values(lease_until=now + LEASE, leased_by=worker, attempts=due.attempts)
        )
        claimed.append(due)
    return tuple(claimed)


def give_back(tx: Connection, due: DueTimer, error: str, now: datetime) -> datetime | None:
    """Let a timer go whose firing failed, and return when it is tried again; None: it is dead.

    `error` is the code of what went wrong.
    """
    if due.attempts >= MOST_ATTEMPTS:
        tx.execute(
            update(timer).where(*_is(due)).values(status="dead", last_error=error, **RELEASED)
        )
        return None
    again = now + wait_after(due.attempts, first=_FIRST_WAIT)
    tx.execute(
        update(timer).where(*_is(due)).values(lease_until=again, leased_by=None, last_error=error)
    )
    return again


def next_due(connection: Connection) -> datetime | None:
    """Return when the next timer is to be looked at; None when none waits."""
    free_from = func.coalesce(timer.c.lease_until, timer.c.due_at)
    looked_at = type_coerce(later_of(connection, timer.c.due_at, free_from), Instant())
    return connection.execute(
        select(func.min(looked_at, type_=Instant()))
        .where(timer.c.status == "waiting")
        .execution_options(across_tenants=True)
    ).scalar()


def _is(due: DueTimer) -> tuple[ColumnElement[bool], ...]:
    return (
        timer.c.pemda_id == due.pemda_id,
        timer.c.instance_id == due.instance_id,
        timer.c.token_no == due.token_no,
        # One whose process was suspended since it was claimed is left alone.
        timer.c.status == "waiting",
    )
