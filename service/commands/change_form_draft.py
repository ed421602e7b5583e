"""Say that a form is ready for the office's next versions or no longer, name or discard it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.errors import Conflict
from service.forms import FormRefused, read_usable_form
from service.running.drafts import clean_title, require_newest
from service.running.judging import FormsRefused
from service.store import blobs
from service.store.form_drafts import FORM_DRAFTS

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from service.access.model import Caller


class ReadyMeanwhile(Conflict):
    """Another revision was called ready after this person opened the page; nothing changed."""

    code = "form-draft.ready-meanwhile"


def ready_form_draft(
    session: Session, caller: Caller, *, form_id: UUID, made_from: int, now: datetime
) -> None:
    """Let the next version of each SOP of the office that names this form be pinned to it.

    `made_from` is the revision that the person saw, and must be the newest one. Versions that are
    there already keep their forms. Raises NotFound, DraftSavedMeanwhile, FormsRefused with what
    Alur would not show or check as its author meant it.
    """
    with FORM_DRAFTS.desk(session, caller, form_id, now) as desk:
        require_newest(desk, made_from)
        raw = blobs.content(desk.tx, caller.pemda_id, desk.row.sha256)
        try:
            read_usable_form(raw)
        except FormRefused as refused:
            raise FormsRefused(desk.row.key, refused) from None
        desk.change(ready=desk.row.revision)


def withdraw_form_draft(
    session: Session, caller: Caller, *, form_id: UUID, ready: int, now: datetime
) -> None:
    """Let the next versions find this form where they would without it (*Jangan dipakai lagi*).

    `ready` is the revision that the person saw as ready. The history says who did it and when, by
    a revision with what the form holds anyway. Once more changes nothing. Raises NotFound,
    ReadyMeanwhile.
    """
    with FORM_DRAFTS.desk(session, caller, form_id, now) as desk:
        if desk.row.ready is None:
            return
        if desk.row.ready != ready:
            raise ReadyMeanwhile
        desk.write(desk.row.sha256, "withdrawn")
        desk.change(ready=None)


def rename_form_draft(
    session: Session, caller: Caller, *, form_id: UUID, title: str, now: datetime
) -> None:
    """Give a form another title; its key stays. Raises NotFound, EntryRefused."""
    with FORM_DRAFTS.desk(session, caller, form_id, now) as desk:
        desk.change(title=clean_title(title))


def discard_form_draft(session: Session, caller: Caller, *, form_id: UUID, now: datetime) -> None:
    """Throw a form away, with its history; versions that are pinned to it keep it.

    Raises NotFound.
    """
    with FORM_DRAFTS.desk(session, caller, form_id, now) as desk:
        FORM_DRAFTS.delete(desk.tx, caller.pemda_id, form_id)
