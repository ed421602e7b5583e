"""Record what an official did on paper: a paraf, a signature or a disposisi (decisions §3.6)."""

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
    from service.running.on_paper import Paper
    from service.running.results import Moved
    from service.store.idempotency import RequestKey


def record_on_paper(  # noqa: PLR0913 - what a person gives, one by one
    session: Session,
    caller: Caller,
    *,
    instance_id: UUID,
    task_no: int,
    paper: Paper,
    typed: Mapping[str, Any],
    outcome: str | None = None,
    ticks: Collection[str] = (),
    two_hats: bool = False,
    files: Mapping[str, Sequence[FileRef]] | None = None,
    request: RequestKey | None = None,
    now: datetime,
) -> Moved:
    """Complete a task that its official did with pen and paper, forward only.

    The caller records for the owning office and is never who acted. `paper` says in which jabatan,
    on which day, with which scan; `terjadi` of the event is that day. Approving and signing on
    paper are *Ditandatangani basah*. Raises what complete_task raises, and OnlyRecorders,
    NotOnPaper, OwnPaper, NotHeldThatDay, TimeContradicts, PaperBeforeVersion, PaperBeforeParaf,
    ReturnNotOnPaper.
    """
    given = Given(
        instance_id=instance_id,
        task_no=task_no,
        typed=typed,
        outcome=outcome,
        ticks=frozenset(ticks),
        two_hats=two_hats,
        files={key: tuple(brought) for key, brought in (files or {}).items()},
        paper=paper,
        request=request,
        now=now,
    )
    return complete(session, caller, given)
