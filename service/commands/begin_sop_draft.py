"""Begin to draw: from a version of an SOP, from another draft, or a new SOP of an office."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import insert, select

from service.access.model import Place
from service.access.rules import author_for
from service.diagrams.blank import WhoseSop, blank_diagram
from service.diagrams.comments import with_comments
from service.diagrams.keys import free_key, key_of
from service.diagrams.naming import sop_named
from service.running.drafts import clean_title
from service.running.refusals import FileNotYours
from service.running.sop_drafts import put_diagram, require_readable, taken_process_ids
from service.store import blobs
from service.store.callers import anew
from service.store.database import read, transaction
from service.store.idempotency import first_answer, remember
from service.store.ids import new_id
from service.store.joins import on
from service.store.sop_drafts import SOP_DRAFTS
from service.store.sops import sop_desk, sop_of_version, version_row
from service.store.structure import head_title, require_active
from service.store.tables import office, pemda, sop, sop_draft, sop_draft_revision, sop_version
from service.store.uploads import brought_by

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.store.draft_states import How
    from service.store.idempotency import RequestKey


@dataclass(frozen=True, slots=True)
class _Begun:
    """What a draft begins with."""

    place: Place
    title: str
    xml_sha256: str
    #: None: an SOP that has no version yet
    sop_id: UUID | None = None
    version_id: UUID | None = None
    how: How = "begun"


def begin_new_sop_draft(
    session: Session,
    caller: Caller,
    *,
    office_id: UUID,
    title: str,
    now: datetime,
    request: RequestKey | None = None,
) -> UUID:
    """Begin a draft of an SOP that the office does not have yet; return its id.

    It holds the six lanes and one step. The id of its process is made from the title, and is none
    of an SOP of the office. Raises NotFound, OnlyAuthors, EntryRefused.
    """
    place = Place(caller.pemda_id, office_id)
    with read(session) as connection:
        require_active(connection, office, caller.pemda_id, office_id)
        author_for(anew(connection, caller, now), place)
        called = clean_title(title)
        key = free_key(key_of(called), taken_process_ids(connection, place))
        whose = _whose(connection, place)
    sha256 = put_diagram(session, caller.pemda_id, blank_diagram(key, called, whose), now)
    with transaction(session) as tx:
        fresh = anew(tx, caller, now)
        return _begin_once(tx, fresh, _Begun(place, called, sha256), now, request)


def _whose(connection: Connection, place: Place) -> WhoseSop:
    row = connection.execute(
        select(office.c.name, pemda.c.name.label("government"))
        .join(pemda, pemda.c.id == office.c.pemda_id)
        .where(office.c.pemda_id == place.pemda_id, office.c.id == place.office_id)
    ).one()
    head = head_title(connection, place.pemda_id, place.office_id)
    return WhoseSop(row.government, row.name, head or "")


def begin_sop_draft(
    session: Session,
    caller: Caller,
    *,
    version_id: UUID,
    now: datetime,
    request: RequestKey | None = None,
) -> UUID:
    """Begin a draft with the diagram of a version, which stays as it is; return the draft's id.

    One that the caller began so before, and in which nothing was changed since, is the same draft
    still. Raises NotFound, OnlyAuthors.
    """
    with read(session) as connection:
        sop_id = sop_of_version(connection, caller.pemda_id, version_id)
    with sop_desk(session, caller, sop_id, now, request) as desk:
        version = version_row(desk.tx, caller.pemda_id, version_id)
        title = desk.tx.scalar(
            select(sop.c.title).where(sop.c.pemda_id == caller.pemda_id, sop.c.id == sop_id)
        )
        waiting = _unchanged(desk.tx, desk.caller, version_id, version.xml_sha256)
        if waiting is not None:
            author_for(desk.caller, desk.place)
            return waiting
        begun = _Begun(desk.place, str(title), version.xml_sha256, sop_id, version_id)
        return _begin_once(desk.tx, desk.caller, begun, now, request)


def _unchanged(
    connection: Connection, caller: Caller, version_id: UUID, sha256: str
) -> UUID | None:
    """Return the caller's newest draft of a version in which nothing was changed yet."""
    found: UUID | None = connection.scalar(
        select(sop_draft.c.id)
        .join(sop_draft_revision, SOP_DRAFTS.is_newest())
        .where(
            sop_draft.c.pemda_id == caller.pemda_id,
            sop_draft.c.version_id == version_id,
            sop_draft_revision.c.how == "begun",
            sop_draft_revision.c.person_id == caller.person_id,
            sop_draft_revision.c.xml_sha256 == sha256,
        )
        .order_by(sop_draft.c.begun_at.desc())
        .limit(1)
    )
    return found


