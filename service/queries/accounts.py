"""Accounts as the operator at the machine sees them: login names and jabatan, no names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from service.store.database import read
from service.store.holdings import held_on
from service.store.joins import on
from service.store.tables import credential, holding, login, pemda, person, position

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One account."""

    login: str
    pemda: str
    #: titles of the jabatan held today
    jabatan: tuple[str, ...]
    active: bool
    #: a password has been set
    usable: bool


def accounts(session: Session, today: date) -> tuple[AccountLine, ...]:
    """Return every account of the store, by pemda and login name."""
    with read(session) as connection:
        across = connection.execution_options(across_tenants=True)
        rows = across.execute(
            select(
                login.c.name,
                login.c.pemda_id,
                login.c.person_id,
                pemda.c.name.label("pemda"),
                person.c.active,
                credential.c.password_hash.is_not(None).label("usable"),
            )
            .join(pemda, pemda.c.id == login.c.pemda_id)
            .join(person, on(person.c.id, login.c.person_id))
            .outerjoin(credential, on(credential.c.person_id, login.c.person_id))
            .order_by(pemda.c.name, login.c.name)
        ).all()
        titles: dict[tuple[object, object], list[str]] = {}
        for row in across.execute(
            select(holding.c.pemda_id, holding.c.person_id, position.c.title)
            .join(position, on(position.c.id, holding.c.position_id))
            .where(
                held_on(today),
            )
            .order_by(position.c.title)
        ):
            titles.setdefault((row.pemda_id, row.person_id), []).append(row.title)
    return tuple(
        AccountLine(
            row.name,
            row.pemda,
            tuple(titles.get((row.pemda_id, row.person_id), ())),
            row.active,
            bool(row.usable),
        )
        for row in rows
    )
