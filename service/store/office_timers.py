"""When each office's tasks are looked at: for the digests of a morning, for what is late.

Each office has one row for either. A worker claims a row that is due, does what is to be done and
writes when to look again; it is looked at once a day at least, so a change of hours or of a day
off counts from the next day on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final, Literal

from sqlalchemy import and_, select, update

from service.store.dialects import upsert
from service.store.leases import RELEASED, found_any, is_free, locked, wait_after
from service.store.tables import office, office_timer

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement, Connection, Select

OfficeTimerKind = Literal["digest", "escalation"]

_KINDS: Final[tuple[OfficeTimerKind, ...]] = ("digest", "escalation")

LEASE: Final = timedelta(minutes=10)

#: Failed attempts in a row after which a timer is left until the next day.
MOST_ATTEMPTS: Final = 5

_FIRST_WAIT: Final = timedelta(minutes=1)

#: Offices that get their timers in one transaction.
_BATCH: Final = 100


@dataclass(frozen=True, slots=True)
class OfficeTimer:
    """A timer that a worker has claimed."""

    pemda_id: UUID
    office_id: UUID
    kind: OfficeTimerKind
    timezone: str
    #: when it was done last; None: never
    last_at: datetime | None
    attempts: int


def office_waits(connection: Connection, now: datetime) -> bool:
    """Say whether an office of any pemda is to be looked at, or has no timer yet."""
    due = select(office_timer.c.office_id).where(*_claimable(now))
    return any(found_any(connection, it) for it in (due, *map(_lacking, _KINDS)))


def ensure_timers(tx: Connection, now: datetime) -> int:
    """Give every office in use the timers that it lacks; return how many were made."""
    made = 0
    for kind in _KINDS:
        lacking = tx.execute(_lacking(kind).limit(_BATCH)).all()
        if lacking:
            # Two workers may find the same office at once.
            upsert(
                tx,
                office_timer,
                [
                    {
                        "pemda_id": row.pemda_id,
                        "office_id": row.id,
                        "kind": kind,
                        "due_at": now,
                        "status": "waiting",
                        "attempts": 0,
                    }
                    for row in lacking
                ],
            )
        made += len(lacking)
    return made


def claim_office_timer(tx: Connection, worker: str, now: datetime) -> OfficeTimer | None:
    """Claim the timer of any pemda that has been due the longest; None: none is due."""
    rows = locked(
        tx,
        select(office_timer)
        .where(*_claimable(now))
        .order_by(office_timer.c.due_at, office_timer.c.office_id, office_timer.c.kind)
        .limit(1),
    )
    if not rows:
        return None
    [row] = rows
    zone = tx.execute(
        select(office.c.timezone).where(
            office.c.pemda_id == row.pemda_id, office.c.id == row.office_id
        )
    ).scalar_one()
    claimed = OfficeTimer(
        row.pemda_id, row.office_id, row.kind, zone, row.last_at, row.attempts + 1
    )
    tx.execute(
        update(office_timer)
        .where(*_is(claimed))
        .values(lease_until=now + LEASE, leased_by=worker, attempts=claimed.attempts)
    )
    return claimed


def set_office_timer(
    tx: Connection, timer: OfficeTimer, *, due_at: datetime, done_at: datetime | None
) -> None:
    """Write when to look again; `done_at`: when it was done now, None: it was not."""
    values: dict[str, Any] = {"due_at": due_at, "attempts": 0, "last_error": None, **RELEASED}
    if done_at is not None:
        values["last_at"] = done_at
    tx.execute(update(office_timer).where(*_is(timer)).values(values))


def give_back_office_timer(tx: Connection, timer: OfficeTimer, error: str, now: datetime) -> None:
    """Let a timer go whose look failed: soon again, after several times a day later."""
    enough = timer.attempts >= MOST_ATTEMPTS
    wait = timedelta(days=1) if enough else wait_after(timer.attempts, first=_FIRST_WAIT)
    tx.execute(
        update(office_timer)
        .where(*_is(timer))
        .values(
            due_at=now + wait,
            last_error=error[:200],
            attempts=0 if enough else timer.attempts,
            **RELEASED,
        )
    )


def _lacking(kind: OfficeTimerKind) -> Select[Any]:
    """Return what finds offices in use without a timer of a kind."""
    mine = and_(
        office_timer.c.pemda_id == office.c.pemda_id,
        office_timer.c.office_id == office.c.id,
        office_timer.c.kind == kind,
    )
    # A worker serves every pemda: one look for all of them.
    return (
        select(office.c.pemda_id, office.c.id)
        .select_from(office)
        .outerjoin(office_timer, mine)
        .where(office.c.active, office_timer.c.pemda_id.is_(None))
        .execution_options(across_tenants=True)
    )


def _claimable(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        office_timer.c.status == "waiting",
        office_timer.c.due_at <= now,
        is_free(office_timer, now),
    )


def _is(timer: OfficeTimer) -> tuple[ColumnElement[bool], ...]:
    return (
        office_timer.c.pemda_id == timer.pemda_id,
        office_timer.c.office_id == timer.office_id,
        office_timer.c.kind == timer.kind,
    )
