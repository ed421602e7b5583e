"""Print a one-time code with which a person sets a new password."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.access.rules import require_confirmed
from service.access.tokens import SLIP_LASTS, new_slip, slip_fingerprint
from service.errors import Rejected
from service.events.structure import SlipIssued
from service.running.slips import Slip
from service.store.accounts import account_of, keep_slip, refuse_in_demo
from service.store.structure import require_active, structure_desk
from service.store.tables import person

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from service.access.model import Caller


class NoLoginName(Rejected):
    """The person has no login name yet, so a code would open nothing."""

    code = "structure.no-login-name"


def issue_slip(session: Session, caller: Caller, *, person_id: UUID, now: datetime) -> Slip:
    """Make a slip for a new or lost password; an older slip is void, the password stays.

    Whoever has the slip can become that person, so a screen left open must not be enough: an
    administrator does, with the password typed just before. Raises OnlyAdministrators, NotFound,
    NoLoginName, PasswordNeeded, DemoHasNoPasswords.
    """
    slip = new_slip()
    expires_at = now + SLIP_LASTS
    with structure_desk(session, caller, now) as desk:
        refuse_in_demo(desk.tx)
        require_active(desk.tx, person, desk.pemda_id, person_id)
        account = account_of(desk.tx, desk.pemda_id, person_id)
        if account is None:
            raise NoLoginName
        require_confirmed(desk.caller, now)
        keep_slip(
            desk.tx,
            desk.pemda_id,
            person_id,
            slip_hash=slip_fingerprint(slip),
            expires_at=expires_at,
            now=now,
        )
        desk.record(SlipIssued(person_id=person_id, expires_at=expires_at))
    return Slip(account.login, slip, expires_at)
