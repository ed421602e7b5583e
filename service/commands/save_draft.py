"""Keep what was typed into a task's form, so that no failing line or session loses it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import orjson

from service.running.authority import require_holder, require_unclaimed
from service.running.refusals import EntryRefused, TaskNotOpen
from service.store.database import read, transaction
from service.store.dialects import upsert
from service.store.instances import instance_and_task
from service.store.tables import draft

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from service.access.model import Caller

#: Bytes of one draft.
_LARGEST: Final = 256 * 1024


def save_draft(
    session: Session,
    caller: Caller,
    *,
    instance_id: UUID,
    task_no: int,
    typed: Mapping[str, Any],
    now: datetime,
    though_taken: bool = False,
) -> None:
    """Keep the answers of this person to an open task; the newest draft counts.

    `typed` is kept as it is, valid or not, and goes when the task is closed. It is no event: a
    draft is nobody else's business. `though_taken`: keep it also when somebody else took the task
    meanwhile, for the day on which it is let go; each person has a draft of their own.

    Raises NotFound, NotYourTask, ClaimedByAnother, TaskNotOpen, EntryRefused when it is too large.
    """
    raw = orjson.dumps(dict(typed))
    if len(raw) > _LARGEST:
        raise EntryRefused(field="draft", limit=_LARGEST)
    with read(session) as connection:
        instance, task = instance_and_task(connection, caller.pemda_id, instance_id, task_no)
        require_holder(connection, caller, instance, task)
        if task.status != "open":
            raise TaskNotOpen(jabatan=task.claimed_jabatan or "")
        if not though_taken:
            require_unclaimed(caller, task)
    row = {
        "pemda_id": caller.pemda_id,
        "instance_id": instance_id,
        "task_no": task_no,
        "person_id": caller.person_id,
        "typed": raw.decode(),
        "saved_at": now,
    }
    with transaction(session) as tx:
        upsert(tx, draft, [row], update=["typed", "saved_at"])