def begin_brought_sop_draft(
    session: Session,
    caller: Caller,
    *,
    office_id: UUID,
    sha256: str,
    title: str,
    now: datetime,
    request: RequestKey | None = None,
) -> UUID:
    """Begin a draft with a file that the caller uploaded, to mend it; return the draft's id.

    It is a draft of the office's SOP that has its process id, else of a new one. `title`: what it
    is called where the file does not say. Raises NotFound, OnlyAuthors, FileNotYours,
    DiagramRefused, EntryRefused.
    """
    place = Place(caller.pemda_id, office_id)
    with read(session) as connection:
        require_active(connection, office, caller.pemda_id, office_id)
        author_for(anew(connection, caller, now), place)
        if not brought_by(connection, caller.pemda_id, caller.person_id, [sha256]):
            raise FileNotYours
        xml = blobs.content(connection, caller.pemda_id, sha256)
        require_readable(xml)
        named = sop_named(xml)
        sop_id, version_id = _of_key(connection, place, named.key if named else "")
    called = clean_title((named.name if named else "") or title)
    with transaction(session) as tx:
        # Who brought it is an author of what it becomes.
        begun = _Begun(place, called, sha256, sop_id, version_id, "kept")
        return _begin_once(tx, anew(tx, caller, now), begun, now, request)


def _of_key(connection: Connection, place: Place, key: str) -> tuple[UUID | None, UUID | None]:
    """Return the office's SOP with that process id and its newest version; None: there is none."""
    row = connection.execute(
        select(sop.c.id, sop_version.c.id.label("version_id"))
        .join(sop_version, on(sop_version.c.sop_id, sop.c.id))
        .where(
            sop.c.pemda_id == place.pemda_id,
            sop.c.office_id == place.office_id,
            sop.c.key == key,
        )
        .order_by(sop_version.c.number.desc())
        .limit(1)
    ).one_or_none()
    return (None, None) if row is None else (row.id, row.version_id)


def branch_sop_draft(
    session: Session,
    caller: Caller,
    *,
    draft_id: UUID,
    xml: bytes,
    title: str,
    now: datetime,
    drawn: bool = False,
) -> UUID:
    """Keep a diagram as a draft of its own, beside the one that it was drawn in; return its id.

    For who drew while somebody else saved; `drawn` as in `save_sop_draft`. Raises NotFound,
    OnlyAuthors, EntryRefused, DiagramRefused.
    """
    with read(session) as connection:
        row = SOP_DRAFTS.seen(connection, anew(connection, caller, now), draft_id)
        before = blobs.content(connection, caller.pemda_id, row.sha256) if drawn else None
    called = clean_title(title)
    require_readable(xml)
    if before is not None:
        xml = with_comments(xml, before)
    sha256 = put_diagram(session, caller.pemda_id, xml, now)
    with transaction(session) as tx:
        fresh = anew(tx, caller, now)
        first = SOP_DRAFTS.seen(tx, fresh, draft_id)
        place = Place(caller.pemda_id, first.office_id)
        # Who kept it drew it, and is an author of what it becomes.
        begun = _Begun(place, called, sha256, first.sop_id, first.version_id, "kept")
        return _begin_once(tx, fresh, begun, now, None)


def _begin_once(
    tx: Connection, caller: Caller, begun: _Begun, now: datetime, request: RequestKey | None
) -> UUID:
    """Add the draft unless this request did already; return its id. Raises OnlyAuthors."""
    holder = author_for(caller, begun.place)
    answer = first_answer(tx, caller.pemda_id, caller.person_id, request)
    if answer is not None:
        return UUID(answer["draft_id"])
    draft_id = new_id()
    tx.execute(
        insert(sop_draft).values(
            pemda_id=caller.pemda_id,
            id=draft_id,
            office_id=begun.place.office_id,
            sop_id=begun.sop_id,
            version_id=begun.version_id,
            title=begun.title,
            revision=1,
            begun_at=now,
        )
    )
    SOP_DRAFTS.add(tx, caller, holder, draft_id, 1, begun.xml_sha256, begun.how, now)
    answer = {"draft_id": str(draft_id)}
    remember(tx, caller.pemda_id, caller.person_id, request, answer, now)
    return draft_id
