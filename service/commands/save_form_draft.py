"""Save a form of an office while it is edited, and go back to an older revision of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from service.running.form_drafts import put_form, require_form_file
from service.running.sop_drafts import require_newest
from service.store.callers import anew
from service.store.database import read
from service.store.form_drafts import form_desk, form_revision_sha256, seen_form

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from service.access.model import Caller


@dataclass(frozen=True, slots=True)
class FormSaved:
    """The revision that the form has now, and when it was saved."""

    revision: int
    saved_at: datetime


def save_form_draft(
    session: Session,
    caller: Caller,
    *,
    form_id: UUID,
    made_from: int,
    raw: bytes,
    how: Literal["autosave", "kept"],
    now: datetime,
) -> FormSaved:
    """Keep a file as the next revision of a form; `made_from` is the one it was edited from.

    Also one with components that Alur would refuse: nothing that somebody made is lost. The very
    file that the form holds already makes no revision. Raises NotFound, FormRefused,
    DraftSavedMeanwhile.
    """
    with read(session) as connection:
        seen_form(connection, anew(connection, caller, now), form_id)
    require_form_file(raw)
    sha256 = put_form(session, caller.pemda_id, raw, now)
    with form_desk(session, caller, form_id, now) as desk:
        if desk.row.sha256 == sha256:
            return FormSaved(desk.row.revision, desk.row.saved_at)
        require_newest(desk, made_from)
        return FormSaved(desk.write(sha256, how), now)


def restore_form_draft(
    session: Session,
    caller: Caller,
    *,
    form_id: UUID,
    number: int,
    made_from: int,
    now: datetime,
) -> FormSaved:
    """Make an older revision the newest one again; the ones between stay in the history.

    Raises NotFound, DraftSavedMeanwhile.
    """
    with form_desk(session, caller, form_id, now) as desk:
        sha256 = form_revision_sha256(desk.tx, caller.pemda_id, form_id, number)
        if desk.row.sha256 == sha256:
            return FormSaved(desk.row.revision, desk.row.saved_at)
        require_newest(desk, made_from)
        return FormSaved(desk.write(sha256, "restored"), now)
