"""Change the own password, knowing the present one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete

from service.access.attempts import PER_LOGIN
from service.access.model import worn_holding
from service.access.passwords import Passwords, broken_rule, everyday_passwords
from service.access.refusals import LoginRefused, PasswordRefused
from service.access.tokens import fingerprint
from service.events.structure import PasswordSet
from service.store.accounts import account_of, keep_password, refuse_in_demo
from service.store.database import read, transaction
from service.store.history import Actor
from service.store.structure import lock_structure, record_structure
from service.store.tables import session as session_table
from service.store.throttle import Counted, count_attempts, take_back

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from service.access.model import Caller


def change_password(
    session: Session,
    caller: Caller,
    *,
    token: str,
    current: str,
    new: str,
    now: datetime,
    passwords: Passwords | None = None,
) -> None:
    """Replace the password and end the person's other sessions; that of `token` stays.

    Raises LoginRefused when `current` is wrong, PasswordRefused, TooManyAttempts,
    DemoHasNoPasswords.
    """
    checker = passwords or everyday_passwords()
    with read(session) as connection:
        refuse_in_demo(connection)
        account = account_of(connection, caller.pemda_id, caller.person_id)
    if account is None:
        raise LoginRefused
    reason = broken_rule(account.login, new)
    if reason is not None:
        raise PasswordRefused(reason=reason)
    counted: list[Counted] = [(PER_LOGIN, account.login)]
    count_attempts(session, counted, now)
    if not checker.fits(account.password_hash, current):
        raise LoginRefused
    password_hash = checker.hash(new)
    with transaction(session) as tx:
        lock_structure(tx, caller.pemda_id)
        if account_of(tx, caller.pemda_id, caller.person_id) != account:
            raise LoginRefused
        take_back(tx, counted, now)
        keep_password(tx, caller.pemda_id, caller.person_id, password_hash, now)
        tx.execute(
            delete(session_table).where(
                session_table.c.pemda_id == caller.pemda_id,
                session_table.c.person_id == caller.person_id,
                session_table.c.token_hash != fingerprint(token),
            )
        )
        event = PasswordSet(person_id=caller.person_id, how="change")
        record_structure(
            tx, caller.pemda_id, [event], Actor(caller.person_id, worn_holding(caller)), now
        )
