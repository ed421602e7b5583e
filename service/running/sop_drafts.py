"""What a draft of an SOP may hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from service.diagrams.xml import parse
from service.store import blobs

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

_XML: Final = "application/xml"


def require_readable(raw: bytes) -> None:
    """Pass when a file is well-formed BPMN within the limits of an upload.

    What the gate finds in it is no hindrance: a draft is there to be mended.
    Raises DiagramRefused.
    """
    parse(raw)


def put_diagram(session: Session, pemda_id: UUID, raw: bytes, now: datetime) -> str:
    """Store a diagram before the transaction that refers to it; return its SHA-256."""
    return blobs.put(session, pemda_id, raw, _XML, now).sha256
