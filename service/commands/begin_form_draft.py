"""Begin to edit a form of an office: a new one, a copy, or one that its SOPs use already."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import insert, select

from service.access.entries import EntryRefused, Problem
from service.access.model import Place
from service.access.rules import author_for
from service.running.catalogue import read_catalogue
from service.running.drafts import clean_title
from service.running.form_drafts import (
    blank_form,
    clean_key,
    free_form_key,
    put_form,
    require_form_file,
)
from service.store.callers import anew
from service.store.database import read, transaction
from service.store.dialects import for_update
from service.store.form_drafts import FORM_DRAFTS, form_titles
from service.store.idempotency import first_answer, remember
from service.store.ids import new_id
from service.store.joins import on
from service.store.structure import require_active
from service.store.tables import form_draft, office, sop, sop_pin, sop_version

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.store.idempotency import RequestKey


def begin_form_draft(
    session: Session,
    caller: Caller,
    *,
    office_id: UUID,
    title: str,
    raw: bytes | None = None,
    key: str = "",
    now: datetime,
    request: RequestKey | None = None,
) -> UUID:
    """Begin a form of an office with a file, byte for byte, or with nothing; return its id.

    `key`: diagrams name it by that already, so it takes the place of the form of that name in the
    office's next versions, once it is ready. Without one a key is made from the title that no form
    has: neither of the office, nor of its versions, nor of the catalogue.
    Raises NotFound, OnlyAuthors, EntryRefused, FormRefused.
    """
    place = Place(caller.pemda_id, office_id)
    with read(session) as connection:
        require_active(connection, office, caller.pemda_id, office_id)
        author_for(anew(connection, caller, now), place)
        called = clean_title(title)
        wanted = clean_key(key) if key else _key_of(connection, place, called)
    content = blank_form(wanted) if raw is None else raw
    require_form_file(content)
    sha256 = put_form(session, caller.pemda_id, content, now)
    with transaction(session) as tx:
        return _begin_once(tx, anew(tx, caller, now), place, called, wanted, sha256, now, request)


def branch_form_draft(
    session: Session, caller: Caller, *, form_id: UUID, raw: bytes, title: str, now: datetime
) -> UUID:
    """Keep a form beside the one that it was edited in, under a key of its own; return its id.

    For who edited while somebody else saved. Raises NotFound, EntryRefused, FormRefused.
    """
    with read(session) as connection:
        first = FORM_DRAFTS.seen(connection, anew(connection, caller, now), form_id)
    return begin_form_draft(
        session, caller, office_id=first.office_id, title=title, raw=raw, now=now
    )


def _key_of(connection: Connection, place: Place, title: str) -> str:
    pinned = connection.execute(
        select(sop_pin.c.key)
        .join(sop_version, on(sop_version.c.id, sop_pin.c.version_id))
        .join(sop, on(sop.c.id, sop_version.c.sop_id))
        .where(
            sop_pin.c.pemda_id == place.pemda_id,
            sop_pin.c.kind == "form",
            sop.c.office_id == place.office_id,
        )
        .distinct()
    ).scalars()
    own = form_titles(connection, place.pemda_id, place.office_id)
    return free_form_key(title, {*own, *pinned, *read_catalogue().forms})


def _begin_once(
    tx: Connection,
    caller: Caller,
    place: Place,
    title: str,
    key: str,
    sha256: str,
    now: datetime,
    request: RequestKey | None,
) -> UUID:
    """Add the form unless this request did already; return its id."""
    holder = author_for(caller, place)
    answer = first_answer(tx, caller.pemda_id, caller.person_id, request)
    if answer is not None:
        return UUID(answer["form_id"])
    tx.execute(
        for_update(
            select(office.c.id).where(
                office.c.pemda_id == caller.pemda_id, office.c.id == place.office_id
            )
        )
    )
    if key in form_titles(tx, caller.pemda_id, place.office_id):
        raise EntryRefused(Problem("key", "form-draft.key-taken", {"key": key}))
    form_id = new_id()
    tx.execute(
        insert(form_draft).values(
            pemda_id=caller.pemda_id,
            id=form_id,
            office_id=place.office_id,
            key=key,
            title=title,
            revision=1,
            ready=None,
            begun_at=now,
        )
    )
    FORM_DRAFTS.add(tx, caller, holder, form_id, 1, sha256, "begun", now)
    remember(tx, caller.pemda_id, caller.person_id, request, {"form_id": str(form_id)}, now)
    return form_id
