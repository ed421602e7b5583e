"""End a surat tugas before its last day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from service.access.rules import granter_for
from service.errors import NotFound
from service.events.structure import AuditRevoked
from service.store.callers import anew
from service.store.database import transaction
from service.store.history import actor_of
from service.store.structure import Made, lock_structure, record_audit
from service.store.tables import audit_assignment

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from service.access.model import Caller


def revoke_audit(session: Session, caller: Caller, *, assignment_id: UUID, now: datetime) -> Made:
    """Revoke a surat tugas; doing so twice changes nothing.

    Raises NotFound, OnlyInspectorate, NoAssignmentToOneself.
    """
    with transaction(session) as tx:
        lock_structure(tx, caller.pemda_id)
        fresh = anew(tx, caller, now)
        row = tx.execute(
            select(audit_assignment.c.person_id, audit_assignment.c.revoked_at).where(
                audit_assignment.c.pemda_id == caller.pemda_id,
                audit_assignment.c.id == assignment_id,
            )
        ).one_or_none()
        if row is None:
            raise NotFound
        actor = actor_of(fresh, granter_for(fresh, row.person_id))
        if row.revoked_at is None:
            event = AuditRevoked(assignment_id=assignment_id)
            record_audit(tx, caller.pemda_id, event, actor, now)
    return Made(assignment_id)
