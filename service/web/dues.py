"""How a tenggat is said: never "terlambat" to the person whose task it is (decisions §9)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from service.sentences.words import written_instant, written_time
from service.working_time import (
    default_calendar,
    end_of_next_working_day,
    full_working_days_between,
)

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Due:
    """A limit in words, and what colour helps it."""

    instant: datetime
    words: str
    #: the limit itself, to the minute; "" when `words` say it already
    exact: str
    state: Literal["late", "today", "later"]


def due_of(due_at: datetime | None, now: datetime, zone: str) -> Due | None:
    """Return how to say that something is due at `due_at`; None: it has no tenggat."""
    if due_at is None:
        return None
    exact = written_instant(due_at, zone)
    calendar = default_calendar(zone)
    day = calendar.local_day(due_at)
    if due_at < now:
        late = full_working_days_between(due_at, now, calendar)
        words = f"Lewat tenggat {late} hari kerja" if late else "Lewat tenggat hari ini"
        return Due(due_at, words, exact, "late")
    if day == calendar.local_day(now):
        return Due(due_at, f"Jatuh tempo hari ini, {written_time(due_at, zone)}", exact, "today")
    if day == calendar.local_day(end_of_next_working_day(now, calendar)):
        return Due(due_at, "Tenggat hari kerja berikutnya", exact, "later")
    return Due(due_at, f"Tenggat {exact}", "", "later")
