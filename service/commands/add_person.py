"""Add a member of staff."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.access.entries import NewPerson, accepted
from service.store.people import person_added, refuse_taken_nip
from service.store.structure import Made, refuse_taken_login, structure_desk

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.store.idempotency import RequestKey


def add_person(
    session: Session,
    caller: Caller,
    *,
    person: NewPerson,
    now: datetime,
    request: RequestKey | None = None,
) -> Made:
    """Add a person, who can log in once a slip was issued for the login name.

    Raises EntryRefused, LoginTaken, NipTaken.
    """
    entry = accepted(person)
    with structure_desk(session, caller, now, request) as desk:
        if (made := desk.answered()) is not None:
            return Made(made)
        if entry.login is not None:
            refuse_taken_login(desk.tx, entry.login)
        if entry.nip is not None:
            refuse_taken_nip(desk.tx, desk.pemda_id, entry.nip)
        event, texts = person_added(entry)
        desk.record(event, texts=texts)
        desk.answer(event.person_id)
    return Made(event.person_id)
