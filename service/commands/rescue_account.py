"""Give a one-time slip to who cannot get in any more, from the machine itself.

For the last administrator who lost a password. It gives no authority: the slip opens the account
of its owner only, and the history says that nobody of the pemda issued it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.access.tokens import SLIP_LASTS, new_slip, slip_fingerprint
from service.errors import NotFound
from service.events.structure import SlipIssued
from service.running.slips import Slip
from service.store.accounts import account_by_login, keep_slip, refuse_in_demo
from service.store.database import transaction
from service.store.history import SYSTEM
from service.store.structure import lock_structure, record_structure, require_active
from service.store.tables import person

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


def rescue_account(session: Session, *, login_name: str, now: datetime) -> Slip:
    """Make a slip for the account. Raises NotFound, DemoHasNoPasswords."""
    slip = new_slip()
    expires_at = now + SLIP_LASTS
    with transaction(session) as tx:
        refuse_in_demo(tx)
        account = account_by_login(tx, login_name)
        if account is None:
            raise NotFound
        lock_structure(tx, account.pemda_id)
        require_active(tx, person, account.pemda_id, account.person_id)
        keep_slip(
            tx,
            account.pemda_id,
            account.person_id,
            slip_hash=slip_fingerprint(slip),
            expires_at=expires_at,
            now=now,
        )
        issued = SlipIssued(person_id=account.person_id, expires_at=expires_at)
        record_structure(tx, account.pemda_id, (issued,), SYSTEM, now)
    return Slip(account.login, slip, expires_at)
