"""Make the first administrator of a store, once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, update

from service.access.entries import NewOffice, NewPemda, NewPerson, accepted
from service.access.passwords import Passwords, broken_rule, everyday_passwords
from service.access.refusals import PasswordRefused, SetUpClosed
from service.access.tokens import fingerprint
from service.events.structure import PasswordSet
from service.running.calendar_plans import first_holidays
from service.running.legal_deadlines import known_deadlines
from service.store.accounts import keep_password
from service.store.database import read, transaction
from service.store.dialects import for_update
from service.store.founding import Founded, found
from service.store.history import Actor
from service.store.structure import record_structure
from service.store.tables import setup_token, store

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection
    from sqlalchemy.orm import Session


def set_up(
    session: Session,
    *,
    token: str,
    pemda: NewPemda,
    office: NewOffice,
    administrator: NewPerson,
    password: str,
    now: datetime,
    passwords: Passwords | None = None,
) -> Founded:
    """Found the pemda and make the person its administrator; then the store never reopens.

    Raises SetUpClosed (used, expired or older link, or the store is set up), EntryRefused,
    PasswordRefused.
    """
    with read(session) as connection:
        _refuse_closed(connection, token, now)
    whom = accepted(administrator)
    where, which = accepted(pemda), accepted(office)
    reason = broken_rule(whom.login or "", password)
    if reason is not None:
        raise PasswordRefused(reason=reason)
    password_hash = (passwords or everyday_passwords()).hash(password)
    # Before the transaction: to load the package takes longer than any command may.
    begins_with = (*first_holidays(where.timezone, now), *known_deadlines())
    with transaction(session) as tx:
        tx.execute(for_update(select(store.c.id)))
        _refuse_closed(tx, token, now)
        made = found(
            tx,
            pemda=where,
            office=which,
            administrator=whom,
            begins_with=begins_with,
            by_administrator=True,
            now=now,
        )
        keep_password(tx, made.pemda_id, made.person_id, password_hash, now)
        event = PasswordSet(person_id=made.person_id, how="set_up")
        record_structure(tx, made.pemda_id, [event], Actor(made.person_id, made.holding_id), now)
        tx.execute(
            update(setup_token)
            .where(setup_token.c.token_hash == fingerprint(token))
            .values(used_at=now)
        )
        tx.execute(update(store).values(set_up_at=now))
    return made


def set_up_is_open(session: Session, *, token: str, now: datetime) -> bool:
    """Say whether the link would be taken, for the page that it opens."""
    with read(session) as connection:
        try:
            _refuse_closed(connection, token, now)
        except SetUpClosed:
            return False
    return True


def _refuse_closed(connection: Connection, token: str, now: datetime) -> None:
    state = connection.execute(select(store.c.demo, store.c.set_up_at)).one_or_none()
    link = connection.execute(
        select(setup_token).where(setup_token.c.token_hash == fingerprint(token))
    ).one_or_none()
    if state is None or state.demo or state.set_up_at is not None:
        raise SetUpClosed
    if link is None or link.used_at is not None or link.expires_at <= now:
        raise SetUpClosed
