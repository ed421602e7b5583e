"""The catalogue as an author sees it: which SOPs there are, and which offices use them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from service.access.model import Place
from service.access.rules import may_author
from service.running.catalogue import read_catalogue
from service.store.database import read
from service.store.tables import office, sop

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.running.catalogue import Catalogue

#: More offices than a regional government has.
_MOST_OFFICES = 500


@dataclass(frozen=True, slots=True)
class OfficeUse:
    """An office for which the caller writes SOPs, and what it made of one entry."""

    office_id: UUID
    office_name: str
    #: None: it does not use the SOP; *Gunakan untuk kantor ini* is offered
    sop_id: UUID | None
    #: the catalogue's file has changed since the office last took it
    update_available: bool


@dataclass(frozen=True, slots=True)
class CatalogueLine:
    """One SOP of the catalogue."""

    key: str
    title: str
    #: number and unit as the document has them
    document_number: str
    document_unit: str
    source: str
    offices: tuple[OfficeUse, ...]


def catalogue_for(
    session: Session, caller: Caller, *, catalogue: Catalogue | None = None
) -> tuple[CatalogueLine, ...]:
    """Return the catalogue by title, with every office that the caller may adopt for.

    Empty for callers who write SOPs for no office.
    """
    with read(session) as connection:
        offices = [
            row
            for row in connection.execute(
                select(office.c.id, office.c.name)
                .where(office.c.pemda_id == caller.pemda_id, office.c.active)
                .order_by(office.c.made_at, office.c.id)
                .limit(_MOST_OFFICES)
            )
            if may_author(caller, Place(caller.pemda_id, row.id))
        ]
        used = {
            (row.office_id, row.key): (row.id, row.source, row.source_sha256)
            for row in connection.execute(
                select(
                    sop.c.id, sop.c.office_id, sop.c.key, sop.c.source, sop.c.source_sha256
                ).where(
                    sop.c.pemda_id == caller.pemda_id,
                    sop.c.office_id.in_([row.id for row in offices]),
                )
            )
        }
    if not offices:
        return ()
    entries = (catalogue or read_catalogue()).entries
    nothing = (None, None, None)
    lines = []
    for entry in entries.values():
        uses = []
        for row in offices:
            sop_id, source, taken = used.get((row.id, entry.key), nothing)
            changed = source is not None and taken != entry.sha256
            uses.append(OfficeUse(row.id, row.name, sop_id, changed))
        identity = entry.process.identity
        lines.append(
            CatalogueLine(
                key=entry.key,
                title=entry.title,
                document_number=identity.number if identity else "",
                document_unit=identity.unit if identity else "",
                source=entry.source,
                offices=tuple(uses),
            )
        )
    return tuple(sorted(lines, key=lambda line: (line.title, line.key)))
