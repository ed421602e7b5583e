"""What each event of the structure does to the tables: the other half of `structure`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, update

from service.events import structure as events
from service.store.calendars import found_calendar
from service.store.mandates import kept_scope
from service.store.notices import forget_notices
from service.store.outbox import dismiss, send_again
from service.store.stopped_work import dismiss_dispatches, try_again
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
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection, Table

    from service.events import Event


def carry_out(  # noqa: C901, PLR0912, PLR0915 - one line or two per kind of event
    tx: Connection, pemda_id: UUID, event: Event, said: dict[str, str], now: datetime
) -> None:
    """Change the rows as an event says; `said` are the private texts that it refers to."""
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
        case events.WorkTriedAgain():
            try_again(tx, pemda_id, event.work, now)
        case events.DispatchesDismissed():
            dismiss_dispatches(tx, pemda_id, event.dispatch_ids)
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


def end_sessions(tx: Connection, pemda_id: UUID, person_id: UUID) -> None:
    """Sign a person out everywhere."""
    tx.execute(
        delete(session_table).where(
            session_table.c.pemda_id == pemda_id, session_table.c.person_id == person_id
        )
    )
