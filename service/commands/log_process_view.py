"""Write down that an auditor looked at a process (decisions §3.10)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from sqlalchemy import select

from service.access.model import Place
from service.access.rules import audit_of
from service.errors import NotFound
from service.events.structure import ProcessViewed
from service.store.callers import anew
from service.store.database import transaction
from service.store.history import actor_of
from service.store.structure import record_audit
from service.store.tables import process_instance

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from service.access.model import Caller

What = Literal["process", "history", "replay", "verification", "file"]


def log_process_view(
    session: Session, caller: Caller, *, instance_id: UUID, what: What, now: datetime
) -> None:
    """Add the view to the chain of the surat tugas that allows it, before the page is shown.

    Call it when `require_may_see_process` returned a scope. Raises NotFound when no surat tugas
    of the caller covers the process any more.
    """
    with transaction(session) as tx:
        fresh = anew(tx, caller, now)
        row = tx.execute(
            select(process_instance.c.office_id, process_instance.c.sop_id).where(
                process_instance.c.pemda_id == caller.pemda_id,
                process_instance.c.id == instance_id,
            )
        ).one_or_none()
        if row is None:
            raise NotFound
        scope = audit_of(fresh, Place(caller.pemda_id, row.office_id), row.sop_id)
        if scope is None:
            raise NotFound
        auditor = next(holder for holder in fresh.holders if holder.duty == "auditor")
        event = ProcessViewed(
            assignment_id=scope.assignment_id,
            process_id=instance_id,
            what=what,
            letter=scope.letter_number,
        )
        record_audit(tx, caller.pemda_id, event, actor_of(fresh, auditor), now)
