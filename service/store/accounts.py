"""Login names, passwords and sessions: what several commands write alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select, update

from service.access.refusals import DemoHasNoPasswords
from service.access.tokens import SESSION_LASTS, fingerprint, new_token
from service.store.dialects import upsert
from service.store.joins import on
from service.store.tables import credential, login, person, store
from service.store.tables import session as session_table

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection, Select


@dataclass(frozen=True, slots=True)
class LoggedIn:
    """A session that was just made; the token goes into the cookie and nowhere else."""

    token: str
    #: what every form must send back
    csrf: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Account:
    """What the store knows of a login name of an active person."""

    pemda_id: UUID
    person_id: UUID
    login: str
    password_hash: str | None
    slip_hash: str | None
    slip_expires_at: datetime | None


def is_demo(connection: Connection) -> bool:
    """Say whether the store was made with --demo."""
    return bool(connection.scalar(select(store.c.demo)))


def refuse_in_demo(connection: Connection) -> None:
    """Raise DemoHasNoPasswords in a demo store."""
    if is_demo(connection):
        raise DemoHasNoPasswords


def account_by_login(connection: Connection, name: str) -> Account | None:
    """Return the account of a login name; None: nobody active has it."""
    row = connection.execute(_accounts().where(login.c.name == name.strip().lower())).one_or_none()
    return None if row is None else Account(*row)


def account_of(connection: Connection, pemda_id: UUID, person_id: UUID) -> Account | None:
    """Return the account of a person; None: inactive, or without login name."""
    row = connection.execute(
        _accounts().where(login.c.pemda_id == pemda_id, login.c.person_id == person_id)
    ).one_or_none()
    return None if row is None else Account(*row)


def open_session(
    tx: Connection,
    pemda_id: UUID,
    person_id: UUID,
    now: datetime,
    *,
    old_token: str | None = None,
    confirmed: bool = False,
) -> LoggedIn:
    """Make a session with a new token; the one that the browser had before ends."""
    if old_token is not None:
        close_session(tx, old_token)
    tx.execute(delete(session_table).where(session_table.c.expires_at < now))
    made = LoggedIn(new_token(), new_token(), now + SESSION_LASTS)
    tx.execute(
        insert(session_table).values(
            token_hash=fingerprint(made.token),
            pemda_id=pemda_id,
            person_id=person_id,
            csrf=made.csrf,
            made_at=now,
            seen_at=now,
            expires_at=made.expires_at,
            confirmed_at=now if confirmed else None,
        )
    )
    return made


def close_session(tx: Connection, token: str) -> None:
    """End the session of a token, if there is one."""
    tx.execute(delete(session_table).where(session_table.c.token_hash == fingerprint(token)))


def keep_password(
    tx: Connection, pemda_id: UUID, person_id: UUID, password_hash: str, now: datetime
) -> None:
    """Store a password's hash; a slip that was still open is void."""
    row = {
        "pemda_id": pemda_id,
        "person_id": person_id,
        "password_hash": password_hash,
        "slip_hash": None,
        "slip_expires_at": None,
        "changed_at": now,
    }
    columns = ["password_hash", "slip_hash", "slip_expires_at", "changed_at"]
    upsert(tx, credential, [row], update=columns)


def keep_slip(
    tx: Connection,
    pemda_id: UUID,
    person_id: UUID,
    *,
    slip_hash: str,
    expires_at: datetime,
    now: datetime,
) -> None:
    """Store a slip's hash; an older slip is void, the password stays."""
    row = {
        "pemda_id": pemda_id,
        "person_id": person_id,
        "slip_hash": slip_hash,
        "slip_expires_at": expires_at,
        "changed_at": now,
    }
    upsert(tx, credential, [row], update=["slip_hash", "slip_expires_at"])


def rehash(tx: Connection, account: Account, password_hash: str) -> None:
    """Replace a hash made with outdated costs, unless the password changed meanwhile."""
    tx.execute(
        update(credential)
        .where(
            credential.c.pemda_id == account.pemda_id,
            credential.c.person_id == account.person_id,
            credential.c.password_hash == account.password_hash,
        )
        .values(password_hash=password_hash)
    )


def _accounts() -> Select[Any]:
    return (
        select(
            login.c.pemda_id,
            login.c.person_id,
            login.c.name,
            credential.c.password_hash,
            credential.c.slip_hash,
            credential.c.slip_expires_at,
        )
        .join(person, on(person.c.id, login.c.person_id))
        .outerjoin(credential, on(credential.c.person_id, login.c.person_id))
        .where(person.c.active)
    )
