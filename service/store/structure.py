"""Offices, jabatan, people: each event changes its table and becomes a link of the chain.

A command makes events; `record_structure` is the only writer of these tables, so the history
cannot be forgotten. `structure_desk` is where an administrator's command stands: inside one write
transaction, with the pemda's structure to itself and the authority looked at anew.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal
from uuid import UUID

from sqlalchemy import delete, func, insert, select, update

from service.access.rules import administrator_for
from service.errors import Conflict, NotFound
from service.events import legal_deadlines as deadline_events
from service.events import structure as events
from service.events.working_time import CalendarChanged
from service.store.calendars import change_calendar, found_calendar
from service.store.callers import anew
from service.store.database import transaction
from service.store.dialects import for_update
from service.store.history import Actor, Stream, actor_of, append
from service.store.idempotency import RequestKey, first_answer, remember
from service.store.legal_deadlines import change_deadlines
from service.store.mandates import kept_scope
from service.store.notices import forget_notices
from service.store.outbox import dismiss, send_again
from service.store.private_texts import PrivateText, keep, reference
from service.store.tables import (
    api_token,
    audit_assignment,
    credential,
    holding,
    login,
    mandate,
    office,
    pemda,
    person,
    position,
    signing_certificate,
    unit,
)
from service.store.tables import session as session_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Table
    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.events import Event


_DEADLINES: Final = (
    deadline_events.LegalDeadlineAdded,
    deadline_events.LegalDeadlineVerified,
    deadline_events.LegalDeadlineWithdrawn,
)

#: What can be renamed and taken out of use.
Part = Literal["office", "unit", "position"]


class NameTaken(Conflict):
    """Something of this name is there already."""

    code = "structure.name-taken"


class LoginTaken(Conflict):
    """The login name belongs to somebody, perhaps in another pemda."""

    code = "structure.login-taken"


@dataclass(frozen=True, slots=True)
class Made:
    """What a command added."""

    id: UUID


@dataclass(frozen=True, slots=True)
class Desk:
    """An open write transaction of one administrator's command."""

    tx: Connection
    caller: Caller
    actor: Actor
    now: datetime
    request: RequestKey | None

    @property
    def pemda_id(self) -> UUID:
        return self.caller.pemda_id

    def answered(self) -> UUID | None:
        """Return the id that this very request already made; None when it is new."""
        answer = first_answer(self.tx, self.pemda_id, self.caller.person_id, self.request)
        return None if answer is None else UUID(answer["id"])

    def record(self, *happened: Event, texts: Sequence[PrivateText] = ()) -> None:
        """Change the tables as the events say and chain them."""
        record_structure(self.tx, self.pemda_id, happened, self.actor, self.now, texts=texts)

    def answer(self, made: UUID) -> None:
        """Keep the id for a repetition of the request."""
        remember(
            self.tx,
            self.pemda_id,
            self.caller.person_id,
            self.request,
            {"id": str(made)},
            self.now,
        )


@contextmanager
def structure_desk(
    session: Session, caller: Caller, now: datetime, request: RequestKey | None = None
) -> Iterator[Desk]:
    """Give an administrator's write transaction on the structure of the caller's pemda.

    Raises OnlyAdministrators, or NotFound for a caller who was deactivated meanwhile.
    """
    with transaction(session) as tx:
        lock_structure(tx, caller.pemda_id)
        fresh = anew(tx, caller, now)
        yield Desk(tx, fresh, actor_of(fresh, administrator_for(fresh)), now, request)


def lock_structure(tx: Connection, pemda_id: UUID) -> None:
    """Keep every other change of this pemda's structure waiting until the transaction ends."""
    # Processes go on meanwhile: their rows refer to the pemda, and a change of the calendar waits
    # for those that are just opening tasks.
    mine = select(pemda.c.id).where(pemda.c.id == pemda_id)
    tx.execute(for_update(mine, referred_to=True))


def structure_stream(pemda_id: UUID) -> Stream:
    """Return the chain of a pemda's structure."""
    return Stream(pemda_id, pemda_id, "structure")


def audit_stream(pemda_id: UUID, assignment_id: UUID) -> Stream:
    """Return the chain of a surat tugas."""
    return Stream(pemda_id, assignment_id, "audit")


def record_structure(
    tx: Connection,
    pemda_id: UUID,
    happened: Sequence[Event],
    actor: Actor,
    now: datetime,
    *,
    texts: Sequence[PrivateText] = (),
) -> None:
    """Change the tables as the events say and chain them in the pemda's stream.

    Those of the working calendar stand there too.

    `texts`: what the events refer to; the tables hold it in clear until it is erased.
    """
    said = {reference(text): text.text for text in texts}
    for event in happened:
        if isinstance(event, CalendarChanged):
            change_calendar(tx, pemda_id, event, actor, now)
        elif isinstance(event, _DEADLINES):
            change_deadlines(tx, pemda_id, event, said, actor, now)
        else:
            _apply(tx, pemda_id, event, said, now)
    keep(tx, structure_stream(pemda_id), texts, now)
    append(tx, structure_stream(pemda_id), happened, actor, now)


