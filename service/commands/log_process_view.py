"""Write down that an auditor looked at a process (decisions §3.10)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from sqlalchemy import select

from service.access.model import Place
from service.access.rules import audit_of
from service.errors import NotFound
from service.events.structure import ProcessViewed
from service.store.callers import anew
from service.store.database import read, transaction
from service.store.history import actor_of
from service.store.structure import audit_stream, record_audit
from service.store.tables import process_instance
from service.store.views import lock_assignment, viewed_lately

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from service.access.model import AuditScope, Caller

What = Literal["process", "history", "replay", "verification", "file"]


def log_process_view(
    session: Session,
    caller: Caller,
    *,
    instance_id: UUID,
    what: What,
    sha256: str | None = None,
    once: bool = False,
    now: datetime,
) -> None:
    """Add the view to the chain of the surat tugas that allows it, before the page is shown.

    Call it when `require_may_see_process` returned a scope. `sha256`: of the file that is looked
    at. `once`: it is shown piece by piece, and one event tells of a sitting (`store.views`).
    Raises NotFound when no surat tugas of the caller covers the process any more.
    """
    if once and sha256 is not None:
        with read(session) as connection:
            scope = _scope(connection, anew(connection, caller, now), instance_id)
            if _is_told(connection, caller, scope, instance_id, sha256, now):
                return
    with transaction(session) as tx:
        fresh = anew(tx, caller, now)
        scope = _scope(tx, fresh, instance_id)
        if once and sha256 is not None:
            # The pictures of one page come at the same moment: the first of them is the look.
            lock_assignment(tx, caller.pemda_id, scope.assignment_id)
            if _is_told(tx, caller, scope, instance_id, sha256, now):
                return
        auditor = next(holder for holder in fresh.holders if holder.duty == "auditor")
        event = ProcessViewed(
            assignment_id=scope.assignment_id,
            process_id=instance_id,
            what=what,
            sha256=sha256,
            letter=scope.letter_number,
        )
        record_audit(tx, caller.pemda_id, event, actor_of(fresh, auditor), now)


def _scope(connection: Connection, caller: Caller, instance_id: UUID) -> AuditScope:
    row = connection.execute(
        select(process_instance.c.office_id, process_instance.c.sop_id).where(
            process_instance.c.pemda_id == caller.pemda_id,
            process_instance.c.id == instance_id,
        )
    ).one_or_none()
    if row is None:
        raise NotFound
    scope = audit_of(caller, Place(caller.pemda_id, row.office_id), row.sop_id)
    if scope is None:
        raise NotFound
    return scope


def _is_told(
    connection: Connection,
    caller: Caller,
    scope: AuditScope,
    instance_id: UUID,
    sha256: str,
    now: datetime,
) -> bool:
    return viewed_lately(
        connection,
        audit_stream(caller.pemda_id, scope.assignment_id),
        person_id=caller.person_id,
        process_id=instance_id,
        sha256=sha256,
        now=now,
    )
