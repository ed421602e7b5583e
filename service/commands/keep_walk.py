"""Keep a walk as a test of its SOP, or take such a test away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from service.access.entries import written_text
from service.access.rules import analyst_for, author_for
from service.errors import Conflict, NotFound, Rejected
from service.running import limits
from service.running.walks.acts import acts_text
from service.running.walks.kept import came_out, out_text
from service.running.walks.walk import walk
from service.store.database import read
from service.store.sop_drafts import SOP_DRAFTS
from service.store.sop_walks import (
    add_walk,
    add_walk_of_draft,
    delete_walk_of_draft,
    live_walk,
    live_walks,
    remove_row,
    walks_of_draft,
)
from service.store.sops import sop_desk

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.running.walks.acts import Act
    from service.running.walks.ground import Ground
    from service.running.walks.standing import Walk

_LONGEST_NAME: Final = 200
_MOST_WALKS: Final = 50


class NothingWalked(Rejected):
    """A walk without a start tests nothing."""

    code = "walk.nothing-walked"


class NameTaken(Conflict):
    """A kept walk of this SOP has that name; who replaces it gives a reason."""

    code = "walk.name-taken"


class TooManyWalks(Rejected):
    """A SOP has no more kept walks."""

    code = "walk.too-many-kept"


@dataclass(frozen=True, slots=True)
class WalkedOn:
    """Acts, and the diagram that they were walked on: a version of the SOP or a draft of it."""

    ground: Ground
    #: of the diagram
    xml_sha256: str
    acts: Sequence[Act]


def keep_walk(
    session: Session,
    caller: Caller,
    *,
    sop_id: UUID,
    name: str,
    made: WalkedOn,
    now: datetime,
    reason: str = "",
) -> UUID:
    """Keep a walk, with what comes out of it, as a test of a SOP; return its id.

    By those who write SOPs of the office. A name that a kept walk has already stands for the new
    one when an analyst gives a reason: the change was wanted. One that is held up can be kept too:
    it fails until the diagram is mended. Raises NotFound, OnlyAuthors,
    OnlyAnalysts, EntryRefused, NothingWalked, NameTaken, TooManyWalks, and what `walk` raises.
    """
    called, walked = _named(name), _walked(made)
    with sop_desk(session, caller, sop_id, now) as desk:
        holder = author_for(desk.caller, desk.place)
        rows = live_walks(desk.tx, caller.pemda_id, sop_id)
        before = next((row for row in rows if row.name == called), None)
        if before is not None:
            if not reason.strip():
                raise NameTaken(name=called)
            analyst = analyst_for(desk.caller, desk.place)
            remove_row(desk, analyst, before.id, limits.reason_in(reason))
        elif len(rows) >= _MOST_WALKS:
            raise TooManyWalks(limit=_MOST_WALKS)
        return add_walk(
            desk,
            holder,
            name=called,
            acts=acts_text(walked.acts),
            came_out=out_text(came_out(made.ground, walked)),
            xml_sha256=made.xml_sha256,
        )


def keep_walk_of_draft(
    session: Session,
    caller: Caller,
    *,
    draft_id: UUID,
    name: str,
    made: WalkedOn,
    now: datetime,
) -> UUID:
    """Keep a walk as a test of a draft whose SOP has no version; return its id.

    It goes along into the first version. One of the same name is replaced: while there is only a
    draft, nothing hangs on it. Raises NotFound, EntryRefused, NothingWalked, TooManyWalks.
    """
    called, walked = _named(name), _walked(made)
    with SOP_DRAFTS.desk(session, caller, draft_id, now) as desk:
        if desk.row.sop_id is not None:
            raise NotFound
        rows = walks_of_draft(desk.tx, caller.pemda_id, draft_id)
        before = next((row for row in rows if row.name == called), None)
        if before is not None:
            delete_walk_of_draft(desk, before.id)
        elif len(rows) >= _MOST_WALKS:
            raise TooManyWalks(limit=_MOST_WALKS)
        return add_walk_of_draft(
            desk,
            name=called,
            acts=acts_text(walked.acts),
            came_out=out_text(came_out(made.ground, walked)),
            xml_sha256=made.xml_sha256,
        )


def remove_walk_of_draft(
    session: Session, caller: Caller, *, draft_id: UUID, walk_id: UUID, now: datetime
) -> None:
    """Take a kept walk of a draft away. Raises NotFound."""
    with SOP_DRAFTS.desk(session, caller, draft_id, now) as desk:
        delete_walk_of_draft(desk, walk_id)


def remove_walk(
    session: Session, caller: Caller, *, walk_id: UUID, reason: str, now: datetime
) -> None:
    """Let a kept walk no longer count; its row stays, with the reason.

    Raises NotFound, OnlyAnalysts, ReasonMissing, EntryRefused.
    """
    with read(session) as connection:
        sop_id = live_walk(connection, caller.pemda_id, walk_id).sop_id
    with sop_desk(session, caller, sop_id, now) as desk:
        analyst = analyst_for(desk.caller, desk.place)
        live_walk(desk.tx, caller.pemda_id, walk_id)
        remove_row(desk, analyst, walk_id, limits.reason_in(reason))


def _named(name: str) -> str:
    """Return the name of a walk. Raises EntryRefused."""
    return written_text("name", name, _LONGEST_NAME)


def _walked(made: WalkedOn) -> Walk:
    """Return how the acts stand that are to be kept. Raises NothingWalked, what `walk` raises."""
    walked = walk(made.ground, made.acts)
    if not walked.acts:
        raise NothingWalked
    return walked
