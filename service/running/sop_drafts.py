"""What commands on drafts of SOPs share: what a draft may hold, and when a save is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from service.access.entries import EntryRefused, Problem, clean_text
from service.diagrams.xml import parse
from service.errors import Conflict
from service.sentences.words import written_instant
from service.store import blobs

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from service.store.form_drafts import FormDesk
    from service.store.sop_drafts import DraftDesk

_XML: Final = "application/xml"
_LONGEST_TITLE: Final = 300


class DraftSavedMeanwhile(Conflict):
    """Somebody saved the draft after this person opened it; nothing was overwritten."""

    code = "sop.draft-saved-meanwhile"


def require_readable(raw: bytes) -> None:
    """Pass when a file is well-formed BPMN within the limits of an upload.

    What the gate finds in it is no hindrance: a draft is there to be mended.
    Raises DiagramRefused.
    """
    parse(raw)


def put_diagram(session: Session, pemda_id: UUID, raw: bytes, now: datetime) -> str:
    """Store a diagram before the transaction that refers to it; return its SHA-256."""
    return blobs.put(session, pemda_id, raw, _XML, now).sha256


def clean_title(text: str) -> str:
    """Return the title of a draft as it is stored. Raises EntryRefused."""
    title = clean_text(text)
    if not title:
        raise EntryRefused(Problem("title", "structure.missing"))
    if len(title) > _LONGEST_TITLE:
        raise EntryRefused(
            Problem("title", "structure.too-long", {"longest": str(_LONGEST_TITLE)})
        )
    return title


def require_newest(desk: DraftDesk | FormDesk, made_from: int) -> None:
    """Pass when `made_from` is the newest revision. Raises DraftSavedMeanwhile."""
    row = desk.row
    if made_from != row.revision:
        raise DraftSavedMeanwhile(
            jabatan=row.jabatan, at=written_instant(row.saved_at, desk.holder.office_timezone)
        )
