"""Save a form of an office while it is edited, and go back to an older revision of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from service.running.drafts import keep_revision
from service.running.form_drafts import put_form, require_form_file
from service.store.callers import anew
from service.store.database import read
from service.store.form_drafts import FORM_DRAFTS

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.running.drafts import Saved


def save_form_draft(
    session: Session,
    caller: Caller,
    *,
    form_id: UUID,
    made_from: int,
    raw: bytes,
    how: Literal["autosave", "kept"],
    now: datetime,
) -> Saved:
    """Keep a file as the next revision of a form; `made_from` is the one it was edited from.

    Also one with components that Alur would refuse: nothing that somebody made is lost. The very
    file that the form holds already makes no revision. Raises NotFound, FormRefused,
    DraftSavedMeanwhile.
    """
    with read(session) as connection:
        FORM_DRAFTS.seen(connection, anew(connection, caller, now), form_id)
    require_form_file(raw)
    sha256 = put_form(session, caller.pemda_id, raw, now)
    with FORM_DRAFTS.desk(session, caller, form_id, now) as desk:
        return keep_revision(desk, sha256, how, made_from=made_from)


def restore_form_draft(
    session: Session,
    caller: Caller,
    *,
    form_id: UUID,
    number: int,
    made_from: int,
    now: datetime,
) -> Saved:
    """Make an older revision the newest one again; the ones between stay in the history.

    Raises NotFound, DraftSavedMeanwhile.
    """
    with FORM_DRAFTS.desk(session, caller, form_id, now) as desk:
        sha256 = FORM_DRAFTS.revision(desk.tx, caller.pemda_id, form_id, number)
        return keep_revision(desk, sha256, "restored", made_from=made_from)
