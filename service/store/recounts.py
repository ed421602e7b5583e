"""Due dates that wait to be counted again, claimed batch by batch by one worker at a time.

A recount goes through the running processes by their ids and remembers how far it came, so that
whoever goes on after a crash neither begins anew nor leaves one out: counting a process again that
is counted already changes nothing, and one that began meanwhile was counted by the new calendar.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import select, update

from service.store.leases import RELEASED, found_any, is_free, locked
from service.store.tables import due_recount, process_instance

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement, Connection

#: How long the claim for one batch lasts.
LEASE: Final = timedelta(minutes=2)

#: Processes between two notes of how far it came.
BATCH: Final = 20

#: Claims in a row without a batch done, after which a recount is left dead for people to see.
MOST_ATTEMPTS: Final = 10


@dataclass(frozen=True, slots=True)
class Recount:
    """A recount that a worker has claimed."""

    pemda_id: UUID
    change_id: UUID
    #: None: every office
    office_id: UUID | None
    #: the last process that was seen
    after_id: UUID | None


@dataclass(frozen=True, slots=True)
class Counted:
    """What came of one batch."""

    seen: int
    moved: int
    failed: int
    last: UUID


def recount_waits(connection: Connection, now: datetime) -> bool:
    """Say whether a recount of any pemda could be claimed."""
    return found_any(connection, select(due_recount.c.change_id).where(*_claimable(now)))


def claim_recount(tx: Connection, worker: str, now: datetime) -> Recount | None:
    """Claim the oldest recount of any pemda that nobody works at."""
    rows = locked(
        tx,
        select(due_recount)
        .where(*_claimable(now))
        .order_by(due_recount.c.made_at, due_recount.c.change_id)
        .limit(1),
    )
    if not rows:
        return None
    [row] = rows
    claimed = Recount(row.pemda_id, row.change_id, row.office_id, row.after_id)
    dead = row.attempts >= MOST_ATTEMPTS
    tx.execute(
        update(due_recount)
        .where(*_is(claimed))
        .values(
            lease_until=now + LEASE,
            leased_by=worker,
            attempts=row.attempts + 1,
            status="dead" if dead else "waiting",
        )
    )
    return None if dead else claimed


def batch_of(connection: Connection, recount: Recount, after: UUID | None) -> list[UUID]:
    """Return the next running processes of a recount, by id."""
    query = select(process_instance.c.id).where(
        process_instance.c.pemda_id == recount.pemda_id,
        process_instance.c.status == "running",
    )
    if recount.office_id is not None:
        query = query.where(process_instance.c.office_id == recount.office_id)
    if after is not None:
        query = query.where(process_instance.c.id > after)
    return list(connection.execute(query.order_by(process_instance.c.id).limit(BATCH)).scalars())


def note_progress(tx: Connection, recount: Recount, worker: str, counted: Counted) -> bool:
    """Remember a batch and let the recount go; False: another worker has it by now."""
    noted = tx.execute(
        update(due_recount)
        .where(*_is(recount), due_recount.c.leased_by == worker, due_recount.c.status == "waiting")
        .values(
            seen=due_recount.c.seen + counted.seen,
            moved=due_recount.c.moved + counted.moved,
            failed=due_recount.c.failed + counted.failed,
            after_id=counted.last,
            **RELEASED,
            # It gets on: only what never does is given up.
            attempts=0,
        )
    )
    return noted.rowcount == 1


def finish_recount(tx: Connection, recount: Recount, worker: str, now: datetime) -> None:
    """Say that every process was counted again."""
    tx.execute(
        update(due_recount)
        .where(*_is(recount), due_recount.c.leased_by == worker)
        .values(status="done", finished_at=now, **RELEASED)
    )


def _claimable(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return due_recount.c.status == "waiting", is_free(due_recount, now)


def _is(recount: Recount) -> tuple[ColumnElement[bool], ...]:
    return (
        due_recount.c.pemda_id == recount.pemda_id,
        due_recount.c.change_id == recount.change_id,
    )
