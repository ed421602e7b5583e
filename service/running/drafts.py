"""What commands on drafts of SOPs and of forms share: titles, and when a save is refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from service.access.entries import written_text
from service.errors import Conflict, NotFound
from service.sentences.words import written_instant

if TYPE_CHECKING:
    from datetime import datetime

    from service.store.draft_states import How
    from service.store.drafts import DraftDesk

_LONGEST_TITLE: Final = 300


class DraftSavedMeanwhile(Conflict):
    """Somebody saved the draft after this person opened it; nothing was overwritten."""

    code = "sop.draft-saved-meanwhile"


class DraftSavedInOtherWindow(DraftSavedMeanwhile):
    """The same person saved the draft in another window; nothing was overwritten."""

    code = "sop.draft-saved-in-other-window"


@dataclass(frozen=True, slots=True)
class Saved:
    """The revision that a draft has now, and when it was saved."""

    revision: int
    saved_at: datetime


def keep_revision(desk: DraftDesk, sha256: str, how: How, *, made_from: int) -> Saved:
    """Keep what was stored as the next revision; `made_from` is the one that it was made from.

    What the draft holds already makes no revision, so that a save whose answer was lost can be
    sent again. Raises DraftSavedMeanwhile.
    """
    if desk.row.sha256 == sha256:
        return Saved(desk.row.revision, desk.row.saved_at)
    require_newest(desk, made_from)
    return Saved(desk.write(sha256, how), desk.now)


def require_newest(desk: DraftDesk, made_from: int) -> None:
    """Pass when `made_from` is the newest revision, or held what that one holds.

    Raises DraftSavedMeanwhile.
    """
    row = desk.row
    if made_from != row.revision and not _held_the_same(desk, made_from):
        at = written_instant(row.saved_at, desk.holder.office_timezone)
        if row.person_id == desk.caller.person_id:
            raise DraftSavedInOtherWindow(at=at)
        raise DraftSavedMeanwhile(jabatan=row.jabatan, at=at)


def _held_the_same(desk: DraftDesk, number: int) -> bool:
    # A form that was withdrawn has a revision more and nothing new: who edits it meanwhile
    # overwrites nothing.
    try:
        held = desk.kind.revision(desk.tx, desk.caller.pemda_id, desk.row.id, number)
    except NotFound:
        return False
    return held == str(desk.row.sha256)


def clean_title(text: str) -> str:
    """Return the title of a draft as it is stored. Raises EntryRefused."""
    return written_text("title", text, _LONGEST_TITLE)
