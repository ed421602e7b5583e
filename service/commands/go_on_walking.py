"""Go on with the walk of a version or draft: do an act, take one back, begin again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.access.rules import author_for
from service.errors import Conflict, NotFound
from service.running.walks.acts import acts_of, acts_text
from service.store.sop_drafts import SOP_DRAFTS
from service.store.sop_walks import acts_in_hand, acts_on_draft, put_in_hand, put_on_draft
from service.store.sops import sop_desk, version_row

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.running.walks.acts import Act
    from service.running.walks.standing import Walk


class WalkedElsewhere(Conflict):
    """The walk went on on another page, or the same form came twice."""

    code = "walk.walked-elsewhere"


def go_on_walking(
    session: Session,
    caller: Caller,
    *,
    sop_id: UUID,
    version_id: UUID,
    walked: Walk,
    before: Sequence[Act],
    now: datetime,
) -> None:
    """Let `walked` be the walk that the caller is on; `before` are the acts that it came from.

    Only the own walk, and only by those who write SOPs of the office. Raises NotFound,
    OnlyAuthors, WalkedElsewhere.
    """
    with sop_desk(session, caller, sop_id, now) as desk:
        author_for(desk.caller, desk.place)
        if version_row(desk.tx, caller.pemda_id, version_id).sop_id != sop_id:
            raise NotFound
        there = acts_in_hand(desk.tx, caller.pemda_id, caller.person_id, version_id)
        _require_there(there, before)
        put_in_hand(desk, version_id, acts_text(walked.acts))


def go_on_walking_draft(
    session: Session,
    caller: Caller,
    *,
    draft_id: UUID,
    walked: Walk,
    before: Sequence[Act],
    now: datetime,
) -> None:
    """Do the same on a draft. Raises NotFound, WalkedElsewhere."""
    with SOP_DRAFTS.desk(session, caller, draft_id, now) as desk:
        _require_there(acts_on_draft(desk.tx, caller.pemda_id, caller.person_id, draft_id), before)
        put_on_draft(desk, acts_text(walked.acts))


def _require_there(there: str | None, before: Sequence[Act]) -> None:
    if (() if there is None else acts_of(there)) != tuple(before):
        raise WalkedElsewhere
