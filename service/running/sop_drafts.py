"""What a draft of an SOP may hold, and what it is called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from service.access.entries import EntryRefused, clean_text
from service.diagrams.naming import sop_named
from service.diagrams.xml import BPMN, KEPT, local_name, parse
from service.running.drafts import clean_title
from service.store import blobs
from service.store.sop_drafts import SOP_DRAFTS
from service.store.sops import keys_of_office
from service.store.tables import sop_draft, sop_draft_revision

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from service.access.model import Place

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


def taken_process_ids(connection: Connection, place: Place) -> frozenset[str]:
    """Return the process ids of the SOPs of an office, also of those that are only drafts yet.

    Two new SOPs of one id would become one SOP, the second a version of the first.
    """
    drawn = (
        select(sop_draft_revision.c.xml_sha256)
        .join(sop_draft, SOP_DRAFTS.is_newest())
        .where(
            sop_draft.c.pemda_id == place.pemda_id,
            sop_draft.c.office_id == place.office_id,
            sop_draft.c.sop_id.is_(None),
        )
    )
    found = (
        sop_named(blobs.content(connection, place.pemda_id, sha256))
        for sha256 in connection.scalars(drawn).all()
    )
    taken = keys_of_office(connection, place.pemda_id, place.office_id)
    return taken | {named.key for named in found if named is not None}


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
