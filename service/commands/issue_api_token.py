"""Make a bearer token with which a program acts in one jabatan of its maker."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import insert

from service.access.entries import EntryRefused, Problem, clean_text
from service.access.refusals import NotYourHolding
from service.access.rules import require_confirmed
from service.access.tokens import fingerprint, new_token
from service.events.structure import ApiTokenIssued
from service.store.callers import anew
from service.store.database import transaction
from service.store.history import actor_of
from service.store.structure import lock_structure, record_structure
from service.store.tables import api_token

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from service.access.model import Caller

#: A token that nobody renews should not outlive a year.
LONGEST: Final = timedelta(days=365)
_LONGEST_LABEL: Final = 100


@dataclass(frozen=True, slots=True)
class ApiToken:
    """Shown once: the tenant, a dot, 256 random bits. The store has its hash."""

    token: str
    expires_at: datetime


def issue_api_token(
    session: Session,
    caller: Caller,
    *,
    holding_id: UUID,
    label: str,
    lasts: timedelta,
    now: datetime,
) -> ApiToken:
    """Make a token for one of the caller's jabatan; it ends with the jabatan at the latest.

    A token makes no token. Raises PasswordNeeded, NotYourHolding, EntryRefused.
    """
    require_confirmed(caller, now)
    name = clean_text(label)
    if not name or len(name) > _LONGEST_LABEL:
        raise EntryRefused(Problem("label", "structure.missing"))
    if not timedelta(0) < lasts <= LONGEST:
        raise EntryRefused(Problem("lasts", "structure.too-long", {"longest": "365"}))
    made = ApiToken(f"{caller.pemda_id.hex}.{new_token()}", now + lasts)
    with transaction(session) as tx:
        lock_structure(tx, caller.pemda_id)
        fresh = anew(tx, caller, now)
        holder = next((one for one in fresh.holders if one.worn_as == holding_id), None)
        # No penugasan is passed on, to a program no more than to a person.
        if holder is None or holder.mandate is not None:
            raise NotYourHolding
        tx.execute(
            insert(api_token).values(
                pemda_id=caller.pemda_id,
                token_hash=fingerprint(made.token),
                person_id=caller.person_id,
                holding_id=holding_id,
                label=name,
                made_at=now,
                expires_at=made.expires_at,
            )
        )
        event = ApiTokenIssued(
            person_id=caller.person_id,
            token_hash=fingerprint(made.token),
            expires_at=made.expires_at,
        )
        record_structure(tx, caller.pemda_id, [event], actor_of(fresh, holder), now)
    return made
