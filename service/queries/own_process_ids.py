"""The SOP of a draft with a process id of its own, where another SOP of the office has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.access.model import Place
from service.diagrams import KEPT
from service.diagrams.keys import key_of
from service.diagrams.naming import sop_named
from service.diagrams.process_id import with_free_process_id
from service.queries.sop_drafts import draft_diagram
from service.running.sop_drafts import taken_process_ids
from service.store.database import read

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.queries.sop_drafts import DraftView


def with_own_process_id(session: Session, caller: Caller, view: DraftView) -> bytes:
    """Return the diagram of a draft with a free id for its process, made of the SOP's name.

    Who types an SOP as a table never sees that id, so nobody is asked for another one.
    Raises NotFound, DiagramRefused.
    """
    raw = draft_diagram(session, caller, view.draft_id, view.revision)
    named = sop_named(raw)
    if named is None:
        return raw
    with read(session) as connection:
        taken = taken_process_ids(connection, Place(caller.pemda_id, view.office_id))
    wanted = key_of(named.name or view.title)
    return with_free_process_id(raw, named.key, wanted, taken, KEPT)
