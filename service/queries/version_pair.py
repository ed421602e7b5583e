"""Two versions of one document of a process, for who may have its files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import and_, select

from service.access.rules import require_may_see_process
from service.errors import NotFound
from service.queries.documents import document_names
from service.queries.files import ProcessFile
from service.queries.instances import process_row
from service.running.definitions import definition_of
from service.store.database import read
from service.store.joins import on
from service.store.tables import blob, document_version, private_text

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from service.access.model import AuditScope, Caller

#: Largest number that a column holds.
_LARGEST: Final = 2**31 - 1


@dataclass(frozen=True, slots=True)
class VersionPair:
    #: name of the document
    name: str
    old: ProcessFile
    new: ProcessFile
    #: set when the caller has them only by surat tugas: this view is to be logged
    audit: AuditScope | None


def version_pair(
    session: Session, caller: Caller, instance_id: UUID, document: str, *, old: int, new: int
) -> VersionPair:
    """Return versions `old` and `new`, which is the later one, of a document. Raises NotFound."""
    if not 0 < old < new <= _LARGEST:
        raise NotFound
    with read(session) as connection:
        row, facts = process_row(connection, caller, instance_id)
        audit = require_may_see_process(caller, facts)
        found = connection.execute(
            select(
                document_version.c.number,
                document_version.c.sha256,
                private_text.c.text,
                blob.c.size,
            )
            .select_from(document_version)
            .join(
                blob,
                and_(
                    blob.c.pemda_id == document_version.c.pemda_id,
                    blob.c.sha256 == document_version.c.sha256,
                    blob.c.whole,
                ),
            )
            .outerjoin(private_text, on(private_text.c.id, document_version.c.file_name_id))
            .where(
                document_version.c.pemda_id == caller.pemda_id,
                document_version.c.instance_id == instance_id,
                document_version.c.document == document,
                document_version.c.number.in_((old, new)),
            )
        ).all()
        definition = definition_of(connection, caller.pemda_id, row.version_id).engine
    files = {it.number: ProcessFile(it.sha256, it.size, it.text, audit) for it in found}
    if files.keys() != {old, new}:
        raise NotFound
    name = document_names(definition).get(document, document)
    return VersionPair(name, files[old], files[new], audit)
