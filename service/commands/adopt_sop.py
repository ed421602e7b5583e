"""*Gunakan untuk kantor ini*: take a SOP of the catalogue as an office's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from service.access.entries import written_text
from service.access.model import Place
from service.access.rules import author_for
from service.errors import Conflict
from service.events.sop import SopAdopted
from service.running.catalogue import read_catalogue
from service.running.judging import judge
from service.running.sop_versions import Origin, add_version, called_finder, put_files
from service.store.accounts import is_demo
from service.store.callers import anew
from service.store.database import read, transaction
from service.store.dialects import for_update
from service.store.ids import new_id
from service.store.sops import VersionMade, answered, keep_answer
from service.store.structure import require_active
from service.store.tables import office, sop

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.running.catalogue import Catalogue
    from service.store.idempotency import RequestKey

_LONGEST_TITLE = 300


class AlreadyAdopted(Conflict):
    """The office already has a SOP with this process; take the update there."""

    code = "sop.already-adopted"


def adopt_sop(
    session: Session,
    caller: Caller,
    *,
    office_id: UUID,
    key: str,
    now: datetime,
    title: str | None = None,
    catalogue: Catalogue | None = None,
    request: RequestKey | None = None,
) -> VersionMade:
    """Make the office's own SOP, with a first version that nothing can be started with yet.

    `key`: id of the catalogue's process. `title`: the office's own; None keeps the document's.
    The number stays empty: it is the office's to give. Raises NotFound, OnlyAuthors,
    AlreadyAdopted, DiagramRefused, EntryRefused.
    """
    place = Place(caller.pemda_id, office_id)
    with read(session) as connection:
        require_active(connection, office, caller.pemda_id, office_id)
        author_for(anew(connection, caller, now), place)
    source = catalogue or read_catalogue()
    entry = source.entry(key)
    own_title = written_text("title", title or entry.title, _LONGEST_TITLE)
    judged = judge(
        entry.raw,
        entry.key,
        find_form=source.forms.get,
        find_called=called_finder(session, caller.pemda_id, office_id, source, now),
    )
    put_files(session, caller.pemda_id, judged, now)
    with transaction(session) as tx:
        # Two who adopt for one office at once: the second finds the first's SOP.
        tx.execute(
            for_update(
                select(office.c.id).where(
                    office.c.pemda_id == caller.pemda_id, office.c.id == office_id
                )
            )
        )
        fresh = anew(tx, caller, now)
        holder = author_for(fresh, place)
        if (done := answered(tx, caller, request)) is not None:
            return done
        _refuse_second(tx, place, entry.key)
        sop_id = new_id()
        adopted = SopAdopted(
            sop_id=sop_id,
            office_id=office_id,
            key=entry.key,
            title=own_title,
            source=entry.source,
            source_sha256=entry.sha256,
            demo=is_demo(tx),
        )
        made = add_version(
            tx,
            fresh,
            holder,
            sop_id,
            judged,
            now,
            before=[adopted],
            origin=Origin(catalogue_sha256=entry.sha256),
        )
        keep_answer(tx, caller, request, made, now)
    return made


def _refuse_second(tx: Connection, place: Place, key: str) -> None:
    found = tx.execute(
        select(sop.c.id).where(
            sop.c.pemda_id == place.pemda_id,
            sop.c.office_id == place.office_id,
            sop.c.key == key,
        )
    )
    if found.one_or_none() is not None:
        raise AlreadyAdopted
