"""*Disetujui untuk ditandatangani*, before the signature itself: the step goes on waiting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.events.process import SignatureApproved
from service.running import completing
from service.running.attempts import Attempt, attempt
from service.running.completing import Given
from service.running.results import Moved, moved
from service.store.authority import require_still_holds
from service.store.changes import Change
from service.store.history import actor_of
from service.store.idempotency import remember
from service.store.record import record

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.running.completing import Seen
    from service.running.papers import Papers
    from service.store.idempotency import RequestKey


def approve_for_signature(  # noqa: PLR0913 - what a person gives, one by one
    session: Session,
    caller: Caller,
    *,
    instance_id: UUID,
    task_no: int,
    ticks: Collection[str] = (),
    two_hats: bool = False,
    reviewed: Mapping[str, str] | None = None,
    request: RequestKey | None = None,
    now: datetime,
) -> Moved:
    """State that a document may be signed as it is; the signature on paper or a TTE comes after.

    `reviewed` as in `complete_task`. In a trial run and in a demo, where the approval stands in
    for the signature, completing the task does it. Raises NotFound, NotYourTask,
    ClaimedByAnother, TaskNotOpen, PasswordNeeded, NothingToApprove, NothingToAct, ParafMissing,
    ChecklistBeforeAct, TwoHatsUndeclared.
    """
    given = Given(
        instance_id=instance_id,
        task_no=task_no,
        ticks=frozenset(ticks),
        two_hats=two_hats,
        reviewed=reviewed,
        request=request,
        now=now,
    )

    def write(tx: Connection, seen: Seen, papers: Papers) -> Moved:
        require_still_holds(tx, caller, seen.holder, now)
        event = SignatureApproved(
            element_id=seen.task.element_id,
            task_no=task_no,
            acts=tuple(papers.told_acts),
            confirmed_at=caller.confirmed_at,
        )
        change = Change(events=(event,), element_id=seen.task.element_id, acts=tuple(papers.acts))
        head = record(tx, seen.instance, change, actor_of(caller, seen.holder), now)
        result = Moved(seen.instance.id, seen.instance.number, head.seq, "running")
        remember(tx, caller.pemda_id, caller.person_id, request, result.answer(), now)
        return result

    parts = Attempt(
        look=lambda connection: completing.look(connection, caller, given),
        think=lambda seen: completing.think_approval(caller, given, seen),
        write=write,
        repeat=moved,
    )
    return attempt(session, caller.pemda_id, instance_id, parts)
