"""*Kirim lagi* and *Abaikan*: what becomes of mails that could not be sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, assert_never

from service.errors import Rejected
from service.events.structure import MailsDismissed, MailsSentAgain
from service.store.outbox import MOST_SETTLED, dead_among
from service.store.structure import structure_desk

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.events import Event

How = Literal["again", "dismissed"]


class NoDeadMail(Rejected):
    """Of what was chosen, nothing waits for a decision any more."""

    code = "mail.settled-already"


def settle_mails(
    session: Session,
    caller: Caller,
    how: How,
    *,
    mail_ids: Collection[UUID] | None,
    now: datetime,
) -> int:
    """Send given-up mails again or give them up for good; return how many.

    `mail_ids`: None for all of them, the oldest `MOST_SETTLED` at once. What somebody else settled
    meanwhile is left alone. Raises OnlyAdministrators, NoDeadMail.
    """
    with structure_desk(session, caller, now) as desk:
        found = dead_among(desk.tx, desk.pemda_id, mail_ids, most=MOST_SETTLED)
        if not found:
            raise NoDeadMail
        desk.record(_event(how, tuple(found)))
    return len(found)


def _event(how: How, mail_ids: tuple[UUID, ...]) -> Event:
    match how:
        case "again":
            return MailsSentAgain(mail_ids=mail_ids)
        case "dismissed":
            return MailsDismissed(mail_ids=mail_ids)
        case _:
            assert_never(how)
