"""People of a pemda for those who administer them: names, NIP, telephone, login, holdings.

Nobody else sees more of a person than name and jabatan (`queries.structure`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select

from service.access.rules import administrator_for
from service.errors import NotFound
from service.queries.paging import CAP, Page, paged
from service.store.certificates import bound_certificate
from service.store.database import read
from service.store.joins import on
from service.store.tables import (
    api_token,
    credential,
    holding,
    login,
    office,
    person,
    position,
    unit,
    user_task,
)

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy import Connection, Select
    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.store.certificates import BoundCertificate


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One line of the list of people."""

    person_id: UUID
    #: None: erased
    name: str | None
    nip: str | None
    login: str | None
    active: bool


@dataclass(frozen=True, slots=True)
class HoldingLine:
    """A jabatan that a person holds, held or will hold."""

    holding_id: UUID
    position_id: UUID
    title: str
    role: str | None
    duty: str | None
    office_name: str
    unit_name: str
    from_date: date
    to_date: date | None
    sk_number: str | None
    sk_date: date | None


@dataclass(frozen=True, slots=True)
class PersonView:
    """Everything an administrator may know of a person."""

    person_id: UUID
    name: str | None
    nip: str | None
    phone: str | None
    email: str | None
    login: str | None
    active: bool
    has_password: bool
    #: of the slip that was issued and not used yet
    slip_expires_at: datetime | None
    #: the newest first
    holdings: tuple[HoldingLine, ...]
    #: with which the person signs electronically; None: none is bound
    certificate: BoundCertificate | None


@dataclass(frozen=True, slots=True)
class HeldBy:
    """A holding, and who has it."""

    person_id: UUID
    #: None: erased
    person_name: str | None
    holding: HoldingLine


@dataclass(frozen=True, slots=True)
class TokenLine:
    """A token that the caller made for a program."""

    token_hash: str
    label: str
    title: str
    made_at: datetime
    expires_at: datetime


def people_of(
    session: Session, caller: Caller, *, search: str = "", page: int = 1
) -> Page[PersonLine]:
    """Return a page of the people whose name, NIP or login name contains `search`, by name.

    Raises OnlyAdministrators.
    """
    administrator_for(caller)
    statement = (
        select(
            person.c.id, person.c.name, person.c.nip, person.c.active, login.c.name.label("login")
        )
        .outerjoin(login, on(login.c.person_id, person.c.id))
        .where(person.c.pemda_id == caller.pemda_id)
        .order_by(person.c.active.desc(), person.c.name, person.c.id)
    )
    words = search.strip()[:100]
    if words:
        statement = statement.where(
            or_(
                person.c.name.icontains(words, autoescape=True),
                person.c.nip.contains(words, autoescape=True),
                login.c.name.icontains(words, autoescape=True),
            )
        )
    with read(session) as connection:
        return paged(connection, statement, _line, number=page)


def person_view(session: Session, caller: Caller, person_id: UUID) -> PersonView:
    """Return one person with every holding. Raises OnlyAdministrators, NotFound."""
    administrator_for(caller)
    with read(session) as connection:
        row = connection.execute(
            select(
                person,
                login.c.name.label("login"),
                credential.c.password_hash,
                credential.c.slip_expires_at,
            )
            .outerjoin(login, on(login.c.person_id, person.c.id))
            .outerjoin(credential, on(credential.c.person_id, person.c.id))
            .where(person.c.pemda_id == caller.pemda_id, person.c.id == person_id)
        ).one_or_none()
        if row is None:
            raise NotFound
        held = _holdings(connection, caller.pemda_id, holding.c.person_id == person_id)
        certificate = bound_certificate(connection, caller.pemda_id, person_id)
    return PersonView(
        person_id=person_id,
        name=row.name,
        nip=row.nip,
        phone=row.phone,
        email=row.email,
        login=row.login,
        active=row.active,
        has_password=row.password_hash is not None,
        slip_expires_at=row.slip_expires_at,
        holdings=held,
        certificate=certificate,
    )


def holding_of(session: Session, caller: Caller, holding_id: UUID) -> HeldBy:
    """Return one holding with its person. Raises OnlyAdministrators, NotFound."""
    administrator_for(caller)
    with read(session) as connection:
        row = connection.execute(
            select(holding.c.person_id, person.c.name)
            .join(person, on(person.c.id, holding.c.person_id))
            .where(holding.c.pemda_id == caller.pemda_id, holding.c.id == holding_id)
        ).one_or_none()
        if row is None:
            raise NotFound
        (line,) = _holdings(connection, caller.pemda_id, holding.c.id == holding_id)
    return HeldBy(row.person_id, row.name, line)


def claims_of(
    session: Session, caller: Caller, person_id: UUID, *, holding_id: UUID | None = None
) -> int:
    """Return how many open tasks the person has taken, in one jabatan or in all.

    Nobody else can do these until they are let go. Raises OnlyAdministrators.
    """
    administrator_for(caller)
    only = () if holding_id is None else (user_task.c.claimed_holding == holding_id,)
    with read(session) as connection:
        found = connection.scalar(
            select(func.count())
            .select_from(user_task)
            .where(
                user_task.c.pemda_id == caller.pemda_id,
                user_task.c.claimed_by == person_id,
                user_task.c.status == "open",
                *only,
            )
        )
    return found or 0


def own_tokens(session: Session, caller: Caller, *, now: datetime) -> tuple[TokenLine, ...]:
    """Return the caller's tokens that are neither revoked nor expired, the newest first."""
    with read(session) as connection:
        rows = connection.execute(
            select(api_token, position.c.title)
            .join(holding, on(holding.c.id, api_token.c.holding_id))
            .join(position, on(position.c.id, holding.c.position_id))
            .where(
                api_token.c.pemda_id == caller.pemda_id,
                api_token.c.person_id == caller.person_id,
                api_token.c.revoked_at.is_(None),
                api_token.c.expires_at > now,
            )
            .order_by(api_token.c.made_at.desc())
            .limit(CAP)
        )
        return tuple(
            TokenLine(row.token_hash, row.label, row.title, row.made_at, row.expires_at)
            for row in rows
        )


def _line(row: Any) -> PersonLine:
    return PersonLine(row.id, row.name, row.nip, row.login, row.active)


def _holdings(connection: Connection, pemda_id: UUID, which: Any) -> tuple[HoldingLine, ...]:
    statement: Select[Any] = (
        select(
            holding,
            position.c.title,
            position.c.role,
            position.c.duty,
            office.c.name.label("office_name"),
            unit.c.name.label("unit_name"),
        )
        .join(position, on(position.c.id, holding.c.position_id))
        .join(office, on(office.c.id, position.c.office_id))
        .join(unit, on(unit.c.id, position.c.unit_id))
        .where(holding.c.pemda_id == pemda_id, which)
        .order_by(holding.c.from_date.desc(), holding.c.id)
        .limit(CAP)
    )
    return tuple(
        HoldingLine(
            holding_id=row.id,
            position_id=row.position_id,
            title=row.title,
            role=row.role,
            duty=row.duty,
            office_name=row.office_name,
            unit_name=row.unit_name,
            from_date=row.from_date,
            to_date=row.to_date,
            sk_number=row.sk_number,
            sk_date=row.sk_date,
        )
        for row in connection.execute(statement)
    )
