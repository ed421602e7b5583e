"""Complete a task: forward, or back to where the diagram draws a return."""

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


def complete_task(  # noqa: PLR0913 - what a person gives, one by one
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
    two_hats: bool = False,
    reviewed: Mapping[str, str] | None = None,
    files: Mapping[str, Sequence[FileRef]] | None = None,
    request: RequestKey | None = None,
    seen: Seen | None = None,
    now: datetime,
) -> Moved:
    """Complete an open task in the name of the caller's jabatan.

    `outcome` is the value of a drawn flow; None takes the form's choice or the only forward one.
    Sending back asks for a `reason` and leaves the form unasked. `ticks` name the lines of the
    kelengkapan that are there; `without` says why others are not. `two_hats` declares *rangkap
    peran*. A task that nobody has taken is
    taken by completing it. Acts on documents ask that the password was typed in the last five
    minutes (`caller.confirmed_at`). `seen` is what this request read of the task before
    (`queries.task_asked`), and saves reading it again.

    Raises NotFound, NotYourTask, ClaimedByAnother, TaskNotOpen, FieldsRejected, PasswordNeeded
    and the refusals of `running.refusals`; nothing has changed then.
    """
    given = Given(
        instance_id=instance_id,
        task_no=task_no,
        typed=typed,
        outcome=outcome,
        reason=reason,
        ticks=frozenset(ticks),
        without=without,
        two_hats=two_hats,
        reviewed=reviewed,
        files={key: tuple(brought) for key, brought in (files or {}).items()},
        request=request,
        now=now,
    )
    return complete(session, caller, given, seen=seen)
