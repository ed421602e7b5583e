"""Save a draft of an SOP while it is drawn, and go back to an older revision of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from service.diagrams.comments import with_comments
from service.running.drafts import keep_revision
from service.running.sop_drafts import (
    loses_steps,
    put_diagram,
    require_readable,
    title_after,
)
from service.store import blobs
from service.store.callers import anew
from service.store.database import read
from service.store.sop_drafts import SOP_DRAFTS

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.running.drafts import Saved
    from service.store.draft_states import How
    from service.store.drafts import DraftDesk


def save_sop_draft(
    session: Session,
    caller: Caller,
    *,
    draft_id: UUID,
    made_from: int,
    xml: bytes,
    how: Literal["autosave", "continued", "kept", "pasted"],
    now: datetime,
    drawn: bool = False,
) -> Saved:
    """Keep a diagram as the next revision of a draft; `made_from` is the one it was drawn from.

    What was `drawn` in the modeller, which reads no comments, gets those of the draft.

    The very diagram that the draft holds already makes no revision, so that a save whose answer
    was lost can be sent again. A draft that is called as its SOP follows a new name of it.
    Where a save that nobody asked for takes several steps away, it is marked: the state before it
    stays in the history.
    Raises NotFound, DiagramRefused, DraftSavedMeanwhile.
    """
    with read(session) as connection:
        row = SOP_DRAFTS.seen(connection, anew(connection, caller, now), draft_id)
        before = blobs.content(connection, caller.pemda_id, row.sha256)
    require_readable(xml)
    if drawn:
        xml = with_comments(xml, before)
    sha256 = put_diagram(session, caller.pemda_id, xml, now)
    title = title_after(row.title, before, xml)
    by_itself = how in {"autosave", "continued"}
    done: How = "dropped" if by_itself and loses_steps(before, xml) else how
    with SOP_DRAFTS.desk(session, caller, draft_id, now) as desk:
        saved = keep_revision(desk, sha256, done, made_from=made_from)
        _rename(desk, row.title, title)
        return saved


def restore_sop_draft(
    session: Session,
    caller: Caller,
    *,
    draft_id: UUID,
    number: int,
    made_from: int,
    now: datetime,
    how: Literal["restored", "undone", "redone"] = "restored",
) -> Saved:
    """Make an older revision the newest one again; the ones between stay in the history.

    `how`: chosen in the history, or one state back or ahead (`queries.sop_drafts.draft_ways`).
    Raises NotFound, DraftSavedMeanwhile.
    """
    with read(session) as connection:
        row = SOP_DRAFTS.seen(connection, anew(connection, caller, now), draft_id)
        before = blobs.content(connection, caller.pemda_id, row.sha256)
        sha256 = SOP_DRAFTS.revision(connection, caller.pemda_id, draft_id, number)
        xml = blobs.content(connection, caller.pemda_id, sha256)
    title = title_after(row.title, before, xml)
    with SOP_DRAFTS.desk(session, caller, draft_id, now) as desk:
        saved = keep_revision(desk, sha256, how, made_from=made_from)
        _rename(desk, row.title, title)
        return saved


def _rename(desk: DraftDesk, old: str, new: str) -> None:
    # Who named it by hand in between is not overruled.
    if desk.row.title == old != new:
        desk.change(title=new)
