"""*Coba lagi* and *Abaikan*: what becomes of work that the worker gave up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.errors import Rejected
from service.events.structure import DispatchesDismissed, WorkTriedAgain
from service.store.stopped_work import stopped_among
from service.store.structure import structure_desk

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.events.structure import StoppedWork


class NothingStopped(Rejected):
    """Of what was chosen, nothing waits for a decision any more."""

    code = "work.settled-already"


def try_work_again(
    session: Session, caller: Caller, *, work: Sequence[StoppedWork] | None, now: datetime
) -> int:
    """Let the worker try anew what it gave up; return how many.

    `work`: None for all of it. What somebody else settled meanwhile is left alone. Raises
    OnlyAdministrators, NothingStopped.
    """
    with structure_desk(session, caller, now) as desk:
        found = stopped_among(desk.tx, desk.pemda_id, work)
        if not found:
            raise NothingStopped
        desk.record(WorkTriedAgain(work=found))
    return len(found)


def dismiss_dispatch(
    session: Session, caller: Caller, *, work: Sequence[StoppedWork], now: datetime
) -> int:
    """Give up for good what could not be handed on; return how many.

    A timer, a recount or a time of a start cannot be given up: a process would wait for ever,
    keep a wrong tenggat, or not begin on any later day either. Raises OnlyAdministrators,
    NothingStopped.
    """
    with structure_desk(session, caller, now) as desk:
        found = stopped_among(desk.tx, desk.pemda_id, work)
        sent = tuple(it.id for it in found if it.kind == "dispatch")
        if not sent:
            raise NothingStopped
        desk.record(DispatchesDismissed(dispatch_ids=sent))
    return len(sent)
