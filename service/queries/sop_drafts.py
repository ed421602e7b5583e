"""Drafts of SOPs: which there are, what they hold, and how they came to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from service.access.model import Place
from service.access.rules import may_author, may_make_effective
from service.diagrams.naming import sop_named
from service.diagrams.resembling import resemble
from service.queries.paging import CAP
from service.queries.revisions import held, revisions_of
from service.store.database import read
from service.store.draft_states import Saved, ways
from service.store.drafts import require_seen
from service.store.joins import on
from service.store.sop_drafts import SOP_DRAFTS, drawers_of
from service.store.sops import sop_of_key, title_of_sop
from service.store.tables import office, person, sop, sop_draft, sop_draft_revision, sop_version

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Row, Select
    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.queries.revisions import DraftRevision
    from service.store.draft_states import Ways


@dataclass(frozen=True, slots=True)
class DraftView:
    """A draft with who saved it last."""

    draft_id: UUID
    title: str
    office_id: UUID
    office_name: str
    timezone: str
    #: None: an SOP that has no version yet
    sop_id: UUID | None
    #: id of the SOP's process; None as above
    sop_key: str | None
    #: of the version that it was drawn from, or became; None as above
    version_number: int | None
    #: number of the newest revision, from 1
    revision: int
    how: str
    jabatan: str
    person_name: str | None
    person_id: UUID
    saved_at: datetime


def drafts_seen(
    session: Session, caller: Caller, *, sop_id: UUID | None = None
) -> tuple[DraftView, ...]:
    """Return the drafts of offices whose SOPs the caller writes, the last saved first."""
    statement = _statement(caller.pemda_id)
    if sop_id is not None:
        statement = statement.where(sop_draft.c.sop_id == sop_id)
    with read(session) as connection:
        rows = connection.execute(
            statement.order_by(sop_draft_revision.c.saved_at.desc(), sop_draft.c.id.desc()).limit(
                20 * CAP
            )
        ).all()
    return tuple(
        _view(row) for row in rows if may_author(caller, Place(caller.pemda_id, row.office_id))
    )


def draft_view(session: Session, caller: Caller, draft_id: UUID) -> DraftView:
    """Return one draft. Raises NotFound, also for who writes no SOPs of its office."""
    with read(session) as connection:
        row = connection.execute(
            _statement(caller.pemda_id).where(sop_draft.c.id == draft_id)
        ).one_or_none()
    return _view(require_seen(caller, row))


def draft_history(session: Session, caller: Caller, draft_id: UUID) -> tuple[DraftRevision, ...]:
    """Return the revisions of a draft that are kept, the newest first. Raises NotFound."""
    return revisions_of(SOP_DRAFTS, session, caller, draft_id)


def draft_ways(session: Session, caller: Caller, draft_id: UUID) -> Ways:
    """Return the states of a draft to which the caller can go back, or ahead again.

    Raises NotFound.
    """
    made = sop_draft_revision
    with read(session) as connection:
        row = SOP_DRAFTS.seen(connection, caller, draft_id)
        based_at = connection.scalar(
            select(sop_version.c.made_at).where(
                sop_version.c.pemda_id == caller.pemda_id, sop_version.c.id == row.version_id
            )
        )
        saved = connection.execute(
            select(made.c.number, made.c.how, made.c.person_id, made.c.saved_at, made.c.xml_sha256)
            .where(made.c.pemda_id == caller.pemda_id, made.c.draft_id == draft_id)
            .order_by(made.c.number)
        ).all()
    return ways((Saved(*one) for one in saved), caller.person_id, based_at)


def drawn_by(session: Session, caller: Caller, draft_id: UUID) -> tuple[str, ...]:
    """Return the jabatan that drew what would be the next version. Raises NotFound."""
    with read(session) as connection:
        drawers = drawers_of(connection, caller, draft_id)
    return tuple(dict.fromkeys(one.jabatan for one in drawers))


def would_lose_ratifying(session: Session, caller: Caller, view: DraftView) -> bool:
    """Say whether the caller could put in force what comes of a draft, until they draw in it.

    Ask only for a draft that `draft_view` gave to this caller.
    """
    with read(session) as connection:
        drawers = drawers_of(connection, caller, view.draft_id)
    place = Place(caller.pemda_id, view.office_id)
    return may_make_effective(caller, place, [one.person_id for one in drawers])


def draft_diagram(
    session: Session, caller: Caller, draft_id: UUID, number: int | None = None
) -> bytes:
    """Return the diagram of a draft, or of one of its revisions. Raises NotFound."""
    return held(SOP_DRAFTS, session, caller, draft_id, number)


def sop_drawn(session: Session, caller: Caller, view: DraftView) -> UUID | None:
    """Return the SOP of the office whose version a draft without a SOP would become.

    Of two drafts of one new SOP the first makes it. None: there is none of that process id, or
    it is called quite otherwise; then the draft becomes an SOP of its own.
    """
    named = sop_named(draft_diagram(session, caller, view.draft_id, view.revision))
    if named is None:
        return None
    with read(session) as connection:
        sop_id = sop_of_key(connection, caller.pemda_id, view.office_id, named.key)
        title = None if sop_id is None else title_of_sop(connection, caller.pemda_id, sop_id)
    return sop_id if title is not None and resemble(title, named.name or named.key) else None


# ---------------------------------------------------------------- below: rows to views


def _statement(pemda_id: UUID) -> Select[Any]:
    return (
        select(
            sop_draft,
            office.c.name.label("office_name"),
            office.c.timezone,
            sop.c.key.label("sop_key"),
            sop_version.c.number.label("version_number"),
            person.c.name.label("person_name"),
            sop_draft_revision.c.how,
            sop_draft_revision.c.jabatan,
            sop_draft_revision.c.person_id,
            sop_draft_revision.c.saved_at,
        )
        .join(office, on(office.c.id, sop_draft.c.office_id))
        .outerjoin(sop, on(sop.c.id, sop_draft.c.sop_id))
        .outerjoin(sop_version, on(sop_version.c.id, sop_draft.c.version_id))
        .join(sop_draft_revision, SOP_DRAFTS.is_newest())
        .join(person, on(person.c.id, sop_draft_revision.c.person_id))
        .where(sop_draft.c.pemda_id == pemda_id)
    )


def _view(row: Row[Any]) -> DraftView:
    return DraftView(
        draft_id=row.id,
        title=row.title,
        office_id=row.office_id,
        office_name=row.office_name,
        timezone=row.timezone,
        sop_id=row.sop_id,
        sop_key=row.sop_key,
        version_number=row.version_number,
        revision=row.revision,
        how=row.how,
        jabatan=row.jabatan,
        person_name=row.person_name,
        person_id=row.person_id,
        saved_at=row.saved_at,
    )
