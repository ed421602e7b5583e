"""Erase what is known of a person as the law asks (UU 27/2022); what was done stays recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from uuid import UUID

import orjson
from sqlalchemy import select

from service.access.entries import written_text
from service.access.rules import administrator_for, require_confirmed
from service.errors import Conflict, NotFound
from service.events.structure import PersonErased
from service.store.history import events_of
from service.store.private_texts import commitments, erase, reference, seal
from service.store.structure import Made, structure_desk, structure_stream
from service.store.tables import person

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.store.history import Stream

_LONGEST_REASON: Final = 2_000
_ABOUT_A_PERSON: Final = frozenset({"PersonAdded", "PersonCorrected", "CertificateBound"})


class PersonStillActive(Conflict):
    """Whoever still works here is deactivated first."""

    code = "structure.person-still-active"


def erase_person(
    session: Session, caller: Caller, *, person_id: UUID, reason: str, now: datetime
) -> Made:
    """Erase name, NIP, telephone number and login name of a person who was deactivated.

    The jabatan that the person held and everything done in it remain; no event changes a byte.
    An administrator does, with the password typed just before; a second time changes nothing.
    Raises OnlyAdministrators, PasswordNeeded, EntryRefused, NotFound, PersonStillActive.
    """
    administrator_for(caller)
    why = written_text("reason", reason, _LONGEST_REASON)
    require_confirmed(caller, now)
    with structure_desk(session, caller, now) as desk:
        row = desk.tx.execute(
            select(person.c.name, person.c.active).where(
                person.c.pemda_id == desk.pemda_id, person.c.id == person_id
            )
        ).one_or_none()
        if row is None:
            raise NotFound
        if row.active:
            raise PersonStillActive
        if row.name is None:
            return Made(person_id)
        stream = structure_stream(desk.pemda_id)
        gone = erase(desk.tx, stream, now, ids=_texts_about(desk.tx, stream, person_id))
        text = seal("reason", why)
        desk.record(
            PersonErased(
                person_id=person_id,
                erased=gone,
                reason=reference(text),
                texts=commitments([text]),
            ),
            texts=[text],
        )
    return Made(person_id)


def _texts_about(tx: Connection, stream: Stream, person_id: UUID) -> list[UUID]:
    """Return every text that an event about the person refers to."""
    found: list[UUID] = []
    for row in events_of(tx, stream):
        if row["kind"] not in _ABOUT_A_PERSON:
            continue
        payload = orjson.loads(row["payload"])
        if payload["person_id"] == str(person_id):
            found.extend(UUID(text_id) for text_id in payload.get("texts", {}))
    return found
