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

    from sqlalchemy import Connection
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
        name = _document_name(connection, caller.pemda_id, instance_id, sha256)
        if name is None:
            name = _attachment_name(connection, caller.pemda_id, instance_id, sha256)
        size = connection.scalar(
            select(blob.c.size).where(
                blob.c.pemda_id == caller.pemda_id, blob.c.sha256 == sha256, blob.c.whole
            )
        )
    if size is None or name is None:
        raise NotFound
    return ProcessFile(sha256, size, name or None, audit)


def _document_name(
    connection: Connection, pemda_id: UUID, instance_id: UUID, sha256: str
) -> str | None:
    """Return the newest name of a document's version; "" when erased, None when there is none."""
    row = connection.execute(
        select(private_text.c.text)
        .select_from(document_version)
        .outerjoin(private_text, on(private_text.c.id, document_version.c.file_name_id))
        .where(
            document_version.c.pemda_id == pemda_id,
            document_version.c.instance_id == instance_id,
            document_version.c.sha256 == sha256,
        )
        .order_by(document_version.c.made_at.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else row.text or ""


def _attachment_name(
    connection: Connection, pemda_id: UUID, instance_id: UUID, sha256: str
) -> str | None:
    """Return the name of a file that is no document; "" when erased, None when there is none."""
    row = connection.execute(
        select(private_text.c.text)
        .select_from(attachment)
        .outerjoin(private_text, on(private_text.c.id, attachment.c.file_name_id))
        .where(
            attachment.c.pemda_id == pemda_id,
            attachment.c.instance_id == instance_id,
            attachment.c.sha256 == sha256,
        )
        .order_by(attachment.c.event_seq.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else row.text or ""
