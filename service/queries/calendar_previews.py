"""What a change of the working calendar would move, before anybody makes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from service.access.rules import calendar_keeper_for
from service.errors import NotFound
from service.queries.paging import CAP, Page, page_of
from service.queries.places import ElementPlace, place_at
from service.running.calendar_offices import offices_under, require_work
from service.running.definitions import definition_of
from service.running.due_dates import DueAgain
from service.store.calendars import calendar_of
from service.store.database import read
from service.store.joins import on
from service.store.tables import office, process_instance, user_task

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection, Row, Select
    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.running.calendar_plans import Plan
    from service.working_time import OfficeCalendar


@dataclass(frozen=True, slots=True)
class MovedTask:
    """A task whose tenggat a change would move; nothing of what its process is about."""

    process_number: str
    office_name: str
    place: ElementPlace
    before: datetime
    after: datetime
    #: IANA zone of the office
    timezone: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What a change would do to the tasks that are open now."""

    #: tasks with a tenggat in the offices concerned
    open_tasks: int
    moved: Page[MovedTask]


def preview_of(
    session: Session, caller: Caller, plan: Plan, *, now: datetime, page: int
) -> Preview:
    """Return what a plan would move, the earliest new tenggat first; nothing is changed.

    Raises OnlyCalendarKeepers, NotFound, NobodyWouldWork and what the plan refuses.
    """
    with read(session) as connection:
        before = calendar_of(connection, caller.pemda_id)
        office_id = plan.whose(before)
        calendar_keeper_for(caller, office_id)
        offices = offices_under(connection, caller.pemda_id, office_id)
        if office_id is not None and not offices:
            raise NotFound
        after = before.after(plan.event(before))
        require_work(after, offices, now)
        if not plan.moves_due_dates:
            return Preview(0, page_of((), number=1))
        clocks = {it.office_id: after.of_office(it.office_id, it.timezone) for it in offices}
        rows: Sequence[Row[Any]] = connection.execute(
            _open_tasks(caller.pemda_id, office_id)
        ).all()
        moved = _moved(connection, caller.pemda_id, rows, clocks, now)
        moved.sort(key=lambda it: (it[1], it[0].number, it[0].task_no))
        shown = page_of(moved, number=page, size=CAP)
        items = tuple(
            _moved_task(connection, caller.pemda_id, row, instant) for row, instant in shown.items
        )
    return Preview(len(rows), Page(items, shown.number, shown.total, shown.size))


def _open_tasks(pemda_id: UUID, office_id: UUID | None) -> Select[Any]:
    query = (
        select(
            user_task.c.instance_id,
            user_task.c.task_no,
            user_task.c.path,
            user_task.c.opened_at,
            user_task.c.due_at,
            process_instance.c.number,
            process_instance.c.office_id,
            process_instance.c.version_id,
            office.c.timezone,
            office.c.short_name,
        )
        .select_from(user_task)
        .join(process_instance, on(process_instance.c.id, user_task.c.instance_id))
        .join(office, on(office.c.id, process_instance.c.office_id))
        .where(
            user_task.c.pemda_id == pemda_id,
            user_task.c.status == "open",
            user_task.c.due_at.is_not(None),
        )
    )
    return query if office_id is None else query.where(process_instance.c.office_id == office_id)


def _moved(
    connection: Connection,
    pemda_id: UUID,
    rows: Sequence[Row[Any]],
    clocks: dict[UUID, OfficeCalendar],
    now: datetime,
) -> list[tuple[Row[Any], datetime]]:
    again: dict[UUID, DueAgain] = {}
    found = []
    for row in rows:
        clock = clocks.get(row.office_id)
        if clock is None:
            continue  # its office is out of use
        counted = again.get(row.instance_id)
        if counted is None:
            definition = definition_of(connection, pemda_id, row.version_id)
            state = _state_of(connection, pemda_id, row.instance_id)
            counted = again[row.instance_id] = DueAgain(definition, state, now)
        instant = counted.tenggat(row.task_no, row.path, row.opened_at, clock)
        if instant is not None and instant != row.due_at:
            found.append((row, instant))
    return found


def _state_of(connection: Connection, pemda_id: UUID, instance_id: UUID) -> Callable[[], bytes]:
    def state() -> bytes:
        found: bytes = connection.execute(
            select(process_instance.c.state).where(
                process_instance.c.pemda_id == pemda_id, process_instance.c.id == instance_id
            )
        ).scalar_one()
        return found

    return state


def _moved_task(
    connection: Connection, pemda_id: UUID, row: Row[Any], instant: datetime
) -> MovedTask:
    definition = definition_of(connection, pemda_id, row.version_id)
    return MovedTask(
        process_number=row.number,
        office_name=row.short_name,
        place=place_at(definition.engine, row.path),
        before=row.due_at,
        after=instant,
        timezone=row.timezone,
    )
