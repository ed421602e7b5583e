"""Take what changed in the catalogue as a new version of an adopted SOP; never by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from service.access.rules import author_for
from service.errors import NotFound
from service.running.catalogue import read_catalogue
from service.running.judging import judge
from service.running.sop_versions import Origin, add_version, called_finder, put_files
from service.store.database import read
from service.store.sops import VersionMade, sop_desk
from service.store.tables import sop

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.running.catalogue import Catalogue
    from service.store.idempotency import RequestKey


def take_catalogue_update(
    session: Session,
    caller: Caller,
    *,
    sop_id: UUID,
    now: datetime,
    catalogue: Catalogue | None = None,
    request: RequestKey | None = None,
) -> VersionMade:
    """Add the catalogue's present file as a version; the one in use stays what it is.

    Raises NotFound (also for a SOP that was not adopted), OnlyAuthors, NothingNew,
    DiagramRefused.
    """
    with read(session) as connection:
        row = connection.execute(
            select(sop.c.key, sop.c.office_id, sop.c.source).where(
                sop.c.pemda_id == caller.pemda_id, sop.c.id == sop_id
            )
        ).one_or_none()
    if row is None or row.source is None:
        raise NotFound
    with sop_desk(session, caller, sop_id, now) as desk:
        author_for(desk.caller, desk.place)
    source = catalogue or read_catalogue()
    entry = source.entry(row.key)
    judged = judge(
        entry.raw,
        entry.key,
        find_form=source.forms.get,
        find_called=called_finder(session, caller.pemda_id, row.office_id, source, now),
    )
    put_files(session, caller.pemda_id, judged, now)
    with sop_desk(session, caller, sop_id, now, request) as desk:
        holder = author_for(desk.caller, desk.place)
        if (done := desk.answered()) is not None:
            return done
        made = add_version(
            desk.tx, desk.caller, holder, sop_id, judged, now, origin=Origin(entry.sha256)
        )
        desk.answer(made)
    return made