def record_audit(
    tx: Connection,
    pemda_id: UUID,
    event: events.AuditGranted | events.AuditRevoked | events.ProcessViewed,
    actor: Actor,
    now: datetime,
) -> None:
    """Change the table as the event says and chain it in the stream of its surat tugas."""
    _apply(tx, pemda_id, event, {}, now)
    append(tx, audit_stream(pemda_id, event.assignment_id), [event], actor, now)


# ---------------------------------------------------------------- looking things up inside a tx


def require_active(tx: Connection, table: Table, pemda_id: UUID, wanted: UUID) -> Any:
    """Return the row of an office, unit, position or person that is active. Raises NotFound."""
    row = tx.execute(
        select(table).where(table.c.pemda_id == pemda_id, table.c.id == wanted, table.c.active)
    ).one_or_none()
    if row is None:
        raise NotFound
    return row


def next_sort(tx: Connection, table: Table, pemda_id: UUID, office_id: UUID) -> int:
    """Return the place after the last unit or position of an office."""
    last = tx.scalar(
        select(func.max(table.c.sort)).where(
            table.c.pemda_id == pemda_id, table.c.office_id == office_id
        )
    )
    return 10 + (last or 0)


def refuse_taken_login(tx: Connection, name: str) -> None:
    """Raise LoginTaken when any person of the store has this login name."""
    if tx.execute(select(login.c.name).where(login.c.name == name)).first() is not None:
        raise LoginTaken(name=name)


def end_sessions(tx: Connection, pemda_id: UUID, person_id: UUID) -> None:
    """Sign a person out everywhere."""
    tx.execute(
        delete(session_table).where(
            session_table.c.pemda_id == pemda_id, session_table.c.person_id == person_id
        )
    )


# ---------------------------------------------------------------- what each event does


def _apply(  # noqa: C901, PLR0912, PLR0915 - one line or two per kind of event
    tx: Connection, pemda_id: UUID, event: Event, said: dict[str, str], now: datetime
) -> None:
    match event:
        case events.PemdaFounded():
            _insert(
                tx,
                pemda,
                id=event.pemda_id,
                name=event.name,
                kind=event.pemda_kind,
                timezone=event.timezone,
                made_at=now,
            )
            found_calendar(tx, pemda_id)
        case events.OfficeAdded():
            _insert(
                tx,
                office,
                pemda_id=pemda_id,
                id=event.office_id,
                name=event.name,
                short_name=event.short_name,
                kind=event.office_kind,
                timezone=event.timezone,
                active=True,
                made_at=now,
            )
        case events.UnitAdded():
            _insert(
                tx,
                unit,
                pemda_id=pemda_id,
                id=event.unit_id,
                office_id=event.office_id,
                name=event.name,
                kind=event.unit_kind,
                sort=event.sort,
                active=True,
            )
        case events.PositionAdded():
            _insert(
                tx,
                position,
                pemda_id=pemda_id,
                id=event.position_id,
                office_id=event.office_id,
                unit_id=event.unit_id,
                title=event.title,
                role=event.role,
                duty=event.duty,
                superior_id=event.superior_id,
                sort=event.sort,
                active=True,
            )
        case events.PersonAdded():
            _add_person(tx, pemda_id, event, said, now)
        case events.PersonCorrected():
            _correct_person(tx, pemda_id, event, said)
        case events.HoldingAdded():
            _insert(
                tx,
                holding,
                pemda_id=pemda_id,
                id=event.holding_id,
                position_id=event.position_id,
                person_id=event.person_id,
                from_date=event.from_date,
                to_date=event.to_date,
                sk_number=event.sk_number,
                sk_date=event.sk_date,
            )
        case events.HoldingEnded():
            _change(tx, holding, pemda_id, event.holding_id, to_date=event.to_date)
        case events.MandateGranted():
            _insert(
                tx,
                mandate,
                pemda_id=pemda_id,
                id=event.mandate_id,
                kind=event.mandate_kind,
                position_id=event.position_id,
                person_id=event.person_id,
                letter_number=event.letter_number,
                letter_date=event.letter_date,
                from_date=event.from_date,
                to_date=event.to_date,
                sop_ids=kept_scope(event.sop_ids),
                scan_sha256=event.scan_sha256,
                recorded_at=now,
            )
        case events.MandateEnded():
            _change(tx, mandate, pemda_id, event.mandate_id, ended_at=now)
        case events.OfficeCorrected():
            columns = {"name": event.name, "short_name": event.short_name}
            _change(tx, office, pemda_id, event.office_id, **columns)
        case events.UnitCorrected():
            _change(tx, unit, pemda_id, event.unit_id, name=event.name)
        case events.PositionCorrected():
            _change(tx, position, pemda_id, event.position_id, title=event.title)
        case events.OfficeDeactivated():
            _change(tx, office, pemda_id, event.office_id, active=False)
        case events.UnitDeactivated():
            _change(tx, unit, pemda_id, event.unit_id, active=False)
        case events.PositionDeactivated():
            _change(tx, position, pemda_id, event.position_id, active=False)
        case events.PersonDeactivated():
            _deactivate_person(tx, pemda_id, event.person_id, now)
        case events.PersonReactivated():
            _change(tx, person, pemda_id, event.person_id, active=True)
        case events.PersonErased():
            gone = dict.fromkeys(("name", "nip", "phone", "email"))
            _change(tx, person, pemda_id, event.person_id, **gone)
            forget_notices(tx, pemda_id, event.person_id)
            _release_certificate(tx, pemda_id, event.person_id)
            # People name what is theirs after themselves; the tokens are void since they left.
            tx.execute(
                update(api_token)
                .where(api_token.c.pemda_id == pemda_id, api_token.c.person_id == event.person_id)
                .values(label="")
            )
            tx.execute(
                delete(login).where(
                    login.c.pemda_id == pemda_id, login.c.person_id == event.person_id
                )
            )
        case events.CertificateBound():
            _insert(
                tx,
                signing_certificate,
                pemda_id=pemda_id,
                person_id=event.person_id,
                name=said[event.name],
                subject=said[event.subject],
                issuer_sha256=event.issuer,
                provider=event.provider,
                serial=event.serial,
                key_sha256=event.key,
                begins_at=event.begins,
                bound_at=now,
            )
        case events.CertificateReleased():
            _release_certificate(tx, pemda_id, event.person_id)
        case events.AuditGranted():
            _insert(
                tx,
                audit_assignment,
                pemda_id=pemda_id,
                id=event.assignment_id,
                person_id=event.person_id,
                letter_number=event.letter_number,
                letter_date=event.letter_date,
                from_date=event.from_date,
                to_date=event.to_date,
                office_id=event.office_id,
                sop_id=event.sop_id,
            )
        case events.AuditRevoked():
            _change(tx, audit_assignment, pemda_id, event.assignment_id, revoked_at=now)
        case events.ApiTokenRevoked():
            tx.execute(
                update(api_token)
                .where(
                    api_token.c.pemda_id == pemda_id, api_token.c.token_hash == event.token_hash
                )
                .values(revoked_at=now)
            )
        case events.MailsSentAgain():
            send_again(tx, pemda_id, event.mail_ids, now)
        case events.MailsDismissed():
            dismiss(tx, pemda_id, event.mail_ids)
        case (
            # Their rows hold what no event may: the hash of a secret. The command writes them.
            events.SlipIssued()
            | events.PasswordSet()
            | events.ApiTokenIssued()
            # These say something about the events around them.
            | events.StructureImported()
            | events.ProcessViewed()
        ):
            pass
        case _:
            raise TypeError(event.kind)


