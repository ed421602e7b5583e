"""The list of processes: which the caller may see, found by words and state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import and_, exists, false, or_, select

from service.access.candidates import candidate_keys, is_administrator, scoped_keys
from service.queries.paging import CAP, Page, paged
from service.store.database import read
from service.store.joins import on
from service.store.tables import (
    office,
    process_instance,
    sop,
    user_task,
)

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement, Row, Select
    from sqlalchemy.orm import Session

    from service.access.model import AuditScope, Caller

Status = Literal["running", "completed", "cancelled"]


@dataclass(frozen=True, slots=True)
class ProcessLine:
    """One line of the list of processes."""

    instance_id: UUID
    number: str
    title: str
    sop_title: str
    office_name: str
    year: int
    status: Status
    trial: bool
    #: since when; None: it is not suspended
    suspended_at: datetime | None
    started_at: datetime
    ended_at: datetime | None


def find_processes(
    session: Session,
    caller: Caller,
    *,
    words: str = "",
    status: str = "",
    page: int = 1,
    size: int = CAP,
) -> Page[ProcessLine]:
    """Return the processes that the caller may see, the newest first.

    `words` must all stand in number, title or name of the SOP; `status` narrows when it is one.
    """
    statement = _list_statement().where(
        process_instance.c.pemda_id == caller.pemda_id, _visible_to(caller)
    )
    if status in ("running", "completed", "cancelled"):
        statement = statement.where(process_instance.c.status == status)
    # PostgreSQL takes no NUL in a text, so no process says one.
    for word in words.replace("\0", " ").split()[:8]:
        statement = statement.where(_says(word))
    with read(session) as connection:
        return paged(connection, statement, _line, number=page, size=size)


def _list_statement() -> Select[Any]:
    return (
        select(
            process_instance.c.id,
            process_instance.c.number,
            process_instance.c.title,
            process_instance.c.year,
            process_instance.c.status,
            process_instance.c.trial,
            process_instance.c.suspended_at,
            process_instance.c.started_at,
            process_instance.c.ended_at,
            sop.c.title.label("sop_title"),
            office.c.name.label("office_name"),
        )
        .select_from(process_instance)
        .join(sop, on(sop.c.id, process_instance.c.sop_id))
        .join(office, on(office.c.id, process_instance.c.office_id))
        .order_by(process_instance.c.started_at.desc(), process_instance.c.id.desc())
    )


def _line(row: Row[Any]) -> ProcessLine:
    return ProcessLine(
        instance_id=row.id,
        number=row.number,
        title=row.title,
        sop_title=row.sop_title,
        office_name=row.office_name,
        year=row.year,
        status=row.status,
        trial=row.trial,
        suspended_at=row.suspended_at,
        started_at=row.started_at,
        ended_at=row.ended_at,
    )


def _says(word: str) -> ColumnElement[bool]:
    return or_(
        process_instance.c.number.icontains(word, autoescape=True),
        process_instance.c.title.icontains(word, autoescape=True),
        sop.c.title.icontains(word, autoescape=True),
    )


def _visible_to(caller: Caller) -> ColumnElement[bool]:
    """Return as a condition what `access.rules.may_see_process` says of one process."""
    ways: list[ColumnElement[bool]] = [false()]
    if not is_administrator(caller):
        offices = {
            holder.office_id for holder in caller.holders if holder.duty is None and holder.leads
        }
        ways.append(process_instance.c.office_id.in_(sorted(offices)))
        ways.append(_has_task_for(caller, candidate_keys(caller)))
        ways += [
            and_(process_instance.c.sop_id.in_(sorted(sops)), _has_task_for(caller, keys))
            for sops, keys in scoped_keys(caller)
        ]
    if any(holder.duty == "auditor" for holder in caller.holders):
        ways.extend(_within(scope) for scope in caller.audits)
    return or_(*ways)


def _has_task_for(caller: Caller, keys: frozenset[str]) -> ColumnElement[bool]:
    return (
        exists()
        .where(
            user_task.c.pemda_id == caller.pemda_id,
            user_task.c.instance_id == process_instance.c.id,
            user_task.c.candidate.in_(sorted(keys)),
        )
        .correlate(process_instance)
    )


def _within(scope: AuditScope) -> ColumnElement[bool]:
    limits: list[ColumnElement[bool]] = [process_instance.c.id.is_not(None)]
    if scope.office_id is not None:
        limits.append(process_instance.c.office_id == scope.office_id)
    if scope.sop_id is not None:
        limits.append(process_instance.c.sop_id == scope.sop_id)
    return and_(*limits)
