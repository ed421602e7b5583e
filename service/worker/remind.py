"""Reminders: one digest per person and working day, and what is late told to superiors.

Each office is looked at in the morning, when its work begins, and in the evening, when it ends.
Everything is decided by the calendar of the office at that moment; what is told is a row that
cannot be written twice, so that neither a crash nor a second worker tells anybody again.
"""

from __future__ import annotations

import logging
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from service.commands.escalate_task import Told, escalate_task
from service.commands.send_digest import send_digest
from service.errors import AlurError
from service.queries.calendars import office_clock
from service.queries.reminders import (
    digest_items,
    late_tasks,
    people_of_office,
)
from service.store.callers import caller_of
from service.store.database import read, transaction
from service.store.notices import NewNotice
from service.store.office_timers import (
    claim_office_timer,
    ensure_timers,
    give_back_office_timer,
    office_waits,
    set_office_timer,
)

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session, sessionmaker

    from service.clock import Clock
    from service.store.office_timers import OfficeTimer
    from service.working_time import Calendar, OfficeCalendar

_LOG: Final = logging.getLogger(__name__)


def remind(sessions: sessionmaker[Session], clock: Clock, worker: str, *, mails: bool) -> bool:
    """Look at one office whose time has come; False: none is due.

    `mails`: people with an address get what they are told by mail too.
    """
    with sessions() as session:
        now = clock.now()
        with read(session) as connection:
            if not office_waits(connection, now):
                return False
        with transaction(session) as tx:
            ensure_timers(tx, now)
            timer = claim_office_timer(tx, worker, now)
        if timer is None:
            return False
        try:
            due_at, done = _look(session, timer, now, mails=mails)
        except AlurError as error:
            _failed(session, timer, error.code, clock.now())
        except Exception as error:  # noqa: BLE001 - it is logged whole, and the others go on
            # A fault of ours in one office must not keep the others from being reminded.
            _LOG.exception("Reminders failed.", extra=_facts(timer))
            _failed(session, timer, type(error).__name__, clock.now())
        else:
            with transaction(session) as tx:
                set_office_timer(tx, timer, due_at=due_at, done_at=now if done else None)
    return True


def _look(
    session: Session, timer: OfficeTimer, now: datetime, *, mails: bool
) -> tuple[datetime, bool]:
    """Do what is due; return when to look again, and whether anything was done."""
    clock = office_clock(session, timer.pemda_id, timer.office_id, timer.timezone)
    calendar = clock.calendar
    today = calendar.local_day(now)
    midnight = _midnight_after(today, calendar)
    done_today = timer.last_at is not None and calendar.local_day(timer.last_at) == today
    if done_today or not calendar.is_working_day(today):
        return midnight, False
    stretches = calendar.stretches_on(today)
    begins = stretches[0].start if timer.kind == "digest" else stretches[-1].end
    if now < begins:
        return begins, False
    if timer.kind == "digest":
        _digests(session, timer, today, now, mails=mails)
    else:
        _escalations(session, timer, clock, today, now, mails=mails)
    return midnight, True


def _digests(
    session: Session,
    timer: OfficeTimer,
    today: date,
    now: datetime,
    *,
    mails: bool,
) -> None:
    since = timer.last_at or now - timedelta(days=1)
    told = 0
    for person_id in people_of_office(session, timer.pemda_id, timer.office_id, today):
        with read(session) as connection:
            caller = caller_of(connection, timer.pemda_id, person_id, now)
        if caller is None:
            continue
        items = digest_items(session, caller, since=since, today=today, now=now)
        if not items:
            continue
        notice = NewNotice(person_id, "digest", today.isoformat(), today, items)
        told += send_digest(session, pemda_id=timer.pemda_id, notice=notice, now=now, mails=mails)
    _LOG.info("Digests were written.", extra=_facts(timer) | {"told": told})


def _escalations(
    session: Session,
    timer: OfficeTimer,
    clock: OfficeCalendar,
    today: date,
    now: datetime,
    *,
    mails: bool,
) -> None:
    told = 0
    for late in late_tasks(session, timer.pemda_id, timer.office_id, clock, now):
        superior = late.superior
        told += escalate_task(
            session,
            pemda_id=timer.pemda_id,
            instance_id=late.instance_id,
            task_no=late.task_no,
            told=Told(late.level, superior.position_id, superior.title, superior.people),
            day=today,
            now=now,
            mails=mails,
        )
    _LOG.info("Late tasks were escalated.", extra=_facts(timer) | {"told": told})


def _midnight_after(day: date, calendar: Calendar) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), calendar.zone)


def _failed(session: Session, timer: OfficeTimer, error: str, now: datetime) -> None:
    _LOG.warning("Reminders could not be made.", extra=_facts(timer) | {"code": error})
    with transaction(session) as tx:
        give_back_office_timer(tx, timer, error, now)


def _facts(timer: OfficeTimer) -> dict[str, str | UUID]:
    return {"action": f"remind_{timer.kind}", "office_id": str(timer.office_id)}
