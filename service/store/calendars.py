"""The working calendar of a pemda: read as a value, changed by its events.

A program keeps the calendar of each office as it was last read, with the id of the change that it
had; one small look tells whether it still holds.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import bindparam, delete, func, insert, select, update

from service.events import working_time as events
from service.store.dialects import for_share, upsert
from service.store.tables import (
    calendar_year,
    closed_day,
    due_recount,
    office_clock,
    process_instance,
    working_calendar,
    working_schedule,
)
from service.working_time import CalendarYear, ClosedDay, KeptSchedule, PemdaCalendar
from service.working_time.weeks import schedule_of

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection, Table

    from service.store.history import Actor
    from service.working_time import OfficeCalendar

#: Calendars of offices that one program keeps.
_KEPT: Final = 512

_kept: OrderedDict[tuple[UUID, UUID], OfficeCalendar] = OrderedDict()
_lock = threading.Lock()


# ---------------------------------------------------------------- reading


def office_calendar(
    connection: Connection, pemda_id: UUID, office_id: UUID, zone: str
) -> OfficeCalendar:
    """Return how an office in `zone` counts time, as `connection` sees the store."""
    change_id = connection.scalar(_CHANGE, {"the_pemda": pemda_id})
    return calendar_as_of(connection, pemda_id, office_id, zone, change_id)


def held_calendar(tx: Connection, pemda_id: UUID, office_id: UUID, zone: str) -> OfficeCalendar:
    """Return the same, and keep it from being changed until the write transaction ends.

    So no task gets a tenggat of a calendar that was changed before the task is there to be
    counted again.
    """
    change_id = tx.scalar(HELD_CHANGE, {"the_pemda": pemda_id})
    return calendar_as_of(tx, pemda_id, office_id, zone, change_id)


def calendar_of(connection: Connection, pemda_id: UUID) -> PemdaCalendar:
    """Return everything that was entered for a pemda and its offices."""
    asked = {"the_pemda": pemda_id}
    return PemdaCalendar(
        change_id=connection.scalar(_CHANGE, asked),
        schedules=tuple(
            KeptSchedule(
                row.id,
                row.office_id,
                row.kind,
                schedule_of(
                    row.week.split("\n"),
                    legal_basis=row.legal_basis,
                    first=row.first,
                    last=row.last,
                ),
            )
            for row in connection.execute(_SCHEDULES, asked)
        ),
        closed=tuple(
            ClosedDay(row.id, row.office_id, row.day, row.kind, row.name, row.source)
            for row in connection.execute(_CLOSED, asked)
        ),
        years={
            row.year: CalendarYear(row.year, row.proposed_by, row.skb_number, row.skb_date)
            for row in connection.execute(_YEARS, asked)
        },
        strict=frozenset(connection.execute(_STRICT, asked).scalars()),
    )


def calendar_as_of(
    connection: Connection, pemda_id: UUID, office_id: UUID, zone: str, change_id: UUID | None
) -> OfficeCalendar:
    """Return how an office in `zone` counts time since the change of this id."""
    key = (pemda_id, office_id)
    with _lock:
        kept = _kept.get(key)
        if kept is not None and kept.change_id == change_id and kept.calendar.zone.key == zone:
            _kept.move_to_end(key)
            return kept
    # Nothing was ever entered where no change has a name.
    found = PemdaCalendar() if change_id is None else calendar_of(connection, pemda_id)
    made = found.of_office(office_id, zone)
    with _lock:
        _kept[key] = made
        while len(_kept) > _KEPT:
            _kept.popitem(last=False)
    return made


# ---------------------------------------------------------------- changing


def found_calendar(tx: Connection, pemda_id: UUID) -> None:
    """Write the row that changes of the calendar go through."""
    tx.execute(insert(working_calendar).values(pemda_id=pemda_id))


def change_calendar(
    tx: Connection, pemda_id: UUID, event: events.CalendarChanged, actor: Actor, now: datetime
) -> None:
    """Change the tables as an event of the calendar says.

    Waits for everybody who is just opening tasks under the calendar that ends.
    """
    tx.execute(
        update(working_calendar)
        .where(working_calendar.c.pemda_id == pemda_id)
        .values(change_id=event.change_id, changed_at=now)
    )
    _apply(tx, pemda_id, event, actor, now)


def ask_recount(
    tx: Connection, pemda_id: UUID, change_id: UUID, office_id: UUID | None, now: datetime
) -> None:
    """Let a worker count the open tasks of an office, or of every office, again."""
    running = select(func.count()).where(
        process_instance.c.pemda_id == pemda_id, process_instance.c.status == "running"
    )
    if office_id is not None:
        running = running.where(process_instance.c.office_id == office_id)
    tx.execute(
        insert(due_recount).values(
            pemda_id=pemda_id,
            change_id=change_id,
            office_id=office_id,
            made_at=now,
            total=tx.scalar(running),
            seen=0,
            moved=0,
            failed=0,
            status="waiting",
            attempts=0,
        )
    )


def _apply(
    tx: Connection, pemda_id: UUID, event: events.CalendarChanged, actor: Actor, now: datetime
) -> None:
    match event:
        case events.ScheduleAdded():
            tx.execute(
                insert(working_schedule).values(
                    pemda_id=pemda_id,
                    id=event.schedule_id,
                    office_id=event.office_id,
                    kind=event.schedule_kind,
                    first=event.first,
                    last=event.last,
                    week="\n".join(event.week),
                    legal_basis=event.legal_basis,
                )
            )
        case events.ScheduleEnded():
            tx.execute(
                update(working_schedule)
                .where(
                    working_schedule.c.pemda_id == pemda_id,
                    working_schedule.c.id == event.schedule_id,
                )
                .values(last=event.last)
            )
        case events.ScheduleWithdrawn():
            _delete(tx, working_schedule, pemda_id, event.schedule_id)
        case events.HolidaysProposed():
            _propose(tx, pemda_id, event)
        case events.ClosedDayAdded():
            tx.execute(
                insert(closed_day).values(
                    pemda_id=pemda_id,
                    id=event.day_id,
                    office_id=event.office_id,
                    day=event.day,
                    kind=event.day_kind,
                    name=event.name,
                    source=event.source,
                )
            )
        case events.ClosedDayWithdrawn():
            _delete(tx, closed_day, pemda_id, event.day_id)
        case events.CalendarYearConfirmed():
            confirmed = {
                "skb_number": event.skb_number,
                "skb_date": event.skb_date,
                "confirmed_at": now,
                "confirmed_by": actor.person_id,
            }
            _write_year(tx, pemda_id, event.year, confirmed)
        case events.MinimumSwitched():
            row = {"pemda_id": pemda_id, "office_id": event.office_id, "strict": event.strict}
            upsert(tx, office_clock, [row], update=["strict"])
        case _:
            raise TypeError(event.kind)


def _propose(tx: Connection, pemda_id: UUID, event: events.HolidaysProposed) -> None:
    if event.days:
        tx.execute(
            insert(closed_day),
            [
                {
                    "pemda_id": pemda_id,
                    "id": it.day_id,
                    "day": it.day,
                    "kind": it.day_kind,
                    "name": it.name,
                    "source": event.source,
                }
                for it in event.days
            ],
        )
    _write_year(tx, pemda_id, event.year, {"proposed_by": event.source})


def _write_year(tx: Connection, pemda_id: UUID, year: int, columns: dict[str, Any]) -> None:
    row = {"pemda_id": pemda_id, "year": year, **columns}
    upsert(tx, calendar_year, [row], update=list(columns))


def _delete(tx: Connection, table: Table, pemda_id: UUID, row: UUID) -> None:
    tx.execute(delete(table).where(table.c.pemda_id == pemda_id, table.c.id == row))


# Built once: building a statement costs more than running it.
_CHANGE: Final = select(working_calendar.c.change_id).where(
    working_calendar.c.pemda_id == bindparam("the_pemda")
)
#: Keeps the calendar from being changed until the transaction ends.
HELD_CHANGE: Final = for_share(_CHANGE)
_SCHEDULES: Final = (
    select(working_schedule)
    .where(working_schedule.c.pemda_id == bindparam("the_pemda"))
    .order_by(working_schedule.c.first, working_schedule.c.id)
)
_CLOSED: Final = (
    select(closed_day)
    .where(closed_day.c.pemda_id == bindparam("the_pemda"))
    .order_by(closed_day.c.day, closed_day.c.id)
)
_YEARS: Final = select(calendar_year).where(calendar_year.c.pemda_id == bindparam("the_pemda"))
_STRICT: Final = select(office_clock.c.office_id).where(
    office_clock.c.pemda_id == bindparam("the_pemda"), office_clock.c.strict
)
