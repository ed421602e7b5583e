"""Mails that could not be sent: to whom, about what, and why, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, select

from service.access.rules import administrator_for
from service.queries.paging import Page, paged
from service.store.database import read
from service.store.holdings import held_on
from service.store.joins import on
from service.store.outbox import DEAD, NOBODY, REFUSED, UNSURE
from service.store.tables import holding, notice, office, outbox, person, position

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy import Connection, Row
    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.store.notices import NoticeKind

#: Answers by which a mail server says that it knows no such user or password (RFC 4954).
_LOGIN_REFUSED: Final = frozenset({530, 534, 535, 538})

#: Answers from which on it is for good (RFC 5321 §4.2.1).
_FOR_GOOD: Final = 500

#: Faults by the name of their class, as the worker writes them.
_FAULTS: Final[Mapping[str, str]] = {
    "mail.SSLCertVerificationError": "mail.why-certificate",
    "mail.SSLError": "mail.why-encryption",
    "mail.SMTPNotSupportedError": "mail.why-encryption",
    "mail.gaierror": "mail.why-unreachable",
    "mail.ConnectionRefusedError": "mail.why-unreachable",
    "mail.ConnectionResetError": "mail.why-unreachable",
    "mail.SMTPServerDisconnected": "mail.why-unreachable",
    "mail.TimeoutError": "mail.why-unreachable",
    "mail.OSError": "mail.why-unreachable",
    NOBODY: "mail.why-nobody",
    UNSURE: "mail.why-unsure",
}


@dataclass(frozen=True, slots=True)
class DeadMail:
    """A mail that was given up."""

    id: UUID
    person_id: UUID
    #: what the person holds today, with the office; empty: nothing
    jabatan: tuple[str, ...]
    kind: NoticeKind
    #: working day of what it tells
    day: date
    made_at: datetime
    attempts: int
    #: sentence code and parameters
    why: tuple[str, Mapping[str, str]]


def dead_mails(session: Session, caller: Caller, *, today: date, page: int) -> Page[DeadMail]:
    """Return a page of the mails that were given up, the newest first.

    Raises OnlyAdministrators.
    """
    administrator_for(caller)
    statement = (
        select(outbox, notice.c.person_id, notice.c.kind, notice.c.day)
        .join(notice, on(notice.c.id, outbox.c.id))
        .where(outbox.c.pemda_id == caller.pemda_id, outbox.c.status == DEAD)
        .order_by(outbox.c.made_at.desc(), outbox.c.id)
    )
    with read(session) as connection:
        found = paged(connection, statement, _as_it_is, number=page)
        titles = _titles(
            connection, caller.pemda_id, {row.person_id for row in found.items}, today
        )
    items = tuple(_dead_mail(row, titles) for row in found.items)
    return Page(items, found.number, found.total, found.size)


def count_dead_mails(session: Session, caller: Caller) -> int:
    """Return how many mails were given up. Raises OnlyAdministrators."""
    administrator_for(caller)
    with read(session) as connection:
        found = connection.scalar(
            select(func.count()).where(
                outbox.c.pemda_id == caller.pemda_id, outbox.c.status == DEAD
            )
        )
    return int(found or 0)


def why_dead(error: str | None) -> tuple[str, Mapping[str, str]]:
    """Return the sentence for what a worker wrote when it gave a mail up."""
    known = _FAULTS.get(error or "")
    if known is not None:
        return known, {}
    answer = (error or "").removeprefix(REFUSED)
    if answer == error or not answer.isdigit():
        return "mail.why-other", {"fault": (error or "").removeprefix("mail.") or "?"}
    if int(answer) in _LOGIN_REFUSED:
        return "mail.why-login", {"answer": answer}
    code = "mail.why-refused" if int(answer) >= _FOR_GOOD else "mail.why-busy"
    return code, {"answer": answer}


def _dead_mail(row: Row[Any], titles: Mapping[UUID, tuple[str, ...]]) -> DeadMail:
    return DeadMail(
        id=row.id,
        person_id=row.person_id,
        jabatan=titles.get(row.person_id, ()),
        kind=row.kind,
        day=row.day,
        made_at=row.made_at,
        attempts=row.attempts,
        why=why_dead(row.last_error),
    )


def _titles(
    connection: Connection, pemda_id: UUID, people: Iterable[UUID], today: date
) -> Mapping[UUID, tuple[str, ...]]:
    rows = connection.execute(
        select(holding.c.person_id, position.c.title, office.c.short_name)
        .join(position, on(position.c.id, holding.c.position_id))
        .join(office, on(office.c.id, position.c.office_id))
        .join(person, on(person.c.id, holding.c.person_id))
        .where(
            holding.c.pemda_id == pemda_id,
            holding.c.person_id.in_(sorted(people)),
            held_on(today),
        )
        .order_by(holding.c.from_date, holding.c.id)
    )
    found: dict[UUID, tuple[str, ...]] = {}
    for row in rows:
        held = found.get(row.person_id, ())
        found[row.person_id] = (*held, f"{row.title}, {row.short_name}")
    return found


def _as_it_is(row: Row[Any]) -> Row[Any]:
    return row
