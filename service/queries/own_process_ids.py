"""A diagram with a process id of its own, where another SOP of its office has the one it has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.access.model import Place
from service.diagrams import KEPT
from service.diagrams.keys import key_of
from service.diagrams.naming import sop_named
from service.diagrams.process_id import Renamed, with_free_process_id
from service.running.sop_drafts import taken_process_ids
from service.store.database import read

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from service.access.model import Caller


def with_own_process_id(
    session: Session,
    caller: Caller,
    office_id: UUID,
    raw: bytes,
    *,
    process_id: str | None = None,
    title: str = "",
) -> Renamed:
    """Return a diagram with a free id for its process, made of the SOP's name, else of `title`.

    Who types an SOP as a table never sees that id, so nobody is asked for another one. A file
    without such a process comes back as it is, for the gate to say so. Raises DiagramRefused.
    """
    named = sop_named(raw, process_id)
    if named is None:
        return Renamed(raw, process_id or "")
    with read(session) as connection:
        taken = taken_process_ids(connection, Place(caller.pemda_id, office_id))
    wanted = key_of(named.name or title)
    return with_free_process_id(raw, named.key, wanted, taken, KEPT)
