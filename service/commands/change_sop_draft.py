"""Name a draft of an SOP otherwise, discard it, or note which version was made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.errors import NotFound
from service.running.drafts import clean_title
from service.store.sop_drafts import SOP_DRAFTS, delete_draft
from service.store.sop_walks import take_walks_along
from service.store.sops import sop_of_version, version_row

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from service.access.model import Caller


def rename_sop_draft(
    session: Session, caller: Caller, *, draft_id: UUID, title: str, now: datetime
) -> None:
    """Give a draft another title; the SOP keeps its own. Raises NotFound, EntryRefused."""
    with SOP_DRAFTS.desk(session, caller, draft_id, now) as desk:
        desk.change(title=clean_title(title))


def discard_sop_draft(session: Session, caller: Caller, *, draft_id: UUID, now: datetime) -> None:
    """Throw a draft away, with its history; versions made of it stay. Raises NotFound."""
    with SOP_DRAFTS.desk(session, caller, draft_id, now) as desk:
        delete_draft(desk.tx, caller.pemda_id, draft_id)


def settle_sop_draft(
    session: Session, caller: Caller, *, draft_id: UUID, version_id: UUID, now: datetime
) -> None:
    """Note that a version was made of the draft, which can be drawn on from there.

    Walks that were kept of the draft are those of its SOP from now on.

    Raises NotFound, also for a version of another SOP than the draft's.
    """
    with SOP_DRAFTS.desk(session, caller, draft_id, now) as desk:
        sop_id = sop_of_version(desk.tx, caller.pemda_id, version_id)
        version = version_row(desk.tx, caller.pemda_id, version_id)
        if desk.row.sop_id not in (None, sop_id):
            raise NotFound
        take_walks_along(desk, sop_id)
        desk.change(sop_id=sop_id, version_id=version.id)
