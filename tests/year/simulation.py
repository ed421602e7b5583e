"""One year of one office, with its real commands and its real worker on a simulated clock.

The clock goes from one thing that happens to the next: what people do, by the script below, and
what the worker has to look at. Nothing waits for anything.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from service.clock import SimulatedClock
from service.commands.change_calendar import change_calendar
from service.commands.complete_task import complete_task
from service.commands.start_process import start_process
from service.running import calendar_plans as plans
from service.running.calendar_entries import NewClosedDay, NewSchedule, YearConfirmation
from service.running.results import Moved
from service.store.database import read
from service.store.tables import office_timer, user_task
from service.worker.recount import recount_due
from service.worker.remind import remind
from tests.year.office import Staff, open_office

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from sqlalchemy.orm import Session, sessionmaker

WIB = ZoneInfo("Asia/Jakarta")

_DAY, _RAMADAN_DAY = "07.30-12.00, 13.00-16.00", "08.00-12.00, 12.30-15.00"


def at(month: int, day: int, hour: int, minute: int = 0, *, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=WIB)


BEGINS = at(1, 2, 8)
ENDS = at(1, 11, 18, year=2027)


@dataclass
class Year:
    """The office, what it started, and the clock of its year."""

    session: Session
    sessions: sessionmaker[Session]
    clock: SimulatedClock
    staff: Staff
    #: name → process
    processes: dict[str, UUID] = field(default_factory=dict)

    def start(self, name: str) -> None:
        """Let the Ketua Tim start a process."""
        made = start_process(
            self.session,
            self._caller("ketua"),
            version_id=self.staff.version_id,
            title=name,
            year=2026,
            kind="murni",
            basis="Disposisi",
            confirmed=True,
            now=self.clock.now(),
        )
        assert isinstance(made, Moved)
        self.processes[name] = made.instance_id

    def complete(self, name: str, who: str) -> None:
        """Let somebody complete what waits in a process."""
        [task_no] = self._open(self.processes[name])
        complete_task(
            self.session,
            self._caller(who),
            instance_id=self.processes[name],
            task_no=task_no,
            typed={"nomor": "1"},
            now=self.clock.now(),
        )

    def confirm_2026(self) -> None:
        change_calendar(
            self.session,
            self._administrator(),
            plans.ConfirmYear(YearConfirmation(2026, "SKB 2026", date(2025, 9, 19))),
            now=self.clock.now(),
        )

    def announce_ramadan(self) -> None:
        days = ("monday", "tuesday", "wednesday", "thursday")
        hours: dict[str, Any] = dict.fromkeys(days, _RAMADAN_DAY)
        hours["friday"] = "08.00-11.30, 12.30-15.30"
        schedule = NewSchedule(
            "ramadan", date(2026, 2, 19), date(2026, 3, 20), "Perpres 21/2023", **hours
        )
        change_calendar(
            self.session,
            self._administrator(),
            plans.AddSchedule(schedule, None),
            now=self.clock.now(),
        )

    def close(self, day: date, name: str, source: str) -> None:
        """Let the administrator enter a day off in the middle of the year."""
        change_calendar(
            self.session,
            self._administrator(),
            plans.AddClosedDay(NewClosedDay(day, "collective_leave", name, source), None),
            now=self.clock.now(),
        )

    def work(self) -> None:
        """Let the worker do everything that is due now."""
        while recount_due(self.sessions, self.clock, "w") or remind(
            self.sessions, self.clock, "w", mails=False
        ):
            pass

    def next_look(self) -> datetime | None:
        """Return when the worker has something to look at again."""
        with read(self.session) as connection:
            found = connection.scalar(
                select(func.min(office_timer.c.due_at)).where(
                    office_timer.c.pemda_id == self.staff.pemda.id
                )
            )
        return found if found is None or isinstance(found, datetime) else None

    def _caller(self, who: str) -> Any:
        now = self.clock.now()
        return self.staff.pemda.caller(self.staff.people[who], now=now, confirmed_at=now)

    def _administrator(self) -> Any:
        pemda = self.staff.pemda
        return pemda.caller(pemda.administrator_id, now=self.clock.now())

    def _open(self, instance_id: UUID) -> list[int]:
        with read(self.session) as connection:
            return list(
                connection.execute(
                    select(user_task.c.task_no).where(
                        user_task.c.pemda_id == self.staff.pemda.id,
                        user_task.c.instance_id == instance_id,
                        user_task.c.status == "open",
                    )
                ).scalars()
            )


#: What people do, in order. Who is late here is late on purpose.
SCRIPT: tuple[tuple[datetime, Callable[[Year], None]], ...] = (
    (at(1, 5, 9), lambda year: year.start("Januari")),
    (at(1, 6, 10), lambda year: year.confirm_2026()),
    (at(1, 12, 10), lambda year: year.complete("Januari", "anggota")),
    (at(1, 12, 13), lambda year: year.complete("Januari", "ketua")),
    (at(1, 13, 9), lambda year: year.complete("Januari", "sekretaris")),
    (at(1, 14, 10), lambda year: year.complete("Januari", "kadis")),
    (at(2, 18, 19), lambda year: year.announce_ramadan()),
    # In Ramadan work ends at 15.00, on Friday at 15.30.
    (at(3, 2, 8), lambda year: year.start("Ramadan")),
    (at(3, 5, 9), lambda year: year.complete("Ramadan", "anggota")),
    (at(3, 5, 10), lambda year: year.complete("Ramadan", "ketua")),
    (at(3, 6, 9), lambda year: year.complete("Ramadan", "sekretaris")),
    (at(3, 9, 9), lambda year: year.complete("Ramadan", "kadis")),
    # Over Nyepi and Lebaran; done two working days late.
    (at(3, 12, 9), lambda year: year.start("Lebaran")),
    (at(3, 30, 10), lambda year: year.complete("Lebaran", "anggota")),
    (at(3, 31, 9), lambda year: year.complete("Lebaran", "ketua")),
    # The Sekretaris is away over Good Friday.
    (at(4, 7, 9), lambda year: year.complete("Lebaran", "sekretaris")),
    (at(4, 8, 10), lambda year: year.complete("Lebaran", "kadis")),
    # In the middle of the year 18 August becomes a day off, and is one until then.
    (at(8, 12, 9), lambda year: year.start("Agustus")),
    (
        at(8, 14, 10),
        lambda year: year.close(date(2026, 8, 18), "Cuti Bersama Kemerdekaan", "SKB 3/2026"),
    ),
    (at(8, 21, 15), lambda year: year.complete("Agustus", "anggota")),
    (at(8, 24, 9), lambda year: year.complete("Agustus", "ketua")),
    (at(8, 26, 9), lambda year: year.complete("Agustus", "sekretaris")),
    (at(8, 27, 10), lambda year: year.complete("Agustus", "kadis")),
    # Over Natal and into a year that nobody has confirmed.
    (at(12, 18, 9), lambda year: year.start("Natal")),
    (at(12, 28, 11), lambda year: year.complete("Natal", "anggota")),
    (at(1, 4, 9, year=2027), lambda year: year.complete("Natal", "ketua")),
    (at(1, 6, 10, year=2027), lambda year: year.complete("Natal", "sekretaris")),
    (at(1, 7, 9, year=2027), lambda year: year.complete("Natal", "kadis")),
)


def run_year(session: Session, sessions: sessionmaker[Session]) -> Year:
    """Let the year pass and return it."""
    clock = SimulatedClock(BEGINS)
    year = Year(session, sessions, clock, open_office(session, BEGINS))
    year.work()
    script = list(SCRIPT)
    while clock.now() < ENDS:
        looks = year.next_look() or ENDS
        if script and script[0][0] <= looks:
            instant, act = script.pop(0)
            clock.move_to(instant)
            act(year)
        else:
            clock.move_to(looks)
        year.work()
    assert not script
    return year
