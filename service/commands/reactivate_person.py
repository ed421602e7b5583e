"""Let a deactivated person hold jabatan again; to log in, a new slip is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from service.errors import Conflict, NotFound
from service.events.structure import PersonReactivated
from service.store.structure import Made, structure_desk
from service.store.tables import person

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from service.access.model import Caller


class PersonWasErased(Conflict):
    """Nobody is known behind the row any more, so nobody can act in what it still holds."""

    code = "structure.person-was-erased"


def reactivate_person(session: Session, caller: Caller, *, person_id: UUID, now: datetime) -> Made:
    """Reactivate a person; jabatan that have not ended count again.

    Raises NotFound when nobody deactivated has this id, PersonWasErased.
    """
    with structure_desk(session, caller, now) as desk:
        row = desk.tx.execute(
            select(person.c.name).where(
                person.c.pemda_id == desk.pemda_id,
                person.c.id == person_id,
                person.c.active.is_(False),
            )
        ).one_or_none()
        if row is None:
            raise NotFound
        if row.name is None:
            raise PersonWasErased
        desk.record(PersonReactivated(person_id=person_id))
    return Made(person_id)
