"""Save a draft of an SOP while it is drawn, and go back to an older revision of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from service.running.sop_drafts import put_diagram, require_newest, require_readable
from service.store.callers import anew
from service.store.database import read
from service.store.sop_drafts import draft_desk, revision_sha256, seen_draft

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from service.access.model import Caller


@dataclass(frozen=True, slots=True)
class DraftSaved:
    """The revision that the draft has now, and when it was saved."""

    revision: int
    saved_at: datetime


def save_sop_draft(
    session: Session,
    caller: Caller,
    *,
    draft_id: UUID,
    made_from: int,
    xml: bytes,
    how: Literal["autosave", "kept"],
    now: datetime,
) -> DraftSaved:
    """Keep a diagram as the next revision of a draft; `made_from` is the one it was drawn from.

    The very diagram that the draft holds already makes no revision, so that a save whose answer
    was lost can be sent again. Raises NotFound, DiagramRefused, DraftSavedMeanwhile.
    """
    with read(session) as connection:
        seen_draft(connection, anew(connection, caller, now), draft_id)
    require_readable(xml)
    sha256 = put_diagram(session, caller.pemda_id, xml, now)
    with draft_desk(session, caller, draft_id, now) as desk:
        if desk.row.xml_sha256 == sha256:
            return DraftSaved(desk.row.revision, desk.row.saved_at)
        require_newest(desk, made_from)
        return DraftSaved(desk.write(sha256, how), now)


def restore_sop_draft(
    session: Session,
    caller: Caller,
    *,
    draft_id: UUID,
    number: int,
    made_from: int,
    now: datetime,
) -> DraftSaved:
    """Make an older revision the newest one again; the ones between stay in the history.

    Raises NotFound, DraftSavedMeanwhile.
    """
    with draft_desk(session, caller, draft_id, now) as desk:
        sha256 = revision_sha256(desk.tx, caller.pemda_id, draft_id, number)
        if desk.row.xml_sha256 == sha256:
            return DraftSaved(desk.row.revision, desk.row.saved_at)
        require_newest(desk, made_from)
        return DraftSaved(desk.write(sha256, "restored"), now)
