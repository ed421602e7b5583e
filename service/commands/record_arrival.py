"""Record that an outside agency's part arrived: its own account, or one of ours on its behalf."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from service.running.completing import Given, complete

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.forms import FileRef
    from service.running.completing import Seen
    from service.running.results import Moved
    from service.store.idempotency import RequestKey


def record_arrival(  # noqa: PLR0913 - what a person gives, one by one
    session: Session,
    caller: Caller,
    *,
    instance_id: UUID,
    task_no: int,
    typed: Mapping[str, Any],
    outcome: str | None = None,
    reason: str | None = None,
    ticks: Collection[str] = (),
    without: str | None = None,
    files: Mapping[str, Sequence[FileRef]] | None = None,
    occurred_at: datetime | None = None,
    request: RequestKey | None = None,
    seen: Seen | None = None,
    now: datetime,
) -> Moved:
    """Complete a receive task in the lane of outside agencies (decisions §3.5).

    Number, date and file come by the step's form. `occurred_at` is when it arrived, where that was
    before now; the event then says both, and "dicatat oleh … atas nama …" when the caller only
    records for the agency. `seen` is as for complete_task. Raises what complete_task raises, and
    TimeContradicts.
    """
    given = Given(
        instance_id=instance_id,
        task_no=task_no,
        arriving=True,
        typed=typed,
        outcome=outcome,
        reason=reason,
        ticks=frozenset(ticks),
        without=without,
        files={key: tuple(brought) for key, brought in (files or {}).items()},
        occurred_at=occurred_at,
        request=request,
        now=now,
    )
    return complete(session, caller, given, seen=seen)
