"""Let a further pemda use this store: an act of whoever runs the machine, at its console."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from service.access.entries import NewOffice, NewPemda, NewPerson, accepted
from service.access.refusals import SetUpClosed
from service.access.tokens import SLIP_LASTS, new_slip, slip_fingerprint
from service.events.structure import SlipIssued
from service.running.calendar_plans import first_holidays
from service.running.legal_deadlines import known_deadlines
from service.store.accounts import keep_slip, refuse_in_demo
from service.store.database import transaction
from service.store.dialects import for_update
from service.store.founding import found
from service.store.history import SYSTEM
from service.store.structure import record_structure
from service.store.tables import store

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class NewTenant:
    """The pemda, and the one-time code with which its administrator sets a password."""

    pemda_id: UUID
    person_id: UUID
    slip: str
    expires_at: datetime


def found_pemda(
    session: Session,
    *,
    pemda: NewPemda,
    office: NewOffice,
    administrator: NewPerson,
    now: datetime,
) -> NewTenant:
    """Found a further pemda with its first administrator; no page and no person calls this.

    Raises SetUpClosed while the store has not been set up, EntryRefused, NameTaken, LoginTaken,
    DemoHasNoPasswords.
    """
    whom, where, which = accepted(administrator), accepted(pemda), accepted(office)
    slip = new_slip()
    expires_at = now + SLIP_LASTS
    # Before the transaction: to load the package takes longer than any command may.
    begins_with = (*first_holidays(where.timezone, now), *known_deadlines())
    with transaction(session) as tx:
        tx.execute(for_update(select(store.c.id)))
        refuse_in_demo(tx)
        if tx.scalar(select(store.c.set_up_at)) is None:
            raise SetUpClosed
        made = found(
            tx,
            pemda=where,
            office=which,
            administrator=whom,
            begins_with=begins_with,
            by_administrator=False,
            now=now,
        )
        keep_slip(
            tx,
            made.pemda_id,
            made.person_id,
            slip_hash=slip_fingerprint(slip),
            expires_at=expires_at,
            now=now,
        )
        event = SlipIssued(person_id=made.person_id, expires_at=expires_at)
        record_structure(tx, made.pemda_id, [event], SYSTEM, now)
    return NewTenant(made.pemda_id, made.person_id, slip, expires_at)
