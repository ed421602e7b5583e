"""Whose session it was: for a form that arrives after the session ended (decisions: drafts)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from service.access.tokens import fingerprint
from service.store.callers import known_caller
from service.store.database import read
from service.store.joins import on
from service.store.tables import pemda, person
from service.store.tables import session as session_table

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from service.access.model import Caller

#: For how long after its end a session still proves whose draft a form is. It opens nothing.
RESCUE_LASTS: Final = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class LapsedSession:
    """A session that is over, but not ended on purpose: signing out deletes it."""

    caller: Caller
    csrf: str


def lapsed_session(session: Session, token: str, now: datetime) -> LapsedSession | None:
    """Return whose session `token` was; None: nobody's, or too long ago."""
    with read(session) as connection:
        row = connection.execute(
            select(session_table, person.c.active, pemda.c.timezone)
            .join(person, on(person.c.id, session_table.c.person_id))
            .join(pemda, pemda.c.id == session_table.c.pemda_id)
            .where(session_table.c.token_hash == fingerprint(token))
        ).one_or_none()
        if row is None or not row.active or now - row.seen_at > RESCUE_LASTS:
            return None
        caller = known_caller(
            connection,
            row.pemda_id,
            row.person_id,
            now,
            timezone=row.timezone,
            worn=row.holding_id,
            confirmed_at=None,
        )
    return LapsedSession(caller, row.csrf)
