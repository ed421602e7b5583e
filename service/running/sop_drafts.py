"""What a draft of an SOP may hold, and what it is called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from service.access.entries import EntryRefused, clean_text
from service.diagrams.naming import sop_named
from service.diagrams.xml import BPMN, KEPT, local_name, parse
from service.running.drafts import clean_title
from service.store import blobs

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

#: Of how many steps that are gone at once the state before stays in the history.
_SEVERAL: Final = 4

#: How the names of activities end in BPMN, in lower case.
_STEPS: Final = ("task", "subprocess", "callactivity", "transaction")

_XML: Final = "application/xml"


def require_readable(raw: bytes) -> None:
    """Pass when a file is well-formed BPMN within the limits of an upload.

    What the gate finds in it is no hindrance: a draft is there to be mended.
    Raises DiagramRefused.
    """
    parse(raw)


def loses_steps(before: bytes, after: bytes) -> bool:
    """Say whether several steps of the diagram `before` are gone from `after`."""
    return len(_steps_of(before) - _steps_of(after)) >= _SEVERAL


def _steps_of(raw: bytes) -> set[str]:
    return {
        each.get("id", "")
        for each in parse(raw, KEPT).iter(f"{{{BPMN}}}*")
        if local_name(each).lower().endswith(_STEPS)
    }


def put_diagram(session: Session, pemda_id: UUID, raw: bytes, now: datetime) -> str:
    """Store a diagram before the transaction that refers to it; return its SHA-256."""
    return blobs.put(session, pemda_id, raw, _XML, now).sha256


def title_after(title: str, before: bytes, after: bytes) -> str:
    """Return the title of a draft that held `before` and holds `after` now.

    A draft that is called as the SOP in it follows a new name. One that somebody named otherwise
    keeps that name.
    """
    old, new = sop_named(before), sop_named(after)
    if old is None or new is None or clean_text(old.name) != title:
        return title
    try:
        return clean_title(new.name)
    except EntryRefused:
        return title
