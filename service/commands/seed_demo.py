"""Make the demo pemda: its people as one act, then the catalogue by the demo's own analyst.

The catalogue's SOPs are adopted and published through the same commands, under the same rules, as
any analyst would (decisions §3.12); so this is the one command that calls others.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import select, update

from service.access.entries import LONGEST_ASSIGNMENT, NewPerson, accepted
from service.access.refusals import NotADemo
from service.access.roles import today_in
from service.commands.adopt_sop import adopt_sop
from service.commands.publish_trial import publish_trial
from service.diagrams import DiagramRefused
from service.events import structure as events
from service.events.working_time import CalendarYearConfirmed, ScheduleAdded
from service.running import demo_structure as demo
from service.running.calendar_plans import first_holidays
from service.running.catalogue import read_catalogue
from service.running.judging import FormsRefused
from service.running.legal_deadlines import known_deadlines
from service.running.publishing import NotPublishable
from service.store.accounts import is_demo
from service.store.callers import caller_of
from service.store.database import read, transaction
from service.store.dialects import for_update
from service.store.history import SYSTEM, Actor
from service.store.ids import new_id
from service.store.joins import on
from service.store.people import person_added
from service.store.structure import record_audit, record_structure
from service.store.tables import login, office, pemda, sop, sop_version, store
from service.working_time import RAMADAN_WEEK
from service.working_time.weeks import week_texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.events import Event
    from service.events.working_time import HolidaysProposed
    from service.running.catalogue import Catalogue
    from service.store.private_texts import PrivateText

_LOG = logging.getLogger(__name__)

_PEMDA: Final = select(pemda.c.id).where(pemda.c.name == demo.PEMDA.name)


@dataclass(frozen=True, slots=True)
class Seeded:
    """The demo pemda, and which SOPs of the catalogue can be started in it as uji coba."""

    pemda_id: UUID
    office_id: UUID
    published: tuple[str, ...]
    #: process ids that the gate keeps from being published
    held_back: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Placed:
    """A jabatan of the demo with its ids."""

    position: demo.DemoPosition
    position_id: UUID
    person_id: UUID
    holding_id: UUID

    @property
    def actor(self) -> Actor:
        return Actor(self.person_id, self.holding_id, self.position.title)


def seed_demo(
    session: Session,
    *,
    now: datetime,
    catalogue: Catalogue | None = None,
    mark: str | None = None,
) -> Seeded:
    """Fill a demo store, or complete one that is filled: doing it again adds what is missing.

    A store that lacks nothing afterwards keeps `mark` (running/demo_mark), taken before. Raises
    NotADemo in every other store.
    """
    with read(session) as connection:
        filled = connection.scalar(_PEMDA) is not None
    # Before the transaction: to load the package takes longer than any command may.
    holidays = () if filled else first_holidays(demo.ZONE, now)
    with transaction(session) as tx:
        tx.execute(for_update(select(store.c.id)))
        if not is_demo(tx):
            raise NotADemo
        pemda_id: UUID = tx.scalar(_PEMDA) or _found(tx, holidays, now)
    with read(session) as connection:
        office_id = _dinas(connection, pemda_id)
        analyst = _analyst(connection, pemda_id, now)
    source = catalogue or read_catalogue()
    published: list[str] = []
    held_back: list[str] = []
    for key in source.entries:
        done = _publish(session, analyst, office_id, key, now, source)
        (published if done else held_back).append(key)
    if mark is not None and not held_back:
        with transaction(session) as tx:
            tx.execute(update(store).values(demo_mark=mark))
    return Seeded(pemda_id, office_id, tuple(published), tuple(held_back))


# ---------------------------------------------------------------- people


def _found(tx: Connection, holidays: Sequence[HolidaysProposed], now: datetime) -> UUID:
    """Write the whole structure with one account per jabatan, and the auditor's surat tugas."""
    pemda_id = new_id()
    texts: list[PrivateText] = []
    placed: dict[str, _Placed] = {}
    happened = [
        events.PemdaFounded(
            pemda_id=pemda_id,
            name=demo.PEMDA.name,
            pemda_kind=demo.PEMDA.kind,
            timezone=demo.PEMDA.timezone,
            demo=True,
        ),
        *(
            event
            for planned in demo.OFFICES
            for event in _office(planned, placed, texts, today_in(demo.ZONE, now))
        ),
    ]
    record_structure(tx, pemda_id, happened, SYSTEM, now, texts=texts)
    keeper = placed[demo.ADMINISTRATOR].actor
    record_structure(tx, pemda_id, list(_calendar(holidays, now)), keeper, now)
    record_audit(tx, pemda_id, _letter(placed, now), placed[demo.INSPEKTUR].actor, now)
    return pemda_id


