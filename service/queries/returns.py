"""Why work was sent back: by whom, when, and with which reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from service.store.private_texts import referenced
from service.store.tables import history_event, private_text, user_task
from service.values import parse

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class LastReturn:
    """A send-back; it is the event that opened the task to which the work went back."""

    #: None: erased
    reason: str | None
    jabatan: str | None
    at: datetime


def return_told_by(
    connection: Connection, pemda_id: UUID, instance_id: UUID, seq: int
) -> LastReturn:
    """Return what the event `seq`, which sent work back, says of it."""
    row = connection.execute(
        select(
            history_event.c.payload, history_event.c.jabatan, history_event.c.occurred_at
        ).where(
            history_event.c.pemda_id == pemda_id,
            history_event.c.stream_id == instance_id,
            history_event.c.seq == seq,
        )
    ).one()
    reference = str(parse(row.payload).get("reason", ""))
    reason = connection.scalar(
        select(private_text.c.text).where(
            private_text.c.pemda_id == pemda_id,
            private_text.c.stream_id == instance_id,
            private_text.c.label == "reason",
            private_text.c.id == referenced(reference),
        )
    )
    return LastReturn(reason, row.jabatan, row.occurred_at)


def last_return_between(
    connection: Connection, pemda_id: UUID, instance_id: UUID, after: int, until: int
) -> LastReturn | None:
    """Return the last send-back among the events after `after`, up to `until`; None: none."""
    seq = connection.scalar(
        select(func.max(user_task.c.opened_seq)).where(
            user_task.c.pemda_id == pemda_id,
            user_task.c.instance_id == instance_id,
            user_task.c.returned,
            user_task.c.opened_seq > after,
            user_task.c.opened_seq <= until,
        )
    )
    return None if seq is None else return_told_by(connection, pemda_id, instance_id, seq)
