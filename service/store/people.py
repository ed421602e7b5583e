"""Persons and what they hold: shared by the commands that add them one by one or from a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from service.access.roles import SINGLE_HOLDER_ROLES, overlap
from service.errors import Conflict
from service.events.structure import PersonAdded
from service.store.ids import new_id
from service.store.joins import on
from service.store.private_texts import PrivateText, commitments, reference, seal
from service.store.tables import holding, mandate, person, position

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from uuid import UUID

    from sqlalchemy import Connection

    from service.access.entries import NewPerson


class NipTaken(Conflict):
    """A person of this pemda already has the NIP."""

    code = "structure.nip-taken"


class HoldingsOverlap(Conflict):
    """In that time the jabatan, which one person holds at a time, has a holder already."""

    code = "structure.holdings-overlap"


class PositionIsLed(Conflict):
    """In that time a Plt. leads the jabatan, which is there only while nobody holds it."""

    code = "structure.position-is-led"


class AdministratorHasNoLane(Conflict):
    """Who administers the application holds no jabatan with a lane (decisions §3.10)."""

    code = "structure.administrator-has-no-lane"


def person_added(entry: NewPerson) -> tuple[PersonAdded, tuple[PrivateText, ...]]:
    """Return the event of a new person, and the private texts that it refers to."""
    typed = {
        "name": entry.name,
        "nip": entry.nip,
        "phone": entry.phone,
        "login": entry.login,
        "email": entry.email,
    }
    sealed = {label: seal(label, text) for label, text in typed.items() if text is not None}
    said = {label: reference(text) for label, text in sealed.items()}
    event = PersonAdded(
        person_id=new_id(),
        name=said["name"],
        nip=said.get("nip"),
        phone=said.get("phone"),
        login=said.get("login"),
        email=said.get("email"),
        texts=commitments(sealed.values()),
    )
    return event, tuple(sealed.values())


def refuse_taken_nip(tx: Connection, pemda_id: UUID, nip: str) -> None:
    """Raise NipTaken when a person of the pemda has this NIP."""
    found = tx.execute(
        select(person.c.id).where(person.c.pemda_id == pemda_id, person.c.nip == nip)
    )
    if found.first() is not None:
        raise NipTaken


def refuse_clash(
    tx: Connection,
    pemda_id: UUID,
    *,
    person_id: UUID,
    position_id: UUID,
    period: tuple[date, date | None],
) -> None:
    """Raise HoldingsOverlap or AdministratorHasNoLane when the holding cannot stand.

    `period`: first and last day. Call it with the structure locked.
    """
    wanted = tx.execute(
        select(position.c.role, position.c.duty).where(
            position.c.pemda_id == pemda_id, position.c.id == position_id
        )
    ).one()
    others = tx.execute(
        select(
            holding.c.person_id,
            holding.c.position_id,
            holding.c.from_date,
            holding.c.to_date,
            position.c.role,
            position.c.duty,
        )
        .join(position, on(position.c.id, holding.c.position_id))
        .where(
            holding.c.pemda_id == pemda_id,
            (holding.c.person_id == person_id) | (holding.c.position_id == position_id),
        )
    )
    for other in others:
        if not overlap((other.from_date, other.to_date), period):
            continue
        same_person = other.person_id == person_id
        if other.position_id == position_id and (
            same_person or wanted.role in SINGLE_HOLDER_ROLES
        ):
            raise HoldingsOverlap
        if same_person and (
            (other.role is not None and wanted.duty == "administrator")
            or (wanted.role is not None and other.duty == "administrator")
        ):
            raise AdministratorHasNoLane


def refuse_led(
    tx: Connection, pemda_id: UUID, wanted: Iterable[tuple[UUID, tuple[date, date | None]]]
) -> None:
    """Raise PositionIsLed when a jabatan would have a holder while a Plt. leads it.

    `wanted`: jabatan with first and last day. Call it with the structure locked.
    """
    rows = tx.execute(
        select(
            mandate.c.position_id,
            mandate.c.letter_number,
            mandate.c.from_date,
            mandate.c.to_date,
        ).where(
            mandate.c.pemda_id == pemda_id,
            mandate.c.kind == "plt",
            mandate.c.ended_at.is_(None),
        )
    ).all()
    for position_id, period in wanted:
        for row in rows:
            if row.position_id == position_id and overlap((row.from_date, row.to_date), period):
                raise PositionIsLed(letter=row.letter_number)