def _release_certificate(tx: Connection, pemda_id: UUID, person_id: UUID) -> None:
    tx.execute(
        delete(signing_certificate).where(
            signing_certificate.c.pemda_id == pemda_id,
            signing_certificate.c.person_id == person_id,
        )
    )


def _add_person(
    tx: Connection,
    pemda_id: UUID,
    event: events.PersonAdded,
    said: dict[str, str],
    now: datetime,
) -> None:
    _insert(
        tx,
        person,
        pemda_id=pemda_id,
        id=event.person_id,
        name=said[event.name],
        nip=said.get(event.nip or ""),
        phone=said.get(event.phone or ""),
        email=said.get(event.email or ""),
        active=True,
        made_at=now,
    )
    if event.login is not None:
        _insert(tx, login, name=said[event.login], pemda_id=pemda_id, person_id=event.person_id)


def _correct_person(
    tx: Connection, pemda_id: UUID, event: events.PersonCorrected, said: dict[str, str]
) -> None:
    columns = {
        "name": event.name,
        "nip": event.nip,
        "phone": event.phone,
        "email": event.email,
    }
    changed: dict[str, str | None] = dict.fromkeys(event.removed or ())
    changed |= {name: said[value] for name, value in columns.items() if value is not None}
    if changed:
        _change(tx, person, pemda_id, event.person_id, **changed)
    if event.login is not None:
        tx.execute(
            delete(login).where(login.c.pemda_id == pemda_id, login.c.person_id == event.person_id)
        )
        _insert(tx, login, name=said[event.login], pemda_id=pemda_id, person_id=event.person_id)


def _deactivate_person(tx: Connection, pemda_id: UUID, person_id: UUID, now: datetime) -> None:
    _change(tx, person, pemda_id, person_id, active=False)
    end_sessions(tx, pemda_id, person_id)
    tx.execute(
        delete(credential).where(
            credential.c.pemda_id == pemda_id, credential.c.person_id == person_id
        )
    )
    tx.execute(
        update(api_token)
        .where(
            api_token.c.pemda_id == pemda_id,
            api_token.c.person_id == person_id,
            api_token.c.revoked_at.is_(None),
        )
        .values(revoked_at=now)
    )


def _insert(tx: Connection, table: Table, **columns: Any) -> None:
    # Values beside the statement: an import makes 20,000 rows, each of a statement already known.
    tx.execute(insert(table), columns)


def _change(tx: Connection, table: Table, pemda_id: UUID, row: UUID, **columns: Any) -> None:
    tx.execute(
        update(table).where(table.c.pemda_id == pemda_id, table.c.id == row).values(**columns)
    )
