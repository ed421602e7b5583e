"""Set a password with a printed one-time code."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

from service.access.attempts import PER_ADDRESS, PER_SLIP_LOGIN
from service.access.passwords import Passwords, broken_rule, everyday_passwords
from service.access.refusals import PasswordRefused, SlipRefused
from service.access.tokens import slip_fingerprint
from service.events.structure import PasswordSet
from service.store.accounts import (
    Account,
    account_by_login,
    account_of,
    keep_password,
    refuse_in_demo,
)
from service.store.database import read, transaction
from service.store.history import Actor
from service.store.structure import lock_structure, record_structure
from service.store.structure_rows import end_sessions
from service.store.throttle import Counted, count_attempts, take_back

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


def set_password(
    session: Session,
    *,
    login_name: str,
    slip: str,
    password: str,
    address: str,
    now: datetime,
    passwords: Passwords | None = None,
) -> None:
    """Use a slip up: set the password and end every session of the person.

    Raises PasswordRefused (the slip stays good), SlipRefused with one answer for an unknown name
    and a wrong, used or expired code, TooManyAttempts, DemoHasNoPasswords.
    """
    reason = broken_rule(login_name, password)
    if reason is not None:
        raise PasswordRefused(reason=reason)
    counted: list[Counted] = [(PER_SLIP_LOGIN, login_name), (PER_ADDRESS, address)]
    with read(session) as connection:
        refuse_in_demo(connection)
    count_attempts(session, counted, now)
    with read(session) as connection:
        account = account_by_login(connection, login_name)
    if not _fits(account, slip, now) or account is None:
        raise SlipRefused
    password_hash = (passwords or everyday_passwords()).hash(password)
    with transaction(session) as tx:
        lock_structure(tx, account.pemda_id)
        # The same slip may have been used while the hash was computed.
        if account_of(tx, account.pemda_id, account.person_id) != account:
            raise SlipRefused
        take_back(tx, counted, now)
        keep_password(tx, account.pemda_id, account.person_id, password_hash, now)
        end_sessions(tx, account.pemda_id, account.person_id)
        event = PasswordSet(person_id=account.person_id, how="slip")
        record_structure(tx, account.pemda_id, [event], Actor(account.person_id), now)


def _fits(account: Account | None, slip: str, now: datetime) -> bool:
    stored = account.slip_hash if account else None
    expires = account.slip_expires_at if account else None
    same = hmac.compare_digest(slip_fingerprint(slip), stored or "")
    return same and expires is not None and now < expires
