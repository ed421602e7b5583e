"""Type the password again, for acts that ask for it (decisions §3.8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import update

from service.access.attempts import PER_LOGIN
from service.access.passwords import Passwords, everyday_passwords
from service.access.refusals import LoginRefused
from service.access.tokens import fingerprint
from service.store.accounts import account_of, is_demo
from service.store.database import read, transaction
from service.store.tables import session as session_table
from service.store.throttle import Counted, count_attempts, take_back

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from service.access.model import Caller


def confirm_password(
    session: Session,
    caller: Caller,
    *,
    token: str,
    password: str,
    now: datetime,
    passwords: Passwords | None = None,
) -> None:
    """Mark the session of `token` as confirmed now; it counts for five minutes.

    A demo store has no passwords: there the page's button confirms, whatever is typed. Raises
    LoginRefused, TooManyAttempts.
    """
    with read(session) as connection:
        demo = is_demo(connection)
        account = account_of(connection, caller.pemda_id, caller.person_id)
    if account is None:
        raise LoginRefused
    counted: list[Counted] = [(PER_LOGIN, account.login)]
    if not demo:
        count_attempts(session, counted, now)
        if not (passwords or everyday_passwords()).fits(account.password_hash, password):
            raise LoginRefused
    with transaction(session) as tx:
        if not demo:
            take_back(tx, counted, now)
        tx.execute(
            update(session_table)
            .where(
                session_table.c.token_hash == fingerprint(token),
                session_table.c.pemda_id == caller.pemda_id,
                session_table.c.person_id == caller.person_id,
            )
            .values(confirmed_at=now)
        )
