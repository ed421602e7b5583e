"""Record a surat tugas, which lets an auditor see processes (decisions §3.10)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select

from service.access.entries import NewAssignment, accepted
from service.access.rules import granter_for
from service.errors import NotFound, Rejected
from service.events.structure import AuditGranted
from service.store.callers import anew
from service.store.database import transaction
from service.store.history import actor_of
from service.store.holdings import held_between
from service.store.idempotency import first_answer, remember
from service.store.ids import new_id
from service.store.joins import on
from service.store.structure import (
    Made,
    lock_structure,
    record_audit,
    require_active,
)
from service.store.tables import holding, office, person, position, sop

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.store.idempotency import RequestKey


class NotAnAuditor(Rejected):
    """In that time the person holds no jabatan of an auditor."""

    code = "structure.not-an-auditor"


def grant_audit(
    session: Session,
    caller: Caller,
    *,
    assignment: NewAssignment,
    now: datetime,
    request: RequestKey | None = None,
) -> Made:
    """Record who may look, by which letter, at what, from when to when.

    Raises OnlyInspectorate, NoAssignmentToOneself, EntryRefused, NotFound, NotAnAuditor.
    """
    entry = accepted(assignment, now.date())
    pemda_id = caller.pemda_id
    with transaction(session) as tx:
        # What is checked below, jabatan and holdings too, must still hold when it is written.
        lock_structure(tx, pemda_id)
        fresh = anew(tx, caller, now)
        actor = actor_of(fresh, granter_for(fresh, entry.person_id))
        answer = first_answer(tx, pemda_id, caller.person_id, request)
        if answer is not None:
            return Made(UUID(answer["id"]))
        require_active(tx, person, pemda_id, entry.person_id)
        if entry.office_id is not None:
            require_active(tx, office, pemda_id, entry.office_id)
        if entry.sop_id is not None:
            _require_sop(tx, pemda_id, entry.sop_id, entry.office_id)
        _require_auditor(tx, pemda_id, entry)
        event = AuditGranted(
            assignment_id=new_id(),
            person_id=entry.person_id,
            letter_number=entry.letter_number,
            letter_date=entry.letter_date,
            from_date=entry.from_date,
            to_date=entry.to_date,
            office_id=entry.office_id,
            sop_id=entry.sop_id,
        )
        record_audit(tx, pemda_id, event, actor, now)
        answer = {"id": str(event.assignment_id)}
        remember(tx, pemda_id, caller.person_id, request, answer, now)
    return Made(event.assignment_id)


def _require_sop(tx: Connection, pemda_id: UUID, sop_id: UUID, office_id: UUID | None) -> None:
    found = tx.scalar(
        select(sop.c.office_id).where(sop.c.pemda_id == pemda_id, sop.c.id == sop_id)
    )
    if found is None or office_id not in (None, found):
        raise NotFound


def _require_auditor(tx: Connection, pemda_id: UUID, entry: NewAssignment) -> None:
    found = tx.execute(
        select(holding.c.id)
        .join(position, on(position.c.id, holding.c.position_id))
        .where(
            holding.c.pemda_id == pemda_id,
            holding.c.person_id == entry.person_id,
            position.c.duty == "auditor",
            held_between(entry.from_date, entry.to_date),
        )
    )
    if found.first() is None:
        raise NotAnAuditor
