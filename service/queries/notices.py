"""*Pemberitahuan* as its reader sees it, and as a mail says it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, select

from service.queries.paging import Page, paged
from service.queries.places import ElementPlace, place_at
from service.running.definitions import definition_of
from service.store.database import read
from service.store.joins import on
from service.store.tables import (
    notice,
    notice_item,
    office,
    person,
    process_instance,
    sop,
    user_task,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy import Connection, Row, Select
    from sqlalchemy.orm import Session

    from service.access.model import Caller

#: Notices of one page.
_PER_PAGE: Final = 20


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """A task that a notice speaks of, as it is now."""

    instance_id: UUID
    task_no: int
    why: str
    process_number: str
    sop_title: str
    place: ElementPlace
    due_at: datetime | None
    timezone: str
    #: open | completed | cancelled | waived
    status: str


@dataclass(frozen=True, slots=True)
class NoticeView:
    id: UUID
    kind: str
    day: date
    made_at: datetime
    read_at: datetime | None
    lines: tuple[NoticeLine, ...]


@dataclass(frozen=True, slots=True)
class NoticeMail:
    """What a mail about a notice says, and to whom."""

    address: str
    kind: str
    day: date
    lines: tuple[NoticeLine, ...]


def notices_of(session: Session, caller: Caller, *, page: int) -> Page[NoticeView]:
    """Return what the caller was told, the newest first."""
    statement = (
        select(notice)
        .where(notice.c.pemda_id == caller.pemda_id, notice.c.person_id == caller.person_id)
        .order_by(notice.c.made_at.desc(), notice.c.id.desc())
    )
    with read(session) as connection:
        rows = paged(connection, statement, _as_it_is, number=page, size=_PER_PAGE)
        lines = _lines(connection, caller.pemda_id, [row.id for row in rows.items])
    items = tuple(
        NoticeView(row.id, row.kind, row.day, row.made_at, row.read_at, lines.get(row.id, ()))
        for row in rows.items
    )
    return Page(items, rows.number, rows.total, rows.size)


def unread_notices(session: Session, caller: Caller) -> int:
    """Return how many notices the caller has not read."""
    with read(session) as connection:
        found = connection.scalar(
            select(func.count()).where(
                notice.c.pemda_id == caller.pemda_id,
                notice.c.person_id == caller.person_id,
                notice.c.read_at.is_(None),
            )
        )
    return int(found or 0)


def notice_mail(session: Session, pemda_id: UUID, notice_id: UUID) -> NoticeMail | None:
    """Return a notice as a mail says it; None: nobody is there to get it any more."""
    with read(session) as connection:
        row = connection.execute(
            select(notice, person.c.email)
            .join(person, on(person.c.id, notice.c.person_id))
            .where(notice.c.pemda_id == pemda_id, notice.c.id == notice_id, person.c.active)
        ).one_or_none()
        if row is None or row.email is None:
            return None
        lines = _lines(connection, pemda_id, [notice_id])
    return NoticeMail(row.email, row.kind, row.day, lines.get(notice_id, ()))


def _as_it_is(row: Row[Any]) -> Row[Any]:
    return row


def _lines(
    connection: Connection, pemda_id: UUID, notices: Iterable[UUID]
) -> Mapping[UUID, tuple[NoticeLine, ...]]:
    found: dict[UUID, tuple[NoticeLine, ...]] = {}
    for row in connection.execute(_items(pemda_id).where(notice_item.c.notice_id.in_(notices))):
        line = _line(connection, pemda_id, row)
        found[row.notice_id] = (*found.get(row.notice_id, ()), line)
    return found


def _line(connection: Connection, pemda_id: UUID, row: Row[Any]) -> NoticeLine:
    definition = definition_of(connection, pemda_id, row.version_id)
    return NoticeLine(
        instance_id=row.instance_id,
        task_no=row.task_no,
        why=row.why,
        process_number=row.number,
        sop_title=row.title,
        place=place_at(definition.engine, row.path),
        due_at=row.due_at,
        timezone=row.timezone,
        status=row.status,
    )


def _items(pemda_id: UUID) -> Select[Any]:
    return (
        select(
            notice_item,
            user_task.c.path,
            user_task.c.due_at,
            user_task.c.status,
            process_instance.c.number,
            sop.c.title,
            process_instance.c.version_id,
            office.c.timezone,
        )
        .select_from(notice_item)
        .join(
            user_task,
            (user_task.c.pemda_id == notice_item.c.pemda_id)
            & (user_task.c.instance_id == notice_item.c.instance_id)
            & (user_task.c.task_no == notice_item.c.task_no),
        )
        .join(process_instance, on(process_instance.c.id, notice_item.c.instance_id))
        .join(sop, on(sop.c.id, process_instance.c.sop_id))
        .join(office, on(office.c.id, process_instance.c.office_id))
        .where(notice_item.c.pemda_id == pemda_id)
        .order_by(notice_item.c.notice_id, notice_item.c.sort)
    )
