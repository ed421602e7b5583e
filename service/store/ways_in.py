"""What begins processes without a person: rows of published versions (docs/decisions/0015).

A row says what is awaited. Whether its version may begin a process is asked of the version at
that moment, so one that was replaced or withdrawn begins nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import and_, delete, exists, insert, or_, select, update

from service.store.leases import RELEASED, found_any, is_free, locked, wait_after
from service.store.listeners import topic_of
from service.store.tables import (
    dispatch,
    sop,
    sop_version,
    way_in,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement, Connection

#: How long a claim lasts.
LEASE: Final = timedelta(minutes=2)
#: Claimed at once.
BATCH: Final = 16
#: Failed attempts after which one is given up.
MOST_ATTEMPTS: Final = 8
_FIRST_WAIT: Final = timedelta(seconds=30)
_A_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class NewWay:
    """An event with which a version begins processes by itself."""

    element_id: str
    #: which of the definitions of its event
    place: int
    kind: str
    #: of a message or signal
    name: str | None = None
    #: of a timer
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class DueWay:
    """A timer that a worker has claimed."""

    pemda_id: UUID
    version_id: UUID
    element_id: str
    place: int
    due_at: datetime
    #: this one counted
    attempts: int


def write_ways(
    tx: Connection, pemda_id: UUID, version_id: UUID, ways: Iterable[NewWay], now: datetime
) -> None:
    """Write with what a version begins processes from now on."""
    mine = (way_in.c.pemda_id == pemda_id, way_in.c.version_id == version_id)
    tx.execute(delete(way_in).where(*mine))
    rows = [
        {
            "pemda_id": pemda_id,
            "version_id": version_id,
            "element_id": it.element_id,
            "place": it.place,
            "kind": it.kind,
            "name": it.name,
            "topic_sha256": None if it.name is None else topic_of(it.kind, it.name),
            "since": now,
            "due_at": it.due_at,
            "attempts": 0,
        }
        for it in ways
    ]
    if rows:
        tx.execute(insert(way_in), rows)


# ---------------------------------------------------------------- by what was sent


def may_begin(now: datetime) -> ColumnElement[bool]:
    """Say of a row on its way that some published version of its office begins with it.

    On the day before, this one or the next: what day it is in the office is looked at later.
    """
    day = now.date()
    return exists().where(
        way_in.c.pemda_id == dispatch.c.pemda_id,
        way_in.c.topic_sha256 == dispatch.c.topic_sha256,
        way_in.c.since <= dispatch.c.made_at,
        sop_version.c.pemda_id == way_in.c.pemda_id,
        sop_version.c.id == way_in.c.version_id,
        sop.c.pemda_id == sop_version.c.pemda_id,
        sop.c.id == sop_version.c.sop_id,
        sop.c.office_id == dispatch.c.office_id,
        or_(
            and_(dispatch.c.trial, sop_version.c.status == "trial"),
            and_(
                ~dispatch.c.trial,
                sop_version.c.status == "effective",
                sop_version.c.effective_from <= day + _A_DAY,
                or_(
                    sop_version.c.effective_to.is_(None),
                    sop_version.c.effective_to >= day - _A_DAY,
                ),
            ),
        ),
    )


# ---------------------------------------------------------------- by the clock


def claim_due_ways(tx: Connection, worker: str, now: datetime) -> tuple[DueWay, ...]:
    """Claim timers of all pemda that begin a process by now, the longest due first."""
    query = (
        select(*(way_in.c[name] for name in DueWay.__dataclass_fields__))
        .where(way_in.c.due_at <= now, is_free(way_in, now))
        .order_by(way_in.c.due_at)
        .limit(BATCH)
    )
    claimed = []
    for row in locked(tx, query):
        due = DueWay(*tuple(row))
        due = replace(due, attempts=due.attempts + 1)
        leased = {"lease_until": now + LEASE, "leased_by": worker, "attempts": due.attempts}
        tx.execute(update(way_in).where(*_is(due)).values(**leased))
        claimed.append(due)
    return tuple(claimed)


def way_is_due(connection: Connection, now: datetime) -> bool:
    """Say whether any timer could be claimed."""
    return found_any(
        connection, select(way_in.c.element_id).where(way_in.c.due_at <= now, is_free(way_in, now))
    )


def move_on(tx: Connection, due: DueWay, following: datetime | None) -> bool:
    """Let a timer wait for its next instant; False: that was done before."""
    done = tx.execute(
        update(way_in)
        .where(*_is(due))
        .values(due_at=following, attempts=0, last_error=None, **RELEASED)
    )
    return done.rowcount == 1


def give_back_way(tx: Connection, due: DueWay, error: str, now: datetime) -> bool:
    """Let one go that could not begin a process; False: it is given up, for a person to look at.

    No later time of it begins a process until somebody lets it be tried again (`stopped_work`).
    """
    if due.attempts >= MOST_ATTEMPTS:
        dead = {
            "due_at": None,
            "missed_at": due.due_at,
            "last_error": error[:200],
            **RELEASED,
        }
        tx.execute(update(way_in).where(*_is(due)).values(**dead))
        return False
    again = now + wait_after(due.attempts, first=_FIRST_WAIT)
    tx.execute(
        update(way_in)
        .where(*_is(due))
        .values(lease_until=again, leased_by=None, last_error=error[:200])
    )
    return True


def _is(due: DueWay) -> tuple[ColumnElement[bool], ...]:
    return (
        way_in.c.pemda_id == due.pemda_id,
        way_in.c.version_id == due.version_id,
        way_in.c.element_id == due.element_id,
        way_in.c.place == due.place,
        way_in.c.due_at == due.due_at,
    )
