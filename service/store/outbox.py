"""Mails on their way, claimed by one worker at a time and sent once or not at all.

A worker writes that it is sending before it sends, in a transaction of its own. Where it dies in
between nobody can know whether the mail went out; it is not sent again, since everything in it
stands in the application anyhow.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_, or_, select, update

from service.store.leases import RELEASED, found_any, is_free, locked, wait_after
from service.store.tables import outbox

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement, Connection

#: How long sending one mail may take; longer than the connection's own patience.
LEASE: Final = timedelta(minutes=5)

#: Failed attempts after which a mail is left dead, for a person to look at.
MOST_ATTEMPTS: Final = 8

_FIRST_WAIT: Final = timedelta(minutes=1)

#: Given up, until an administrator sends it again or dismisses it.
DEAD: Final = "dead"

#: Mails that one act of an administrator settles.
MOST_SETTLED: Final = 500

# What a worker writes when it gives a mail up; any other fault stands there by its class.

#: The worker that was sending it is gone, or the line broke.
UNSURE: Final = "mail.unsure"

#: The person left, was erased or has no address.
NOBODY: Final = "mail.nobody"

#: Before the answer of the mail server.
REFUSED: Final = "mail.refused-"


@dataclass(frozen=True, slots=True)
class OutgoingMail:
    """A mail that a worker has claimed."""

    pemda_id: UUID
    id: UUID
    topic: str
    payload: str
    #: this one counted
    attempts: int


def mail_waits(connection: Connection, now: datetime) -> bool:
    """Say whether a mail is to be sent, or was being sent by a worker that is gone."""
    waits = or_(
        and_(outbox.c.status == "waiting", outbox.c.due_at <= now),
        and_(outbox.c.status == "sending", outbox.c.lease_until <= now),
    )
    return found_any(connection, select(outbox.c.id).where(waits))


def claim_mail(tx: Connection, worker: str, now: datetime) -> OutgoingMail | None:
    """Claim the mail that has waited longest, of any pemda; None: none waits."""
    _give_up_lost(tx, now)
    rows = locked(
        tx,
        select(outbox)
        .where(outbox.c.status == "waiting", outbox.c.due_at <= now)
        .order_by(outbox.c.due_at, outbox.c.id)
        .limit(1),
    )
    if not rows:
        return None
    [row] = rows
    mail = OutgoingMail(row.pemda_id, row.id, row.topic, row.payload, row.attempts + 1)
    tx.execute(
        update(outbox)
        .where(*_is(mail))
        .values(
            status="sending", lease_until=now + LEASE, leased_by=worker, attempts=mail.attempts
        )
    )
    return mail


def note_sent(tx: Connection, mail: OutgoingMail, now: datetime) -> None:
    """Write that a mail was taken by the mail server."""
    tx.execute(
        update(outbox)
        .where(*_is(mail))
        .values(status="sent", sent_at=now, last_error=None, **RELEASED)
    )


def note_failed(
    tx: Connection, mail: OutgoingMail, error: str, now: datetime, *, again: bool
) -> None:
    """Let a mail go that was not sent: to be tried later, or, without `again`, left dead."""
    values = {"last_error": error[:200], **RELEASED}
    if again and mail.attempts < MOST_ATTEMPTS:
        wait = wait_after(mail.attempts, first=_FIRST_WAIT)
        tx.execute(
            update(outbox).where(*_is(mail)).values(status="waiting", due_at=now + wait, **values)
        )
    else:
        tx.execute(update(outbox).where(*_is(mail)).values(status=DEAD, **values))


def dead_among(
    tx: Connection, pemda_id: UUID, mail_ids: Collection[UUID] | None, *, most: int
) -> list[UUID]:
    """Return which of these mails, or of all, were given up and nobody settled, oldest first."""
    query = (
        select(outbox.c.id)
        .where(outbox.c.pemda_id == pemda_id, outbox.c.status == DEAD)
        .order_by(outbox.c.made_at, outbox.c.id)
        .limit(most)
    )
    if mail_ids is not None:
        query = query.where(outbox.c.id.in_(sorted(mail_ids)[:most]))
    return list(tx.execute(query).scalars())


def send_again(tx: Connection, pemda_id: UUID, mail_ids: Collection[UUID], now: datetime) -> None:
    """Let given-up mails wait as if they were new."""
    _settle(tx, pemda_id, mail_ids, status="waiting", due_at=now, attempts=0, last_error=None)


def dismiss(tx: Connection, pemda_id: UUID, mail_ids: Collection[UUID]) -> None:
    """Leave given-up mails unsent for good."""
    _settle(tx, pemda_id, mail_ids, status="dismissed")


def _settle(tx: Connection, pemda_id: UUID, mail_ids: Collection[UUID], **values: Any) -> None:
    tx.execute(
        update(outbox)
        .where(
            outbox.c.pemda_id == pemda_id,
            outbox.c.id.in_(sorted(mail_ids)),
            outbox.c.status == DEAD,
        )
        .values(values)
    )


def _give_up_lost(tx: Connection, now: datetime) -> None:
    lost = (
        select(outbox.c.pemda_id, outbox.c.id, outbox.c.topic, outbox.c.payload)
        .where(outbox.c.status == "sending", is_free(outbox, now))
        .limit(100)
    )
    for row in locked(tx, lost):
        mail = OutgoingMail(row.pemda_id, row.id, row.topic, row.payload, 0)
        note_failed(tx, mail, UNSURE, now, again=False)


def _is(mail: OutgoingMail) -> tuple[ColumnElement[bool], ...]:
    return (outbox.c.pemda_id == mail.pemda_id, outbox.c.id == mail.id)
