"""Which files belong to a process, and who may have them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from service.access.rules import require_may_see_process
from service.errors import NotFound
from service.queries.instances import process_row
from service.store.database import read
from service.store.joins import on
from service.store.tables import attachment, blob, document_version, private_text

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import Connection, Table
    from sqlalchemy.orm import Session

    from service.access.model import AuditScope, Caller


@dataclass(frozen=True, slots=True)
class ProcessFile:
    sha256: str
    size: int
    #: as its uploader called it; None: erased
    name: str | None
    #: set when the caller has it only by surat tugas: this view is to be logged
    audit: AuditScope | None


def file_of_process(
    session: Session, caller: Caller, instance_id: UUID, sha256: str
) -> ProcessFile:
    """Return a file of a process that the caller may see.

    Knowing a hash is no right to a file: the process must refer to it. Raises NotFound.
    """
    with read(session) as connection:
        _, facts = process_row(connection, caller, instance_id)
        audit = require_may_see_process(caller, facts)
        names = (
            _name_in(connection, table, caller.pemda_id, instance_id, sha256)
            for table in (document_version, attachment)
        )
        name = next((it for it in names if it is not None), None)
        size = connection.scalar(
            select(blob.c.size).where(
                blob.c.pemda_id == caller.pemda_id, blob.c.sha256 == sha256, blob.c.whole
            )
        )
    if size is None or name is None:
        raise NotFound
    return ProcessFile(sha256, size, name or None, audit)


def _name_in(
    connection: Connection, table: Table, pemda_id: UUID, instance_id: UUID, sha256: str
) -> str | None:
    """Return the newest name that a table has of a file; "" when erased, None: it has no such."""
    row = connection.execute(
        select(private_text.c.text)
        .select_from(table)
        .outerjoin(private_text, on(private_text.c.id, table.c.file_name_id))
        .where(
            table.c.pemda_id == pemda_id,
            table.c.instance_id == instance_id,
            table.c.sha256 == sha256,
        )
        .order_by(table.c.event_seq.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else row.text or ""
