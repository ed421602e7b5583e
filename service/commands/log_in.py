"""Sign in with login name and password."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.access.attempts import PER_ADDRESS, PER_LOGIN
from service.access.passwords import Passwords, everyday_passwords
from service.access.refusals import LoginRefused
from service.store.accounts import (
    LoggedIn,
    account_by_login,
    account_of,
    open_session,
    refuse_in_demo,
    rehash,
)
from service.store.database import read, transaction
from service.store.throttle import Counted, count_attempts, take_back

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


def log_in(
    session: Session,
    *,
    login_name: str,
    password: str,
    address: str,
    now: datetime,
    old_token: str | None = None,
    passwords: Passwords | None = None,
) -> LoggedIn:
    """Make a session; `old_token` is the one the browser came with, which ends.

    `address`: of the caller, for counting. Raises LoginRefused with one answer, in the same time,
    for an unknown name, a wrong password and a deactivated person; TooManyAttempts;
    DemoHasNoPasswords.
    """
    checker = passwords or everyday_passwords()
    counted: list[Counted] = [(PER_LOGIN, login_name), (PER_ADDRESS, address)]
    with read(session) as connection:
        refuse_in_demo(connection)
    count_attempts(session, counted, now)
    with read(session) as connection:
        account = account_by_login(connection, login_name)
    stored = account.password_hash if account else None
    if not checker.fits(stored, password) or account is None or stored is None:
        raise LoginRefused
    better = checker.hash(password) if checker.is_outdated(stored) else None
    with transaction(session) as tx:
        # A deactivation or a new password may have come while the hash was computed.
        if account_of(tx, account.pemda_id, account.person_id) != account:
            raise LoginRefused
        take_back(tx, counted, now)
        if better is not None:
            rehash(tx, account, better)
        return open_session(tx, account.pemda_id, account.person_id, now, old_token=old_token)
