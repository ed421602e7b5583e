"""Mails: what they say, and handing them to the mail server.

The standard library's smtplib and email do it: they are kept with Python itself, speak STARTTLS
and TLS with the machine's authorities, and nothing here needs more.
"""

from __future__ import annotations

import logging
import smtplib
import ssl
from email.message import EmailMessage
from email.utils import format_datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

from service.errors import AlurError
from service.queries.notices import notice_mail
from service.sentences import sentence
from service.sentences.words import written_date, written_instant
from service.store.database import read, transaction
from service.store.outbox import (
    NOBODY,
    REFUSED,
    UNSURE,
    claim_mail,
    mail_waits,
    note_failed,
    note_sent,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session, sessionmaker

    from service.clock import Clock
    from service.config import Smtp
    from service.queries.notices import NoticeLine, NoticeMail
    from service.store.outbox import OutgoingMail

_LOG: Final = logging.getLogger(__name__)

#: How long the mail server may take to answer.
_PATIENCE_SECONDS: Final = 30

#: In this order, and with these words, a digest speaks of tasks.
_WHYS: Final = ("late", "today", "legal", "new", "escalated")

#: Answers of a mail server from which on it never takes the mail.
_FOR_GOOD: Final = 500


class MailNotSent(AlurError):
    """The mail server did not take a mail; `again`: it may later."""

    code = "mail.not-sent"

    def __init__(self, reason: str, *, again: bool) -> None:
        super().__init__(reason=reason)
        self.reason = reason
        self.again = again


def send_mails(sessions: sessionmaker[Session], clock: Clock, worker: str, smtp: Smtp) -> bool:
    """Send one mail that waits; False: none does."""
    with sessions() as session:
        with read(session) as connection:
            if not mail_waits(connection, clock.now()):
                return False
        with transaction(session) as tx:
            mail = claim_mail(tx, worker, clock.now())
        if mail is None:
            return False
        _send(session, clock, mail, smtp)
    return True


def composed(notice: NoticeMail, smtp: Smtp, *, message_id: str, now: datetime) -> EmailMessage:
    """Return the mail about a notice: numbers, steps and dates, nothing that is private."""
    mail = EmailMessage()
    mail["From"] = smtp.sender
    mail["To"] = notice.address
    mail["Subject"] = _subject(notice)
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = f"<{message_id}@{smtp.sender.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content("\n".join(_body(notice, smtp)))
    return mail


def _send(session: Session, clock: Clock, mail: OutgoingMail, smtp: Smtp) -> None:
    facts = {"mail_id": str(mail.id)}
    notice = notice_mail(session, mail.pemda_id, UUID(mail.payload))
    if notice is None:
        # The person left, was erased, or wants no mails any more.
        with transaction(session) as tx:
            note_failed(tx, mail, NOBODY, clock.now(), again=False)
        return
    try:
        _hand_over(composed(notice, smtp, message_id=str(mail.id), now=clock.now()), smtp)
    except MailNotSent as failed:
        _LOG.warning(
            "A mail was not sent.",
            extra={"action": "mail_failed", "code": failed.reason, **facts},
        )
        with transaction(session) as tx:
            note_failed(tx, mail, failed.reason, clock.now(), again=failed.again)
    else:
        with transaction(session) as tx:
            note_sent(tx, mail, clock.now())
        _LOG.info("A mail was sent.", extra={"action": "mail_sent", **facts})


def _hand_over(mail: EmailMessage, smtp: Smtp) -> None:
    try:
        server = _connected(smtp)
    except (smtplib.SMTPException, OSError) as error:
        raise MailNotSent(_name_of(error), again=True) from error
    try:
        server.send_message(mail)
    except smtplib.SMTPRecipientsRefused as error:
        code = max((code for code, _ in error.recipients.values()), default=_FOR_GOOD)
        raise MailNotSent(f"{REFUSED}{code}", again=code < _FOR_GOOD) from error
    except smtplib.SMTPResponseException as error:
        again = error.smtp_code < _FOR_GOOD
        raise MailNotSent(f"{REFUSED}{error.smtp_code}", again=again) from error
    except (smtplib.SMTPException, OSError) as error:
        # The line broke: nobody can know whether the server has the mail.
        raise MailNotSent(UNSURE, again=False) from error
    finally:
        _leave(server)


def _connected(smtp: Smtp) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if smtp.security == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            smtp.host, smtp.port, timeout=_PATIENCE_SECONDS, context=context
        )
    else:
        server = smtplib.SMTP(smtp.host, smtp.port, timeout=_PATIENCE_SECONDS)
    try:
        if smtp.security == "starttls":
            server.starttls(context=context)
        if smtp.user is not None:
            server.login(smtp.user, smtp.password or "")
    except BaseException:
        _leave(server)
        raise
    return server


def _leave(server: smtplib.SMTP) -> None:
    try:
        server.quit()
    except (smtplib.SMTPException, OSError):
        server.close()


def _name_of(error: Exception) -> str:
    code = getattr(error, "smtp_code", None)
    return f"{REFUSED}{code}" if code else f"mail.{type(error).__name__}"


def _subject(notice: NoticeMail) -> str:
    if notice.kind == "escalation":
        return sentence("mail.subject-escalation")
    counts = [(why, sum(line.why == why for line in notice.lines)) for why in _WHYS]
    parts = [sentence(f"mail.count-{why}", count=count) for why, count in counts if count]
    return sentence("mail.subject-digest", day=written_date(notice.day), counts=", ".join(parts))


def _body(notice: NoticeMail, smtp: Smtp) -> Sequence[str]:
    lines = []
    for why in _WHYS:
        found = [line for line in notice.lines if line.why == why]
        if found:
            lines += [sentence(f"mail.head-{why}"), *(_line(line, smtp) for line in found), ""]
    return [*lines, sentence("mail.foot")]


def _line(line: NoticeLine, smtp: Smtp) -> str:
    step = line.place.title
    if line.place.step_number:
        step = sentence("history.step", number=line.place.step_number, title=step)
    due = (
        sentence("mail.due", due=written_instant(line.due_at, line.timezone))
        if line.due_at
        else sentence("mail.no-due")
    )
    link = f"{smtp.public_url}/tugas/{line.instance_id}/{line.task_no}"
    return sentence("mail.line", number=line.process_number, step=step, due=due, link=link)
