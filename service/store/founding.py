"""The first things of a pemda: itself, one office, and the person who administers Alur for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from service.access.entries import EntryRefused, NewPerson, NewPosition, NewUnit, Problem
from service.access.roles import today_in
from service.events import structure as events
from service.store.history import SYSTEM, Actor
from service.store.ids import new_id
from service.store.people import person_added
from service.store.structure import NameTaken, record_structure, refuse_taken_login
from service.store.tables import pemda as pemda_table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection

    from service.access.entries import NewOffice, NewPemda
    from service.events import Event

#: Where the administrator of the application sits until somebody arranges it otherwise.
_UNIT: Final = NewUnit("Pengelola Aplikasi", "tim")
_POSITION: Final = NewPosition("Pengelola Aplikasi", duty="administrator")


@dataclass(frozen=True, slots=True)
class Founded:
    """A pemda with its first administrator."""

    pemda_id: UUID
    office_id: UUID
    person_id: UUID
    holding_id: UUID


def found(
    tx: Connection,
    *,
    pemda: NewPemda,
    office: NewOffice,
    administrator: NewPerson,
    by_administrator: bool,
    begins_with: Sequence[Event],
    now: datetime,
) -> Founded:
    """Write the events of a founding; the entries are accepted already.

    `by_administrator`: the person did it (set-up), else the system did (command line).
    `begins_with`: days off and legal deadlines, for a person to confirm. Raises NameTaken,
    LoginTaken, EntryRefused without a login name.
    """
    if administrator.login is None:
        raise EntryRefused(Problem("login", "structure.missing"))
    taken = tx.execute(select(pemda_table.c.id).where(pemda_table.c.name == pemda.name))
    if taken.first() is not None:
        raise NameTaken(name=pemda.name)
    refuse_taken_login(tx, administrator.login)
    person, texts = person_added(administrator)
    made = Founded(new_id(), new_id(), person.person_id, new_id())
    unit_id, position_id = new_id(), new_id()
    happened = (
        events.PemdaFounded(
            pemda_id=made.pemda_id,
            name=pemda.name,
            pemda_kind=pemda.kind,
            timezone=pemda.timezone,
            demo=False,
        ),
        events.OfficeAdded(
            office_id=made.office_id,
            name=office.name,
            short_name=office.short_name,
            office_kind=office.kind,
            timezone=office.timezone,
        ),
        events.UnitAdded(
            unit_id=unit_id,
            office_id=made.office_id,
            name=_UNIT.name,
            unit_kind=_UNIT.kind,
            sort=10,
        ),
        events.PositionAdded(
            position_id=position_id,
            office_id=made.office_id,
            unit_id=unit_id,
            title=_POSITION.title,
            role=None,
            duty=_POSITION.duty,
            superior_id=None,
            sort=10,
        ),
        person,
        events.HoldingAdded(
            holding_id=made.holding_id,
            position_id=position_id,
            person_id=made.person_id,
            from_date=today_in(office.timezone, now),
            to_date=None,
            sk_number=None,
            sk_date=None,
        ),
        *begins_with,
    )
    actor = Actor(made.person_id, made.holding_id, _POSITION.title) if by_administrator else SYSTEM
    record_structure(tx, made.pemda_id, happened, actor, now, texts=texts)
    return made
