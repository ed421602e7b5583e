"""What the worker gave up after many attempts: timers, what was sent, recounts, times of starts.

Each kind is given up by its own module; here they stand together, for the person who decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, assert_never

from sqlalchemy import func, select, update

from service.events.structure import StoppedWork
from service.store.joins import on
from service.store.leases import RELEASED
from service.store.tables import (
    dispatch,
    due_recount,
    office,
    process_instance,
    sop,
    sop_version,
    timer,
    way_in,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement, Connection, Row, Select, Table

#: Of one kind, the oldest first: what one look shows and one act settles.
MOST: Final = 100

DEAD: Final = "dead"

#: What is told of the office, and of the process that it is of.
_OFFICE: Final = office.c.name.label("office_name")
_PROCESS: Final = (process_instance.c.number, sop.c.title)


@dataclass(frozen=True, slots=True)
class Stopped:
    """One thing that was given up, and what it belongs to."""

    work: StoppedWork
    #: name of the office; None: all of the pemda
    office: str | None
    #: when the timer was due, the dispatch sent, the calendar changed
    since: datetime
    attempts: int
    #: code of the last error, or the class of a fault of ours; None: the worker died each time
    error: str | None
    #: of the process of a timer, of the sender; None: there is none
    process_id: UUID | None = None
    process_number: str | None = None
    sop_title: str | None = None
    version_id: UUID | None = None
    #: element of the timer, or start event
    element_id: str | None = None
    #: of the version that a time begins processes by
    version_number: int | None = None
    #: message or signal, and its name
    sent: tuple[str, str] | None = None


def stopped_work(connection: Connection, pemda_id: UUID) -> tuple[Stopped, ...]:
    """Return what waits for a decision, by kind, the oldest first."""
    return (
        *map(_timer, connection.execute(_timers(pemda_id))),
        *map(_dispatch, connection.execute(_dispatches(pemda_id))),
        *map(_recount, connection.execute(_recounts(pemda_id))),
        *map(_way, connection.execute(_ways(pemda_id))),
    )


def count_dead(connection: Connection, pemda_id: UUID) -> int:
    """Return how much waits for a decision, also what one look does not show."""
    counts = (
        select(func.count()).select_from(table).where(*_dead(table, pemda_id)).scalar_subquery()
        for table in (timer, dispatch, due_recount, way_in)
    )
    return sum(connection.execute(select(*counts)).one())


def stopped_among(
    tx: Connection, pemda_id: UUID, wanted: Sequence[StoppedWork] | None
) -> tuple[StoppedWork, ...]:
    """Return what of this, or of all, is given up and was not settled meanwhile."""
    found = [it.work for it in stopped_work(tx, pemda_id)]
    return tuple(found if wanted is None else [it for it in found if it in wanted])


def try_again(tx: Connection, pemda_id: UUID, work: Sequence[StoppedWork], now: datetime) -> None:
    """Let the worker do it as if it were new."""
    for it in work:
        fresh: dict[str, Any] = {"attempts": 0, "last_error": None, **RELEASED}
        waiting = fresh | {"status": "waiting"}
        match it.kind:
            case "timer":
                where = (timer.c.instance_id == it.id, timer.c.token_no == it.token_no)
                _revive(tx, timer, pemda_id, where, waiting)
            case "dispatch":
                # Its instant only says when to try; those of the others are what they are about.
                _revive(
                    tx, dispatch, pemda_id, (dispatch.c.id == it.id,), waiting | {"due_at": now}
                )
            case "recount":
                _revive(tx, due_recount, pemda_id, (due_recount.c.change_id == it.id,), waiting)
            case "way":
                # It begins the process that it missed, and goes on from there.
                missed = {"due_at": way_in.c.missed_at, "missed_at": None}
                way = (
                    way_in.c.version_id == it.id,
                    way_in.c.element_id == it.element_id,
                    way_in.c.place == it.place,
                )
                _revive(tx, way_in, pemda_id, way, fresh | missed)
            case _:
                assert_never(it.kind)


def dismiss_dispatches(tx: Connection, pemda_id: UUID, dispatch_ids: Sequence[UUID]) -> None:
    """Leave what was sent unheard for good."""
    tx.execute(
        update(dispatch)
        .where(
            dispatch.c.pemda_id == pemda_id,
            dispatch.c.id.in_(sorted(dispatch_ids)),
            dispatch.c.status == DEAD,
        )
        .values(status="unheard", content=None)
    )


# ---------------------------------------------------------------- below: the four kinds


def _revive(
    tx: Connection,
    table: Table,
    pemda_id: UUID,
    where: tuple[ColumnElement[bool], ...],
    values: dict[str, Any],
) -> None:
    tx.execute(update(table).where(*_dead(table, pemda_id), *where).values(values))


def _dead(table: Table, pemda_id: UUID) -> tuple[ColumnElement[bool], ...]:
    given_up = way_in.c.missed_at.is_not(None) if table is way_in else table.c.status == DEAD
    return (table.c.pemda_id == pemda_id, given_up)


def _timers(pemda_id: UUID) -> Select[Any]:
    statement = select(timer, _OFFICE, *_PROCESS, process_instance.c.version_id)
    return (
        _of_process(statement, timer)
        .join(office, on(office.c.id, process_instance.c.office_id))
        .where(*_dead(timer, pemda_id))
        .order_by(timer.c.due_at, timer.c.instance_id, timer.c.token_no)
        .limit(MOST)
    )


def _dispatches(pemda_id: UUID) -> Select[Any]:
    return (
        _of_process(select(dispatch, _OFFICE, *_PROCESS), dispatch)
        .join(office, on(office.c.id, dispatch.c.office_id))
        .where(*_dead(dispatch, pemda_id))
        .order_by(dispatch.c.made_at, dispatch.c.id)
        .limit(MOST)
    )


def _recounts(pemda_id: UUID) -> Select[Any]:
    return (
        select(due_recount, _OFFICE)
        .outerjoin(office, on(office.c.id, due_recount.c.office_id))
        .where(*_dead(due_recount, pemda_id))
        .order_by(due_recount.c.made_at, due_recount.c.change_id)
        .limit(MOST)
    )


def _ways(pemda_id: UUID) -> Select[Any]:
    return (
        select(way_in, _OFFICE, sop.c.title, sop_version.c.number.label("version_number"))
        .select_from(way_in)
        .join(sop_version, on(sop_version.c.id, way_in.c.version_id))
        .join(sop, on(sop.c.id, sop_version.c.sop_id))
        .join(office, on(office.c.id, sop.c.office_id))
        .where(*_dead(way_in, pemda_id))
        .order_by(way_in.c.missed_at, way_in.c.version_id, way_in.c.element_id, way_in.c.place)
        .limit(MOST)
    )


def _of_process(statement: Select[Any], table: Table) -> Select[Any]:
    """Join the process that a row is of, with its SOP; what came from outside is of none."""
    return (
        statement.select_from(table)
        .outerjoin(process_instance, on(process_instance.c.id, table.c.instance_id))
        .outerjoin(sop, on(sop.c.id, process_instance.c.sop_id))
    )


def _timer(row: Row[Any]) -> Stopped:
    return Stopped(
        StoppedWork("timer", row.instance_id, row.token_no),
        row.office_name,
        row.due_at,
        row.attempts,
        row.last_error,
        process_id=row.instance_id,
        process_number=row.number,
        sop_title=row.title,
        version_id=row.version_id,
        element_id=row.element_id,
    )


def _dispatch(row: Row[Any]) -> Stopped:
    return Stopped(
        StoppedWork("dispatch", row.id),
        row.office_name,
        row.made_at,
        row.attempts,
        row.last_error,
        process_id=row.instance_id,
        process_number=row.number,
        sop_title=row.title,
        sent=(row.kind, row.name),
    )


def _recount(row: Row[Any]) -> Stopped:
    return Stopped(
        StoppedWork("recount", row.change_id),
        row.office_name,
        row.made_at,
        row.attempts,
        row.last_error,
    )


def _way(row: Row[Any]) -> Stopped:
    return Stopped(
        StoppedWork("way", row.version_id, element_id=row.element_id, place=row.place),
        row.office_name,
        row.missed_at,
        row.attempts,
        row.last_error,
        sop_title=row.title,
        version_id=row.version_id,
        element_id=row.element_id,
        version_number=row.version_number,
    )