def _calendar(holidays: Sequence[HolidaysProposed], now: datetime) -> Iterator[Event]:
    """Give a calendar of which this year is confirmed and the next one is not."""
    yield from holidays
    yield from known_deadlines()
    for first, last in demo.RAMADAN:
        yield ScheduleAdded(
            change_id=new_id(),
            schedule_id=new_id(),
            office_id=None,
            schedule_kind="ramadan",
            first=first,
            last=last,
            week=week_texts(RAMADAN_WEEK),
            legal_basis=f"Perpres 21/2023 ({demo.SK_NUMBER})",
        )
    today = today_in(demo.ZONE, now)
    yield CalendarYearConfirmed(
        change_id=new_id(), year=today.year, skb_number=demo.SK_NUMBER, skb_date=today
    )


def _office(
    planned: demo.DemoOffice,
    placed: dict[str, _Placed],
    texts: list[PrivateText],
    today: date,
) -> Iterator[Event]:
    entry = accepted(planned.office)
    office_id = new_id()
    yield events.OfficeAdded(
        office_id=office_id,
        name=entry.name,
        short_name=entry.short_name,
        office_kind=entry.kind,
        timezone=entry.timezone,
    )
    sort = 0
    for number, group in enumerate(planned.units, start=1):
        unit_id = new_id()
        yield events.UnitAdded(
            unit_id=unit_id,
            office_id=office_id,
            name=accepted(group.unit).name,
            unit_kind=group.unit.kind,
            sort=10 * number,
        )
        for position in group.positions:
            sort += 10
            person, own_texts = person_added(
                accepted(NewPerson(position.title, login=position.login))
            )
            texts.extend(own_texts)
            one = _Placed(position, new_id(), person.person_id, new_id())
            placed[position.login] = one
            yield from _jabatan(one, office_id, unit_id, placed, sort)
            yield person
            yield events.HoldingAdded(
                holding_id=one.holding_id,
                position_id=one.position_id,
                person_id=one.person_id,
                from_date=date(today.year, 1, 1),
                to_date=None,
                sk_number=demo.SK_NUMBER,
                sk_date=None,
            )


def _jabatan(
    one: _Placed, office_id: UUID, unit_id: UUID, placed: dict[str, _Placed], sort: int
) -> Iterator[Event]:
    entry = accepted(one.position.entry)
    superior = one.position.superior
    yield events.PositionAdded(
        position_id=one.position_id,
        office_id=office_id,
        unit_id=unit_id,
        title=entry.title,
        role=entry.role,
        duty=entry.duty,
        superior_id=placed[superior].position_id if superior else None,
        sort=sort,
    )


def _letter(placed: dict[str, _Placed], now: datetime) -> events.AuditGranted:
    """Return a surat tugas over the whole pemda, as long as one may be."""
    today = today_in(demo.ZONE, now)
    return events.AuditGranted(
        assignment_id=new_id(),
        person_id=placed[demo.AUDITOR].person_id,
        letter_number=demo.LETTER_NUMBER,
        letter_date=today,
        from_date=today,
        to_date=today + timedelta(days=LONGEST_ASSIGNMENT - 1),
        office_id=None,
        sop_id=None,
    )


# ---------------------------------------------------------------- the catalogue


def _publish(
    session: Session,
    analyst: Caller,
    office_id: UUID,
    key: str,
    now: datetime,
    catalogue: Catalogue,
) -> bool:
    """Adopt and publish one SOP, as far as that is not done yet; return whether it can run."""
    with read(session) as connection:
        version = _newest(connection, analyst.pemda_id, office_id, key)
    try:
        if version is None:
            made = adopt_sop(
                session,
                analyst,
                office_id=office_id,
                key=key,
                title=demo.TITLES.get(key),
                now=now,
                catalogue=catalogue,
            )
            version = (made.version_id, "draft")
        if version[1] in ("draft", "checked"):
            publish_trial(session, analyst, version_id=version[0], now=now)
    except (DiagramRefused, FormsRefused, NotPublishable) as refused:
        _LOG.warning(
            "A SOP of the catalogue was not published in the demo.",
            extra={"action": "demo_sop_held_back", "sop": key, "reason": refused.code},
        )
        return False
    return True


def _newest(
    connection: Connection, pemda_id: UUID, office_id: UUID, key: str
) -> tuple[UUID, str] | None:
    row = connection.execute(
        select(sop_version.c.id, sop_version.c.status)
        .join(sop, on(sop.c.id, sop_version.c.sop_id))
        .where(sop.c.pemda_id == pemda_id, sop.c.office_id == office_id, sop.c.key == key)
        .order_by(sop_version.c.number.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else (row.id, row.status)


def _dinas(connection: Connection, pemda_id: UUID) -> UUID:
    found: UUID = connection.execute(
        select(office.c.id).where(
            office.c.pemda_id == pemda_id, office.c.name == demo.DINAS.office.name
        )
    ).scalar_one()
    return found


def _analyst(connection: Connection, pemda_id: UUID, now: datetime) -> Caller:
    person_id: UUID = connection.execute(
        select(login.c.person_id).where(login.c.pemda_id == pemda_id, login.c.name == demo.ANALYST)
    ).scalar_one()
    found = caller_of(connection, pemda_id, person_id, now)
    if found is None:
        raise NotADemo
    return found
