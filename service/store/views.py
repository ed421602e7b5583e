"""What an auditor looked at lately, so that one look at a file of many pages is one event."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from service.store.dialects import for_update
from service.store.tables import audit_assignment, history_event
from service.values import parse

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection

    from service.store.history import Stream

#: A sitting: so long after an event no other one tells of the same file and person. It does not
#: grow with what is looked at meanwhile, so that a long day leaves one event an hour.
SITTING: Final = timedelta(hours=1)


def lock_assignment(tx: Connection, pemda_id: UUID, assignment_id: UUID) -> None:
    """Let nobody else write a view under this surat tugas until the transaction ends."""
    mine = select(audit_assignment.c.id).where(
        audit_assignment.c.pemda_id == pemda_id, audit_assignment.c.id == assignment_id
    )
    tx.execute(for_update(mine))


def viewed_lately(
    connection: Connection,
    stream: Stream,
    *,
    person_id: UUID,
    process_id: UUID,
    sha256: str,
    now: datetime,
) -> bool:
    """Say whether the chain of a surat tugas tells already of this look at a file."""
    payloads = connection.execute(
        select(history_event.c.payload).where(
            history_event.c.pemda_id == stream.pemda_id,
            history_event.c.stream_id == stream.id,
            history_event.c.kind == "ProcessViewed",
            history_event.c.actor_id == person_id,
            history_event.c.recorded_at > now - SITTING,
        )
    ).scalars()
    return any(
        said.get("sha256") == sha256 and said["process_id"] == str(process_id)
        for said in map(parse, payloads)
    )
