"""From what a request carries, a cookie or a token, to who is calling: in one statement or two."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from uuid import UUID

from sqlalchemy import and_, bindparam, select

from service.access.model import Caller
from service.access.tokens import SESSION_TOUCH, fingerprint, session_is_alive
from service.queries.paging import CAP
from service.store.caller_rows import caller_rows, days
from service.store.callers import authority_in, caller_of, known_caller, only_in
from service.store.database import glance, read
from service.store.joins import on
from service.store.tables import api_token, login, office, pemda, person, position, store
from service.store.tables import holding as holding_table
from service.store.tables import session as session_table

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from service.access.model import Holder


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A caller with a session, and what every page shows of both."""

    caller: Caller
    #: what a form must send back
    csrf: str
    pemda_name: str
    #: None: erased
    person_name: str | None
    #: the jabatan worn now; None when the caller has none today
    jabatan: str | None
    #: IANA zone in which pages speak: of the office of that jabatan, else of the pemda
    timezone: str
    #: DATA CONTOH
    demo: bool
    #: the session should be marked as seen (`commands.touch_session`)
    touch_due: bool


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An account of a demo store, as its entrance lists it."""

    login: str
    title: str
    office: str


#: Every request asks it: whose session it is, and all that gives this person authority.
_SESSION: Final = caller_rows(
    lambda table: and_(
        table.c.pemda_id == session_table.c.pemda_id,
        table.c.person_id == session_table.c.person_id,
        session_table.c.token_hash == bindparam("token"),
    ),
    first=select(
        session_table.c.pemda_id,
        session_table.c.person_id,
        session_table.c.holding_id.label("worn"),
        session_table.c.csrf,
        session_table.c.seen_at,
        session_table.c.expires_at,
        session_table.c.confirmed_at,
        person.c.active,
        person.c.name.label("person_name"),
        pemda.c.name.label("pemda_name"),
        pemda.c.timezone.label("pemda_timezone"),
        select(store.c.demo).scalar_subquery().label("demo"),
    )
    .join(person, on(person.c.id, session_table.c.person_id))
    .join(pemda, pemda.c.id == session_table.c.pemda_id)
    .where(session_table.c.token_hash == bindparam("token")),
)


def caller_by_session(session: Session, token: str, now: datetime) -> SignedIn | None:
    """Return who is signed in with this token; None: nobody, or the session is over."""
    with glance(session) as connection:
        rows = connection.execute(_SESSION, {"token": fingerprint(token), **days(now)}).all()
    row = next((it for it in rows if it.kind == "first"), None)
    if (
        row is None
        or not row.active
        or not session_is_alive(seen_at=row.seen_at, expires_at=row.expires_at, now=now)
    ):
        return None
    caller = Caller(
        pemda_id=row.pemda_id,
        person_id=row.person_id,
        worn=row.worn,
        confirmed_at=row.confirmed_at,
        **authority_in(rows, now, row.pemda_timezone),
    )
    worn = _worn(caller)
    return SignedIn(
        caller=caller,
        csrf=row.csrf,
        pemda_name=row.pemda_name,
        person_name=row.person_name,
        jabatan=worn.title if worn else None,
        timezone=worn.office_timezone if worn else row.pemda_timezone,
        demo=bool(row.demo),
        touch_due=now - row.seen_at >= SESSION_TOUCH,
    )


def caller_by_api_token(session: Session, token: str, now: datetime) -> Caller | None:
    """Return the caller of a bearer token, in the one jabatan that it was made for.

    A program types no password, so acts that ask for it again stay closed to it. None: the token
    is unknown, expired or revoked, or the jabatan has ended.
    """
    pemda_id = _pemda_of(token)
    if pemda_id is None:
        return None
    with read(session) as connection:
        row = connection.execute(
            select(api_token, person.c.active, pemda.c.timezone)
            .join(person, on(person.c.id, api_token.c.person_id))
            .join(pemda, pemda.c.id == api_token.c.pemda_id)
            .where(
                api_token.c.pemda_id == pemda_id,
                api_token.c.token_hash == fingerprint(token),
                api_token.c.revoked_at.is_(None),
                api_token.c.expires_at > now,
            )
        ).one_or_none()
        if row is None or not row.active:
            return None
        everything = known_caller(
            connection,
            pemda_id,
            row.person_id,
            now,
            timezone=row.timezone,
            worn=row.holding_id,
            confirmed_at=None,
        )
    caller = only_in(everything, row.holding_id)
    return caller if caller.holders else None


def caller_by_login(
    session: Session, login_name: str, now: datetime, *, confirmed: bool = False
) -> Caller | None:
    """Return the caller behind a login name, for the command line and the demo player.

    `confirmed`: as if the password had just been typed; the demo has none to type.
    """
    with read(session) as connection:
        row = connection.execute(select(login).where(login.c.name == login_name)).one_or_none()
        if row is None:
            return None
        return caller_of(
            connection,
            row.pemda_id,
            row.person_id,
            now,
            confirmed_at=now if confirmed else None,
        )


def demo_accounts(session: Session) -> tuple[DemoAccount, ...]:
    """Return every account of a demo store in the order of its structure; none elsewhere."""
    with read(session) as connection:
        found = connection.execute(
            select(pemda.c.id).where(select(store.c.demo).scalar_subquery()).limit(1)
        ).scalar_one_or_none()
        if found is None:
            return ()
        rows = connection.execute(
            select(login.c.name, position.c.title, office.c.name.label("office"))
            .select_from(login)
            .join(holding_table, on(holding_table.c.person_id, login.c.person_id))
            .join(position, on(position.c.id, holding_table.c.position_id))
            .join(office, on(office.c.id, position.c.office_id))
            .where(login.c.pemda_id == found)
            .order_by(office.c.made_at, office.c.id, position.c.sort)
            .limit(CAP)
        )
        return tuple(DemoAccount(row.name, row.title, row.office) for row in rows)


def _worn(caller: Caller) -> Holder | None:
    chosen = (holder for holder in caller.holders if holder.worn_as == caller.worn)
    return next(chosen, caller.holders[0] if caller.holders else None)


def _pemda_of(token: str) -> UUID | None:
    """Return the tenant that a token begins with: it says where its hash is to be looked for."""
    try:
        return UUID(hex=token.partition(".")[0])
    except ValueError:
        return None
