"""How a process ended before its end: who cancelled it, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from service.access.rules import require_may_see_process
from service.queries.instances import process_row
from service.store.database import read
from service.store.private_texts import referenced, texts_of
from service.store.tables import history_event
from service.values import parse

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from service.access.model import Caller


@dataclass(frozen=True, slots=True)
class Cancellation:
    """The act that ended a process (*Batalkan proses*)."""

    #: None: erased
    reason: str | None
    jabatan: str
    at: datetime


def cancellation_of(session: Session, caller: Caller, instance_id: UUID) -> Cancellation | None:
    """Return who cancelled a process and why; None: nobody did. Raises NotFound."""
    with read(session) as connection:
        _, facts = process_row(connection, caller, instance_id)
        require_may_see_process(caller, facts)
        event = connection.execute(
            select(
                history_event.c.payload, history_event.c.jabatan, history_event.c.occurred_at
            ).where(
                history_event.c.pemda_id == caller.pemda_id,
                history_event.c.stream_id == instance_id,
                history_event.c.kind == "ProcessCancelled",
            )
        ).one_or_none()
        if event is None:
            return None
        text_id = referenced(parse(event.payload)["reason"])
        texts = texts_of(connection, caller.pemda_id, [] if text_id is None else [text_id])
    reason = None if text_id is None else texts.get(text_id)
    return Cancellation(reason, event.jabatan or "", event.occurred_at)
