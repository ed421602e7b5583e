"""Take away everything that lets a person act, at once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from service.errors import Forbidden
from service.events.structure import PersonDeactivated
from service.store.administrators import require_administrator_left
from service.store.structure import Made, require_active, structure_desk
from service.store.tables import person

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from service.access.model import Caller


class NotYourself(Forbidden):
    """An administrator does not deactivate the own account: somebody must be left to undo it."""

    code = "structure.not-yourself"


def deactivate_person(session: Session, caller: Caller, *, person_id: UUID, now: datetime) -> Made:
    """Deactivate a person: sessions, tokens, password and slip are gone, holdings count no more.

    What the person did stays in the history as it was. Raises NotFound, NotYourself,
    LastAdministrator.
    """
    if person_id == caller.person_id:
        raise NotYourself
    with structure_desk(session, caller, now) as desk:
        require_active(desk.tx, person, desk.pemda_id, person_id)
        # Whoever begins tomorrow, wherever it is tomorrow first, is near enough.
        tomorrow = now.date() + timedelta(days=1)
        require_administrator_left(desk, tomorrow, without_person=person_id)
        desk.record(PersonDeactivated(person_id=person_id))
    return Made(person_id)
