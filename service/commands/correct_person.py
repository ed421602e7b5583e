"""Write anew what is known of a person: name, NIP, telephone, login name, e-mail address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from sqlalchemy import select

from service.access.entries import NewPerson, accepted
from service.events.structure import PersonCorrected
from service.store.people import refuse_taken_nip
from service.store.private_texts import commitments, reference, seal
from service.store.structure import Made, refuse_taken_login, require_active, structure_desk
from service.store.tables import login as login_table
from service.store.tables import person as person_table

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.store.structure import Desk


#: What can be taken out again: nobody needs it to log in or to be named.
Removable = Literal["nip", "phone", "email"]


def correct_person(
    session: Session,
    caller: Caller,
    *,
    person_id: UUID,
    person: NewPerson,
    remove: Collection[Removable] = (),
    now: datetime,
) -> Made:
    """Correct what is known of a person; what `person` leaves out (None) stays as it is.

    `remove` says what shall be known no more. Raises EntryRefused, NotFound, LoginTaken, NipTaken.
    """
    entry = accepted(person)
    with structure_desk(session, caller, now) as desk:
        row = require_active(desk.tx, person_table, desk.pemda_id, person_id)
        login = desk.tx.scalar(
            select(login_table.c.name).where(
                login_table.c.pemda_id == desk.pemda_id, login_table.c.person_id == person_id
            )
        )
        before = {
            "name": row.name,
            "nip": row.nip,
            "phone": row.phone,
            "login": login,
            "email": row.email,
        }
        typed = {label: getattr(entry, label) for label in before}
        changed = {
            label: text
            for label, text in typed.items()
            if text is not None and text != before[label]
        }
        removed = tuple(
            label for label in sorted(remove) if before[label] and label not in changed
        )
        _refuse_taken(desk, changed)
        if not changed and not removed:
            return Made(person_id)
        sealed = {label: seal(label, text) for label, text in changed.items()}
        said = {label: reference(text) for label, text in sealed.items()}
        desk.record(
            PersonCorrected(
                person_id=person_id,
                name=said.get("name"),
                nip=said.get("nip"),
                phone=said.get("phone"),
                login=said.get("login"),
                email=said.get("email"),
                removed=removed or None,
                texts=commitments(sealed.values()),
            ),
            texts=tuple(sealed.values()),
        )
    return Made(person_id)


def _refuse_taken(desk: Desk, changed: dict[str, str]) -> None:
    if "login" in changed:
        refuse_taken_login(desk.tx, changed["login"])
    if "nip" in changed:
        refuse_taken_nip(desk.tx, desk.pemda_id, changed["nip"])
