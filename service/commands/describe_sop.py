"""Give a SOP the title and number that its office uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from service.access.entries import clean_text, written_text
from service.access.rules import author_for
from service.events.sop import SopDescribed
from service.store.sops import sop_desk
from service.store.tables import sop

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from service.access.model import Caller

_LONGEST_TITLE = 300
_LONGEST_NUMBER = 100


def describe_sop(
    session: Session,
    caller: Caller,
    *,
    sop_id: UUID,
    title: str,
    number: str | None,
    now: datetime,
) -> None:
    """Set title and number; the same again changes nothing.

    Raises NotFound, OnlyAuthors, EntryRefused.
    """
    own_title = written_text("title", title, _LONGEST_TITLE)
    given = clean_text(number or "")
    own_number = written_text("number", given, _LONGEST_NUMBER) if given else None
    with sop_desk(session, caller, sop_id, now) as desk:
        holder = author_for(desk.caller, desk.place)
        row = desk.tx.execute(
            select(sop.c.title, sop.c.number).where(
                sop.c.pemda_id == caller.pemda_id, sop.c.id == sop_id
            )
        ).one()
        if (row.title, row.number) != (own_title, own_number):
            desk.record(holder, SopDescribed(sop_id=sop_id, title=own_title, number=own_number))
