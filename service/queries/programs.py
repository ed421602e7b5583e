"""What a program may know of the token that it calls with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from service.store.database import read
from service.store.joins import on
from service.store.tables import api_token, pemda, person

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from service.access.model import Caller


@dataclass(frozen=True, slots=True)
class Program:
    """A token, and the person who made it."""

    label: str
    made_at: datetime
    expires_at: datetime
    #: None: erased
    person_name: str | None
    pemda_name: str


def program_of(session: Session, caller: Caller, token_hash: str) -> Program:
    """Return the token with this hash, which is the one that the caller came with."""
    with read(session) as connection:
        row = connection.execute(
            select(
                api_token.c.label,
                api_token.c.made_at,
                api_token.c.expires_at,
                person.c.name.label("person_name"),
                pemda.c.name.label("pemda_name"),
            )
            .join(person, on(person.c.id, api_token.c.person_id))
            .join(pemda, pemda.c.id == api_token.c.pemda_id)
            .where(
                api_token.c.pemda_id == caller.pemda_id,
                api_token.c.person_id == caller.person_id,
                api_token.c.token_hash == token_hash,
            )
        ).one()
    return Program(row.label, row.made_at, row.expires_at, row.person_name, row.pemda_name)
