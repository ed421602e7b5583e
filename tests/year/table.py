"""What a year brought, as a table that a person can check by hand."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from service.sentences.words import DAYS
from service.store.calendars import office_calendar
from service.store.database import read
from service.store.history import Stream, events_of
from service.store.tables import (
    escalation,
    holding,
    notice,
    notice_item,
    position,
    user_task,
)
from service.values import parse
from service.working_time import full_working_days_between
from tests.year.office import STEPS
from tests.year.simulation import WIB, Year

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy import Connection

_WHYS = {
    "late": "lewat tenggat",
    "today": "jatuh tempo hari ini",
    "new": "baru",
    "legal": "mendekati batas hukum",
}


def table_of(year: Year) -> str:
    """Return the table: tasks, days off entered later, digests, escalations."""
    with read(year.session) as connection:
        return "\n".join(
            [
                "TUGAS",
                *_lines(
                    ("Proses", "Langkah", "Waktu", "Tiba", "Tenggat", "Selesai", "Catatan"),
                    list(_tasks(connection, year)),
                ),
                "",
                "PENGINGAT (satu ringkasan per orang dan hari kerja)",
                *_lines(("Hari", "Kepada", "Isi"), list(_digests(connection, year))),
                "",
                "ESKALASI",
                *_lines(
                    ("Saat", "Proses", "Langkah", "Tingkat", "Kepada"),
                    list(_escalations(connection, year)),
                ),
                "",
            ]
        )


def _tasks(connection: Connection, year: Year) -> Iterator[tuple[str, ...]]:
    pemda = year.staff.pemda
    clock = office_calendar(connection, pemda.id, year.staff.office_id, "Asia/Jakarta")
    for name, instance_id in year.processes.items():
        moved = _moved(connection, pemda.id, instance_id)
        rows = connection.execute(
            select(user_task)
            .where(user_task.c.pemda_id == pemda.id, user_task.c.instance_id == instance_id)
            .order_by(user_task.c.opened_seq, user_task.c.task_no)
        )
        for row in rows:
            notes = []
            if row.task_no in moved:
                notes.append(f"tenggat semula {_instant(moved[row.task_no])}")
            if row.closed_at > row.due_at:
                days = full_working_days_between(row.due_at, row.closed_at, clock.calendar)
                notes.append(f"lewat tenggat {days} hari kerja penuh")
            if not clock.is_confirmed(row.due_at):
                notes.append(f"kalender {row.due_at.astimezone(WIB).year} belum dikonfirmasi")
            _, title, time, _ = STEPS[row.element_id]
            yield (
                name,
                title,
                time,
                _instant(row.opened_at),
                _instant(row.due_at),
                _instant(row.closed_at),
                "; ".join(notes),
            )


def _moved(connection: Connection, pemda_id: UUID, instance_id: UUID) -> dict[int, datetime]:
    """Return the first tenggat of tasks whose tenggat moved."""
    found: dict[int, datetime] = {}
    for row in events_of(connection, Stream(pemda_id, instance_id, "process")):
        if row["kind"] == "DueDatesMoved":
            for move in parse(row["payload"])["moves"]:
                found.setdefault(move["task_no"], move["before"])
    return found


def _digests(connection: Connection, year: Year) -> Iterator[tuple[str, ...]]:
    titles = _titles(connection, year)
    rows = connection.execute(
        select(notice.c.day, notice.c.person_id, notice_item.c.why)
        .join(
            notice_item,
            (notice_item.c.pemda_id == notice.c.pemda_id)
            & (notice_item.c.notice_id == notice.c.id),
        )
        .where(notice.c.pemda_id == year.staff.pemda.id, notice.c.kind == "digest")
        .order_by(notice.c.day, notice_item.c.sort)
    )
    found: dict[tuple[date, str], Counter[str]] = {}
    for row in rows:
        found.setdefault((row.day, titles[row.person_id]), Counter())[_WHYS[row.why]] += 1
    for (day, title), whys in sorted(found.items()):
        yield (_day(day), title, ", ".join(f"{count} {why}" for why, count in whys.items()))


def _escalations(connection: Connection, year: Year) -> Iterator[tuple[str, ...]]:
    names = {instance_id: name for name, instance_id in year.processes.items()}
    rows = connection.execute(
        select(escalation, position.c.title, user_task.c.element_id)
        .join(
            position,
            (position.c.pemda_id == escalation.c.pemda_id)
            & (position.c.id == escalation.c.position_id),
        )
        .join(
            user_task,
            (user_task.c.pemda_id == escalation.c.pemda_id)
            & (user_task.c.instance_id == escalation.c.instance_id)
            & (user_task.c.task_no == escalation.c.task_no),
        )
        .where(escalation.c.pemda_id == year.staff.pemda.id)
        .order_by(escalation.c.made_at, escalation.c.level)
    )
    for row in rows:
        yield (
            _instant(row.made_at),
            names[row.instance_id],
            STEPS[row.element_id][1],
            str(row.level),
            row.title,
        )


def _titles(connection: Connection, year: Year) -> dict[Any, str]:
    rows = connection.execute(
        select(holding.c.person_id, position.c.title)
        .join(
            position,
            (position.c.pemda_id == holding.c.pemda_id) & (position.c.id == holding.c.position_id),
        )
        .where(holding.c.pemda_id == year.staff.pemda.id)
    )
    return {row.person_id: row.title for row in rows}


def _lines(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]
    for row in (head, ["-" * width for width in widths], *rows):
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip()


def _day(day: date) -> str:
    return f"{DAYS[day.weekday()][:3]} {day:%d-%m-%Y}"


def _instant(instant: datetime) -> str:
    local = instant.astimezone(WIB)
    return f"{_day(local.date())} {local:%H.%M}"
