"""Forms that offices edit: which there are, what they hold, and how they came to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from service.access.model import Place
from service.access.rules import may_author
from service.queries.paging import CAP
from service.queries.revisions import held, revisions_of
from service.store.blobs import content
from service.store.database import read
from service.store.drafts import require_seen
from service.store.form_drafts import FORM_DRAFTS
from service.store.joins import on
from service.store.tables import (
    form_draft,
    form_draft_revision,
    office,
    person,
    sop,
    sop_pin,
    sop_version,
)

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Row, Select
    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.queries.revisions import DraftRevision


@dataclass(frozen=True, slots=True)
class FormView:
    """A form with who saved it last."""

    form_id: UUID
    #: by which diagrams name it
    key: str
    title: str
    office_id: UUID
    office_name: str
    timezone: str
    #: number of the newest revision, from 1
    revision: int
    #: number of the one that the office's next versions take; None: none is ready
    ready: int | None
    jabatan: str
    person_name: str | None
    person_id: UUID
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class PinnedForm:
    """A form that versions of an office's SOPs use and that nobody edits here yet."""

    office_id: UUID
    office_name: str
    key: str
    #: of the newest version that uses it
    sha256: str
    sop_title: str


def forms_seen(session: Session, caller: Caller) -> tuple[FormView, ...]:
    """Return the forms of offices whose SOPs the caller writes, the last saved first."""
    with read(session) as connection:
        rows = connection.execute(
            _statement(caller.pemda_id)
            .order_by(form_draft_revision.c.saved_at.desc(), form_draft.c.id.desc())
            .limit(20 * CAP)
        ).all()
    return tuple(
        _view(row) for row in rows if may_author(caller, Place(caller.pemda_id, row.office_id))
    )


def form_view(session: Session, caller: Caller, form_id: UUID) -> FormView:
    """Return one form. Raises NotFound, also for who writes no SOPs of its office."""
    with read(session) as connection:
        row = connection.execute(
            _statement(caller.pemda_id).where(form_draft.c.id == form_id)
        ).one_or_none()
    return _view(require_seen(caller, row))


def form_history(session: Session, caller: Caller, form_id: UUID) -> tuple[DraftRevision, ...]:
    """Return the revisions of a form that are kept, the newest first. Raises NotFound."""
    return revisions_of(FORM_DRAFTS, session, caller, form_id)


def form_file(session: Session, caller: Caller, form_id: UUID, number: int | None = None) -> bytes:
    """Return the file of a form, or of one of its revisions. Raises NotFound."""
    return held(FORM_DRAFTS, session, caller, form_id, number)


def pinned_forms_seen(session: Session, caller: Caller) -> tuple[PinnedForm, ...]:
    """Return the forms that versions use and that nobody edits here, by office and key."""
    with read(session) as connection:
        rows = connection.execute(
            select(
                sop.c.office_id,
                office.c.name.label("office_name"),
                sop_pin.c.key,
                sop_pin.c.sha256,
                sop.c.title.label("sop_title"),
            )
            .join(sop_version, on(sop_version.c.id, sop_pin.c.version_id))
            .join(sop, on(sop.c.id, sop_version.c.sop_id))
            .join(office, on(office.c.id, sop.c.office_id))
            .where(sop_pin.c.pemda_id == caller.pemda_id, sop_pin.c.kind == "form")
            .order_by(sop_version.c.made_at.desc(), sop_version.c.id.desc())
            .limit(200 * CAP)
        ).all()
        edited = {
            (row.office_id, row.key)
            for row in connection.execute(
                select(form_draft.c.office_id, form_draft.c.key).where(
                    form_draft.c.pemda_id == caller.pemda_id
                )
            )
        }
    newest: dict[tuple[UUID, str], PinnedForm] = {}
    for row in rows:
        at = (row.office_id, row.key)
        if at not in edited and may_author(caller, Place(caller.pemda_id, row.office_id)):
            newest.setdefault(
                at, PinnedForm(row.office_id, row.office_name, row.key, row.sha256, row.sop_title)
            )
    return tuple(sorted(newest.values(), key=lambda it: (it.office_name, it.key)))


def pinned_file(session: Session, caller: Caller, form: PinnedForm) -> bytes:
    """Return the file of a form that `pinned_forms_seen` gave to this caller."""
    with read(session) as connection:
        return content(connection, caller.pemda_id, form.sha256)


# ---------------------------------------------------------------- below: rows to views


def _statement(pemda_id: UUID) -> Select[Any]:
    return (
        select(
            form_draft,
            office.c.name.label("office_name"),
            office.c.timezone,
            person.c.name.label("person_name"),
            form_draft_revision.c.jabatan,
            form_draft_revision.c.person_id,
            form_draft_revision.c.saved_at,
        )
        .join(office, on(office.c.id, form_draft.c.office_id))
        .join(form_draft_revision, FORM_DRAFTS.is_newest())
        .join(person, on(person.c.id, form_draft_revision.c.person_id))
        .where(form_draft.c.pemda_id == pemda_id)
    )


def _view(row: Row[Any]) -> FormView:
    return FormView(
        form_id=row.id,
        key=row.key,
        title=row.title,
        office_id=row.office_id,
        office_name=row.office_name,
        timezone=row.timezone,
        revision=row.revision,
        ready=row.ready,
        jabatan=row.jabatan,
        person_name=row.person_name,
        person_id=row.person_id,
        saved_at=row.saved_at,
    )
