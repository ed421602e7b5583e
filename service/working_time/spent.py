"""Where the time of a task went: in the queue, at work, or with an outside agency.

The three are never mixed (decisions §5): *waktu antre* from arrival to *Ambil*, *waktu kerja* from
*Ambil* to *Selesai*, *waktu tunggu* while an outside agency has the file. All are working time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from service.working_time.deadlines import working_time_between

if TYPE_CHECKING:
    from datetime import datetime

    from service.working_time.calendars import Calendar


@dataclass(frozen=True, slots=True)
class Spent:
    """Working time of one task, or of many together."""

    queue: timedelta = timedelta()
    work: timedelta = timedelta()
    waiting: timedelta = timedelta()

    def __add__(self, other: Spent) -> Spent:
        return Spent(
            self.queue + other.queue, self.work + other.work, self.waiting + other.waiting
        )

    @property
    def total(self) -> timedelta:
        return self.queue + self.work + self.waiting


def spent_by_person(
    arrived: datetime, taken: datetime | None, ended: datetime, calendar: Calendar
) -> Spent:
    """Return where the time of a person's task went until `ended`, which may be now.

    `taken`: None where nobody took it, or completing it took it. It was somebody's from its
    arrival on then: for all that is known they worked at it, and nobody waited in a queue.
    """
    if taken is None:
        return Spent(work=working_time_between(arrived, ended, calendar))
    return Spent(
        queue=working_time_between(arrived, taken, calendar),
        work=working_time_between(taken, ended, calendar),
    )


def spent_on_agency(
    arrived: datetime, sent: datetime | None, came: datetime, calendar: Calendar
) -> Spent:
    """Return where the time went while a process waited for an outside agency until `came`.

    `sent`: when the papers went out, where a proof of it exists; from then on the clock of the
    office stands still. Without proof it runs (decisions §5.3).
    """
    if sent is None:
        return Spent(work=working_time_between(arrived, came, calendar))
    begins = max(arrived, sent)
    return Spent(
        work=working_time_between(arrived, begins, calendar),
        waiting=working_time_between(begins, came, calendar),
    )
