"""Who acted for a jabatan on some day: whose paraf or signature stands on a paper of that day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import and_, false, select

from service.access.mandates import worn_title
from service.access.model import Mandate
from service.access.roles import in_force, today_in
from service.store.holdings import held_between, not_over_on
from service.store.joins import on
from service.store.mandates import read_scope
from service.store.tables import holding, mandate, person, position, team_member

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy import ColumnElement, Connection, Select

    from service.store.instances import Instance

_PARTS_WITH_ROLE = 3


@dataclass(frozen=True, slots=True)
class Signer:
    """A person in the jabatan in which that person acted on paper."""

    person_id: UUID
    #: None: erased
    name: str | None
    position_id: UUID
    #: of the own jabatan
    holding_id: UUID
    #: "Plh. Kepala Dinas" under a penugasan
    title: str
    from_date: date
    to_date: date | None
    mandate: Mandate | None = None

    @property
    def worn_as(self) -> UUID:
        """Return what names it among all that the person can wear."""
        return self.holding_id if self.mandate is None else self.mandate.mandate_id

    @property
    def mandate_id(self) -> UUID | None:
        return None if self.mandate is None else self.mandate.mandate_id

    def held_on(self, day: date) -> bool:
        """Say whether the person acted for the jabatan on that day."""
        return in_force(self.from_date, self.to_date, day)


def signers_since(
    connection: Connection, instance: Instance, candidate: str, first: date
) -> tuple[Signer, ...]:
    """Return who answered to a candidate key on some day since `first`, the latest first.

    A penugasan counts from the day on which it was recorded: a letter that was entered later
    validates nothing (decisions §3.9). Outside agencies sign nothing of ours.
    """
    wanted = _wanted(candidate)
    own = [
        Signer(
            person_id=row.person_id,
            name=row.name,
            position_id=row.position_id,
            holding_id=row.id,
            title=row.title,
            from_date=row.from_date,
            to_date=row.to_date,
        )
        for row in connection.execute(
            _held(instance, first).where(_of_candidate(instance, candidate, wanted))
        )
    ]
    acting = (
        ()
        if candidate.startswith("team:")
        else connection.execute(_acted_for(instance, first).where(wanted))
    )
    found = [*own, *(one for row in acting for one in _under_mandate(connection, instance, row))]
    return tuple(sorted(found, key=lambda one: (one.from_date, one.worn_as), reverse=True))


def _under_mandate(connection: Connection, instance: Instance, row: Any) -> list[Signer]:
    sop_ids = read_scope(row.sop_ids)
    if sop_ids is not None and instance.sop_id not in sop_ids:
        return []
    first = max(row.from_date, today_in(instance.timezone, row.recorded_at))
    ended = row.to_date if row.ended_at is None else _day(instance, row.ended_at)
    last = min(row.to_date, ended)
    # The own jabatan stands behind it; a penugasan of somebody who has none is worth nothing.
    own = connection.execute(
        select(holding.c.id, holding.c.from_date, holding.c.to_date)
        .where(
            holding.c.pemda_id == instance.pemda_id,
            holding.c.person_id == row.person_id,
            held_between(first, last),
        )
        .order_by(holding.c.from_date, holding.c.id)
    ).first()
    if own is None or last < first:
        return []
    until = last if own.to_date is None else min(last, own.to_date)
    return [
        Signer(
            person_id=row.person_id,
            name=row.name,
            position_id=row.position_id,
            holding_id=own.id,
            title=worn_title(row.kind, row.title),
            from_date=max(first, own.from_date),
            to_date=until,
            mandate=Mandate(row.id, row.kind, row.title, row.letter_number, sop_ids),
        )
    ]


def _day(instance: Instance, instant: datetime) -> date:
    return today_in(instance.timezone, instant)


def _wanted(candidate: str) -> ColumnElement[bool]:
    """Return the jabatan that a key of an office or a unit names."""
    parts = candidate.split(":")
    if len(parts) != _PARTS_WITH_ROLE or parts[0] not in ("office", "unit"):
        return false()
    column = position.c.office_id if parts[0] == "office" else position.c.unit_id
    return and_(column == UUID(parts[1]), position.c.role == parts[2], position.c.duty.is_(None))


def _of_candidate(
    instance: Instance, candidate: str, wanted: ColumnElement[bool]
) -> ColumnElement[bool]:
    if not candidate.startswith("team:"):
        return wanted
    return holding.c.id.in_(
        select(team_member.c.holding_id).where(
            team_member.c.pemda_id == instance.pemda_id,
            team_member.c.instance_id == instance.id,
            team_member.c.role == candidate.rpartition(":")[2],
        )
    )


def _held(instance: Instance, first: date) -> Select[Any]:
    return (
        select(
            holding.c.id,
            holding.c.person_id,
            holding.c.position_id,
            holding.c.from_date,
            holding.c.to_date,
            position.c.title,
            person.c.name,
        )
        .join(position, on(position.c.id, holding.c.position_id))
        .join(person, on(person.c.id, holding.c.person_id))
        .where(
            holding.c.pemda_id == instance.pemda_id,
            not_over_on(first),
        )
    )


def _acted_for(instance: Instance, first: date) -> Select[Any]:
    return (
        select(
            mandate,
            position.c.title,
            person.c.name,
        )
        .join(position, on(position.c.id, mandate.c.position_id))
        .join(person, on(person.c.id, mandate.c.person_id))
        .where(mandate.c.pemda_id == instance.pemda_id, mandate.c.to_date >= first)
    )
