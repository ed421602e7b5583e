"""Files that a person brought and that are kept for them a day, by their hash."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.running.refusals import FileNotYours
from service.store import blobs
from service.store.database import read
from service.store.uploads import brought_by

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from service.access.model import Caller


def kept_upload(session: Session, caller: Caller, sha256: str) -> bytes:
    """Return a file that the caller brought lately. Raises FileNotYours."""
    with read(session) as connection:
        if not brought_by(connection, caller.pemda_id, caller.person_id, [sha256]):
            raise FileNotYours
        return blobs.content(connection, caller.pemda_id, sha256)
