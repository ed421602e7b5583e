"""After a change of the calendar: due dates counted again, process by process."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from service.commands.move_due_dates import move_due_dates
from service.errors import AlurError
from service.store.database import StoreBusy, read, transaction
from service.store.recounts import (
    Counted,
    batch_of,
    claim_recount,
    finish_recount,
    note_progress,
    recount_waits,
)

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session, sessionmaker

    from service.clock import Clock
    from service.store.recounts import Recount

_LOG: Final = logging.getLogger(__name__)


def recount_due(sessions: sessionmaker[Session], clock: Clock, worker: str) -> bool:
    """Count one batch of processes again; False: nothing waits.

    In batches, so that timers do not wait for a large pemda to be through.
    """
    with sessions() as session:
        with read(session) as connection:
            if not recount_waits(connection, clock.now()):
                return False
        with transaction(session) as tx:
            recount = claim_recount(tx, worker, clock.now())
        if recount is None:
            return False
        with read(session) as connection:
            batch = batch_of(connection, recount, recount.after_id)
        if not batch:
            with transaction(session) as tx:
                finish_recount(tx, recount, worker, clock.now())
            return True
        counted = _count(session, clock, recount, batch)
        with transaction(session) as tx:
            note_progress(tx, recount, worker, counted)
    return True


def _count(session: Session, clock: Clock, recount: Recount, batch: list[UUID]) -> Counted:
    moved = failed = 0
    for instance_id in batch:
        facts = {"instance_id": str(instance_id), "change_id": str(recount.change_id)}
        try:
            moved += move_due_dates(
                session, pemda_id=recount.pemda_id, instance_id=instance_id, now=clock.now()
            )
        except StoreBusy:
            # Nothing is wrong with the process: the batch comes again when the lease is over.
            raise
        except AlurError as error:
            failed += 1
            _LOG.warning(
                "Due dates of a process could not be counted again.",
                extra={"action": "recount_failed", "code": error.code, **facts},
            )
        except Exception:  # noqa: BLE001 - it is logged whole, and the others go on
            # A fault of ours in one process must not keep all the others from being counted. What
            # passes, a store that is locked or away, is StoreBusy above.
            failed += 1
            _LOG.exception(
                "Due dates of a process were not counted again.",
                extra={"action": "recount_failed", **facts},
            )
    return Counted(len(batch), moved, failed, batch[-1])
