"""How a tenggat is said: never "terlambat" to the person whose task it is (decisions §9)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from service.sentences import sentence
from service.sentences.words import written_instant, written_time
from service.working_time import end_of_next_working_day, full_working_days_between

if TYPE_CHECKING:
    from datetime import datetime

    from service.working_time import OfficeCalendar


@dataclass(frozen=True, slots=True)
class Due:
    """A limit in words, and what colour helps it."""

    instant: datetime
    words: str
    #: the limit itself, to the minute; "" when `words` say it already
    exact: str
    state: Literal["late", "today", "later"]
    #: the year that it lies in, when nobody confirmed that year's days off; None: somebody did
    unconfirmed: int | None


def due_of(due_at: datetime | None, now: datetime, clock: OfficeCalendar) -> Due | None:
    """Return how to say that something is due at `due_at`; None: it has no tenggat.

    `clock`: of the office that owns the process.
    """
    if due_at is None:
        return None
    calendar = clock.calendar
    zone, day = calendar.zone.key, calendar.local_day(due_at)
    exact = written_instant(due_at, zone)
    unconfirmed = None if clock.is_confirmed(due_at) else day.year
    if due_at < now:
        late = full_working_days_between(due_at, now, calendar)
        words = f"Lewat tenggat {late} hari kerja" if late else "Lewat tenggat hari ini"
        return Due(due_at, words, exact, "late", unconfirmed)
    if day == calendar.local_day(now):
        words = f"Jatuh tempo hari ini, {written_time(due_at, zone)}"
        return Due(due_at, words, exact, "today", unconfirmed)
    if day == calendar.local_day(end_of_next_working_day(now, calendar)):
        return Due(due_at, "Tenggat hari kerja berikutnya", exact, "later", unconfirmed)
    return Due(due_at, f"Tenggat {exact}", "", "later", unconfirmed)


def why_late_hours(arrived: datetime | None, clock: OfficeCalendar) -> str:
    """Return why the tenggat of a task is what it is, if it came while nobody works; else ""."""
    if arrived is None:
        return ""
    calendar = clock.calendar
    stretches = calendar.stretches_on(calendar.local_day(arrived))
    if any(stretch.start <= arrived <= stretch.end for stretch in stretches):
        return ""
    counted = "strict" if clock.strict else "least"
    time = written_time(arrived, calendar.zone.key)
    return sentence(f"web.came-after-hours-{counted}", time=time)
