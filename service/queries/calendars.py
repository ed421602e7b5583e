"""The working calendar as pages show it: a year, its schedules and days, and what moves by it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from service.access.rules import calendar_keeper_for, may_see_structure
from service.errors import NotFound
from service.queries.definitions import diagram_of
from service.queries.paging import CAP, Page
from service.queries.places import ElementPlace, element_place
from service.running.calendar_changes import OfficeZone, offices_under, require_work
from service.running.definitions import definition_of
from service.running.due_dates import DueAgain
from service.store.calendars import calendar_of, office_calendar
from service.store.database import read
from service.store.joins import on
from service.store.tables import (
    calendar_year,
    due_recount,
    office,
    person,
    process_instance,
    sop_version,
    user_task,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection, Row, Select
    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.running.calendar_plans import Plan
    from service.working_time import OfficeCalendar, PemdaCalendar

#: Recounts that a page shows, the newest first.
_RECOUNTS_SHOWN: Final = 5


@dataclass(frozen=True, slots=True)
class Confirmation:
    """Who compared a year with its SKB, and when."""

    #: None: erased
    name: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class RecountLine:
    """How far due dates were counted again after a change."""

    made_at: datetime
    #: None: every office
    office_name: str | None
    total: int
    seen: int
    moved: int
    failed: int
    status: str
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class CalendarView:
    """A calendar, the offices that have one, and what was counted again lately."""

    calendar: PemdaCalendar
    offices: tuple[OfficeZone, ...]
    #: None: the calendar of the pemda was asked for
    office: OfficeZone | None
    #: by year
    confirmations: dict[int, Confirmation]
    recounts: tuple[RecountLine, ...]


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


def office_clock(session: Session, pemda_id: UUID, office_id: UUID, zone: str) -> OfficeCalendar:
    """Return how an office counts time now."""
    with read(session) as connection:
        return office_calendar(connection, pemda_id, office_id, zone)


def calendar_view(session: Session, caller: Caller, office_id: UUID | None) -> CalendarView:
    """Return the calendar of the pemda, or of one office of it. Raises NotFound."""
    if not may_see_structure(caller):
        raise NotFound
    with read(session) as connection:
        offices = offices_under(connection, caller.pemda_id, None)
        chosen = next((it for it in offices if it.office_id == office_id), None)
        if office_id is not None and chosen is None:
            raise NotFound
        return CalendarView(
            calendar=calendar_of(connection, caller.pemda_id),
            offices=offices,
            office=chosen,
            confirmations=_confirmations(connection, caller.pemda_id),
            recounts=_recounts(connection, caller.pemda_id),
        )


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
            return Preview(0, Page((), 1, 0))
        clocks = {it.office_id: after.of_office(it.office_id, it.timezone) for it in offices}
        rows: Sequence[Row[Any]] = connection.execute(
            _open_tasks(caller.pemda_id, office_id)
        ).all()
        moved = _moved(connection, caller.pemda_id, rows, clocks, now)
        moved.sort(key=lambda it: (it[1], it[0].number, it[0].task_no))
        last = max(1, -(-len(moved) // CAP))
        number = min(max(1, page), last)
        shown = moved[(number - 1) * CAP : number * CAP]
        items = tuple(
            _moved_task(connection, caller.pemda_id, row, instant) for row, instant in shown
        )
    return Preview(len(rows), Page(items, number, len(moved), CAP))


def _open_tasks(pemda_id: UUID, office_id: UUID | None) -> Select[Any]:
    query = (
        select(
            user_task.c.instance_id,
            user_task.c.task_no,
            user_task.c.element_id,
            user_task.c.path,
            user_task.c.opened_at,
            user_task.c.due_at,
            process_instance.c.number,
            process_instance.c.office_id,
            process_instance.c.version_id,
            office.c.timezone,
            office.c.short_name,
            sop_version.c.xml_sha256,
            sop_version.c.process_id,
        )
        .select_from(user_task)
        .join(process_instance, on(process_instance.c.id, user_task.c.instance_id))
        .join(office, on(office.c.id, process_instance.c.office_id))
        .join(sop_version, on(sop_version.c.id, process_instance.c.version_id))
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
    diagram = diagram_of(connection, pemda_id, row.xml_sha256)
    return MovedTask(
        process_number=row.number,
        office_name=row.short_name,
        place=element_place(diagram, row.process_id, row.element_id),
        before=row.due_at,
        after=instant,
        timezone=row.timezone,
    )


def _confirmations(connection: Connection, pemda_id: UUID) -> dict[int, Confirmation]:
    rows = connection.execute(
        select(calendar_year.c.year, calendar_year.c.confirmed_at, person.c.name)
        .join(person, on(person.c.id, calendar_year.c.confirmed_by))
        .where(calendar_year.c.pemda_id == pemda_id)
    )
    return {row.year: Confirmation(row.name, row.confirmed_at) for row in rows}


def _recounts(connection: Connection, pemda_id: UUID) -> tuple[RecountLine, ...]:
    rows = connection.execute(
        select(due_recount, office.c.short_name)
        .outerjoin(office, on(office.c.id, due_recount.c.office_id))
        .where(due_recount.c.pemda_id == pemda_id)
        .order_by(due_recount.c.made_at.desc(), due_recount.c.change_id.desc())
        .limit(_RECOUNTS_SHOWN)
    )
    return tuple(
        RecountLine(
            row.made_at,
            row.short_name,
            row.total,
            row.seen,
            row.moved,
            row.failed,
            row.status,
            row.finished_at,
        )
        for row in rows
    )
