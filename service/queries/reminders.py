"""Who is to be told what: the digest of a person's morning, and tasks that are late by days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, select

from service.queries.holders import holders_of
from service.queries.inbox import my_tasks
from service.store.calendars import office_calendar
from service.store.database import read
from service.store.holdings import held_on
from service.store.joins import on
from service.store.legal_deadlines import deadlines_of
from service.store.notices import NoticeItem
from service.store.tables import (
    escalation,
    holding,
    person,
    position,
    process_instance,
    sop,
    user_task,
)
from service.working_time import full_working_days_between
from service.working_time.legal import legal_dues

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy import Connection, Row, Select
    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.queries.inbox import TaskCard
    from service.store.notices import Why
    from service.working_time import OfficeCalendar

#: A verified legal deadline is told of from so many days before.
LEGAL_NOTICE: Final = timedelta(days=7)

#: In this order they stand in a digest.
_ORDER: Final[tuple[Why, ...]] = ("late", "today", "legal", "new")


@dataclass(frozen=True, slots=True)
class Superior:
    """The next jabatan above, with those who hold it."""

    position_id: UUID
    title: str
    people: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class LateTask:
    """A task that is late by full working days beyond those that superiors were told of."""

    instance_id: UUID
    task_no: int
    #: of the next escalation
    level: int
    superior: Superior


def people_of_office(
    session: Session, pemda_id: UUID, office_id: UUID, today: date
) -> tuple[UUID, ...]:
    """Return everybody who holds a jabatan of an office today."""
    with read(session) as connection:
        rows = connection.execute(
            select(holding.c.person_id)
            .distinct()
            .select_from(holding)
            .join(position, on(position.c.id, holding.c.position_id))
            .join(person, on(person.c.id, holding.c.person_id))
            .where(
                holding.c.pemda_id == pemda_id,
                position.c.office_id == office_id,
                *_in_force(today),
            )
        )
        return tuple(sorted(rows.scalars()))


def digest_items(
    session: Session, caller: Caller, *, since: datetime, today: date, now: datetime
) -> tuple[NoticeItem, ...]:
    """Return what a person is told of in the morning, the most urgent first.

    `since`: what came later is new. Each task stands once, for its most urgent reason.
    """
    inbox = my_tasks(session, caller, today=today)
    with read(session) as connection:
        legal = _legally_due(connection, caller.pemda_id, inbox.cards, today)
        clocks = {
            office_id: office_calendar(connection, caller.pemda_id, office_id, zone)
            for office_id, zone in {(card.office_id, card.timezone) for card in inbox.cards}
        }
    found: list[tuple[int, NoticeItem]] = []
    for card in inbox.cards:
        if card.suspended:
            continue
        why = _why(card, clocks[card.office_id], legal, since=since, now=now)
        if why is not None:
            item = NoticeItem(card.instance_id, card.task_no, why)
            found.append((_ORDER.index(why), item))
    found.sort(key=lambda it: it[0])
    return tuple(item for _, item in found)


def late_tasks(
    session: Session, pemda_id: UUID, office_id: UUID, clock: OfficeCalendar, now: datetime
) -> tuple[LateTask, ...]:
    """Return the tasks of an office whose next superior is to be told by now.

    Level 1 after one full working day late, each further level after one more; nobody above the
    head of the office (decisions §5.2). What waits for an outside agency is told to the superior
    of those who record its arrival; once papers went out with a proof it has no tenggat and is
    never late (decisions §5.3).
    """
    today = clock.calendar.local_day(now)
    with read(session) as connection:
        rows: Sequence[Row[Any]] = connection.execute(_overdue(pemda_id, office_id, now)).all()
        positions = _positions(connection, pemda_id, office_id) if rows else {}
        found = []
        for row in rows:
            late = full_working_days_between(row.due_at, now, clock.calendar)
            if late <= row.levels:
                continue
            superior = _superior(connection, pemda_id, positions, row, today)
            if superior is not None:
                found.append(LateTask(row.instance_id, row.task_no, row.levels + 1, superior))
    return tuple(found)


# ---------------------------------------------------------------- below


def _why(
    card: TaskCard,
    clock: OfficeCalendar,
    legal: frozenset[UUID],
    *,
    since: datetime,
    now: datetime,
) -> Why | None:
    if card.due_at is not None:
        if card.due_at < now:
            return "late"
        if clock.calendar.local_day(card.due_at) == clock.calendar.local_day(now):
            return "today"
    if card.instance_id in legal:
        return "legal"
    return "new" if card.opened_at > since else None


def _legally_due(
    connection: Connection, pemda_id: UUID, cards: Iterable[TaskCard], today: date
) -> frozenset[UUID]:
    """Return the processes whose verified legal deadline is near or over."""
    known = [it for it in deadlines_of(connection, pemda_id) if it.verified]
    instances = {card.instance_id for card in cards}
    if not known or not instances:
        return frozenset()
    rows = connection.execute(
        select(
            process_instance.c.id,
            process_instance.c.year,
            process_instance.c.office_id,
            sop.c.key,
        )
        .join(sop, on(sop.c.id, process_instance.c.sop_id))
        .where(process_instance.c.pemda_id == pemda_id, process_instance.c.id.in_(instances))
    )
    return frozenset(
        row.id
        for row in rows
        if any(
            due.day <= today + LEGAL_NOTICE
            for due in legal_dues(known, office_id=row.office_id, sop_key=row.key, year=row.year)
        )
    )


def _overdue(pemda_id: UUID, office_id: UUID, now: datetime) -> Select[Any]:
    levels = (
        select(func.coalesce(func.max(escalation.c.level), 0))
        .where(
            escalation.c.pemda_id == user_task.c.pemda_id,
            escalation.c.instance_id == user_task.c.instance_id,
            escalation.c.task_no == user_task.c.task_no,
        )
        .correlate(user_task)
        .scalar_subquery()
    )
    return (
        select(
            user_task.c.instance_id,
            user_task.c.task_no,
            user_task.c.candidate,
            user_task.c.due_at,
            user_task.c.claimed_holding,
            user_task.c.kind,
            process_instance.c.sop_id,
            levels.label("levels"),
        )
        .select_from(user_task)
        .join(process_instance, on(process_instance.c.id, user_task.c.instance_id))
        .where(
            user_task.c.pemda_id == pemda_id,
            process_instance.c.office_id == office_id,
            user_task.c.status == "open",
            # Nobody can do anything about it until the process goes on.
            process_instance.c.suspended_at.is_(None),
            user_task.c.due_at < now,
        )
        .order_by(user_task.c.due_at, user_task.c.instance_id, user_task.c.task_no)
    )


def _positions(connection: Connection, pemda_id: UUID, office_id: UUID) -> Mapping[UUID, Row[Any]]:
    """Return every jabatan of an office, by id."""
    query: Select[Any] = select(
        position.c.id, position.c.title, position.c.role, position.c.superior_id
    ).where(position.c.pemda_id == pemda_id, position.c.office_id == office_id)
    return {row.id: row for row in connection.execute(query)}


def _superior(
    connection: Connection,
    pemda_id: UUID,
    positions: Mapping[UUID, Row[Any]],
    row: Row[Any],
    today: date,
) -> Superior | None:
    """Return who is next above those whose task it is and whom nobody told yet."""
    head = _with_role(positions, "kepala_dinas")
    if row.kind == "receive":
        # Those who record arrivals do so under the Sekretaris, who answers for it (§3.6).
        start = _with_role(positions, "sekretaris")
        above = _chain(positions, start, head) if start else [head] if head else []
    else:
        start = _start(connection, pemda_id, positions, row, today)
        above = _chain(positions, start, head)
    # A jabatan that nobody holds is stepped over: somebody must hear of it.
    held = [
        it
        for it in (_held(connection, pemda_id, positions[one], today) for one in above)
        if it.people
    ]
    return held[row.levels] if row.levels < len(held) else None


def _start(
    connection: Connection,
    pemda_id: UUID,
    positions: Mapping[UUID, Row[Any]],
    row: Row[Any],
    today: date,
) -> UUID | None:
    """Return the jabatan whose task it is."""
    holdings = (
        [row.claimed_holding]
        if row.claimed_holding is not None
        else [
            who.holding_id
            for who in holders_of(connection, pemda_id, row.candidate, today, sop_id=row.sop_id)
        ]
    )
    begin = connection.execute(
        select(holding.c.position_id)
        .where(holding.c.pemda_id == pemda_id, holding.c.id.in_(holdings))
        .order_by(holding.c.position_id)
    ).scalars()
    # Of several who could do it, one stands for all: they sit in the same unit.
    return next((key for key in begin if key in positions), None)


def _with_role(positions: Mapping[UUID, Row[Any]], role: str) -> UUID | None:
    return next((key for key, row in positions.items() if row.role == role), None)


def _chain(
    positions: Mapping[UUID, Row[Any]], start: UUID | None, head: UUID | None
) -> list[UUID]:
    """Return the jabatan above, nearest first, up to the head of the office."""
    found: list[UUID] = []
    at = None if start == head else start
    while at is not None and at != head:
        above = positions[at].superior_id
        # Without a superior in the structure, or with one elsewhere, it is the head.
        at = above if above in positions and above not in (*found, start) else head
        if at is not None:
            found.append(at)
    return found


def _held(connection: Connection, pemda_id: UUID, place: Row[Any], today: date) -> Superior:
    people = connection.execute(
        select(holding.c.person_id)
        .select_from(holding)
        .join(position, on(position.c.id, holding.c.position_id))
        .join(person, on(person.c.id, holding.c.person_id))
        .where(
            holding.c.pemda_id == pemda_id,
            holding.c.position_id == place.id,
            *_in_force(today),
        )
    ).scalars()
    return Superior(place.id, place.title, tuple(sorted(people)))


def _in_force(today: date) -> tuple[Any, ...]:
    return held_on(today), person.c.active, position.c.active
