"""The history of a draft, of an SOP or of a form, and what it held."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from service.queries.paging import CAP
from service.store.blobs import content
from service.store.database import read
from service.store.joins import on
from service.store.tables import person

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.store.drafts import Drafts


@dataclass(frozen=True, slots=True)
class DraftRevision:
    """One saved state of a draft."""

    number: int
    #: `draft_states.How`
    how: str
    jabatan: str
    person_name: str | None
    saved_at: datetime
    #: of the file that it held
    sha256: str


def revisions_of(
    kind: Drafts, session: Session, caller: Caller, draft_id: UUID
) -> tuple[DraftRevision, ...]:
    """Return the revisions of a draft that are kept, the newest first. Raises NotFound."""
    with read(session) as connection:
        kind.seen(connection, caller, draft_id)
        rows = connection.execute(
            select(
                kind.revisions,
                kind.sha256.label("file_sha256"),
                person.c.name.label("person_name"),
            )
            .join(person, on(person.c.id, kind.revisions.c.person_id))
            .where(
                kind.revisions.c.pemda_id == caller.pemda_id,
                kind.revisions.c.draft_id == draft_id,
            )
            .order_by(kind.revisions.c.number.desc())
            .limit(10 * CAP)
        ).all()
    return tuple(
        DraftRevision(
            row.number, row.how, row.jabatan, row.person_name, row.saved_at, row.file_sha256
        )
        for row in rows
    )


def held(
    kind: Drafts, session: Session, caller: Caller, draft_id: UUID, number: int | None = None
) -> bytes:
    """Return what a draft holds, or what one of its revisions did. Raises NotFound."""
    with read(session) as connection:
        sha256 = kind.seen(connection, caller, draft_id).sha256
        if number is not None:
            sha256 = kind.revision(connection, caller.pemda_id, draft_id, number)
        return content(connection, caller.pemda_id, sha256)
