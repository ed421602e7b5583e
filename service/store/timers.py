"""Timers that are due, claimed by one worker at a time.

A claim is a lease: a worker that dies lets it run out, and the timer is claimed again. Firing is
another transaction (`commands.fire_timer`), which finds the timer gone when another one fired it;
so the worst that a slow worker does is to ask in vain.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import bindparam, func, select, type_coerce, update

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

#: Timers claimed at once, and fired in one transaction: a person whose process is among them waits
#: for so many to be written, on SQLite whoever writes does.
BATCH: Final = 64

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
    claimed = tuple(
        DueTimer(row.pemda_id, row.instance_id, row.token_no, row.attempts + 1)
        for row in locked(tx, waiting)
    )
    if claimed:
        leased = {"lease_until": now + LEASE, "leased_by": worker}
        tx.execute(_CLAIM, [_named(due) | leased | {"attempts": due.attempts} for due in claimed])
    return claimed


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


def next_due(connection: Connection, now: datetime) -> datetime | None:
    """Return when the next timer is to be looked at; None when none waits.

    A timer that is leased was due when it was claimed, so only those that are due by `now` are
    looked through for it; the first that nobody holds is found by index, however many wait.
    """
    free: datetime | None = connection.execute(_FIRST_FREE).scalar()
    if free is not None and free <= now:
        return free
    looked_at = type_coerce(later_of(connection, timer.c.due_at, timer.c.lease_until), Instant())
    leased = connection.execute(
        select(func.min(looked_at, type_=Instant()))
        .where(
            timer.c.status == "waiting", timer.c.due_at <= now, timer.c.lease_until.is_not(None)
        )
        .execution_options(across_tenants=True)
    ).scalar()
    return min((it for it in (free, leased) if it is not None), default=None)


def _named(due: DueTimer) -> dict[str, object]:
    return {
        "the_pemda": due.pemda_id,
        "the_instance": due.instance_id,
        "the_token": due.token_no,
    }


def _is(due: DueTimer) -> tuple[ColumnElement[bool], ...]:
    return (
        timer.c.pemda_id == due.pemda_id,
        timer.c.instance_id == due.instance_id,
        timer.c.token_no == due.token_no,
        # One whose process was suspended since it was claimed is left alone.
        timer.c.status == "waiting",
    )


_CLAIM: Final = (
    update(timer)
    .where(
        timer.c.pemda_id == bindparam("the_pemda"),
        timer.c.instance_id == bindparam("the_instance"),
        timer.c.token_no == bindparam("the_token"),
        timer.c.status == "waiting",
    )
    .values({name: bindparam(name) for name in ("lease_until", "leased_by", "attempts")})
)
_FIRST_FREE: Final = (
    select(timer.c.due_at)
    .where(timer.c.status == "waiting", timer.c.lease_until.is_(None))
    .order_by(timer.c.due_at)
    .limit(1)
    .execution_options(across_tenants=True)
)
