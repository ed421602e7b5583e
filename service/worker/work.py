"""One round of the worker: claim what is due, fire it, give back what failed."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from service.commands.fire_timer import fire_timer
from service.errors import AlurError, Conflict
from service.store.database import read, transaction
from service.store.timers import BATCH, claim_due, give_back, next_due

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session, sessionmaker

    from service.clock import Clock
    from service.store.timers import DueTimer

_LOG: Final = logging.getLogger(__name__)


def fire_due(sessions: sessionmaker[Session], clock: Clock, worker: str) -> datetime | None:
    """Fire every timer that is due and return when the next one is; None when none waits."""
    with sessions() as session:
        while True:
            now = clock.now()
            with read(session) as connection:
                following = next_due(connection, now)
            if following is None or following > now:
                return following
            with transaction(session) as tx:
                claimed = claim_due(tx, worker, now)
            for due in claimed:
                _fire(session, clock, due)
            if len(claimed) < BATCH:
                # What is still due is another worker's.
                return None if not claimed else clock.now()


def _fire(session: Session, clock: Clock, due: DueTimer) -> None:
    facts = {"instance_id": str(due.instance_id), "token_no": due.token_no}
    try:
        moved = fire_timer(
            session,
            pemda_id=due.pemda_id,
            instance_id=due.instance_id,
            token_no=due.token_no,
            now=clock.now(),
        )
    except Conflict as gone:
        # It fired, or its activity ended, after it was claimed.
        _LOG.info("The timer was gone.", extra={"action": "timer_gone", **facts})
        _give_back(session, clock, due, gone.code)
    except AlurError as error:
        _LOG.warning(
            "The timer could not fire.",
            extra={"action": "timer_failed", "code": error.code, **facts},
        )
        _give_back(session, clock, due, error.code)
    except Exception as error:  # noqa: BLE001 - it is logged whole, and the others go on
        # A fault of ours in one process must not stop the timers of all the others.
        _LOG.exception("The timer failed.", extra={"action": "timer_failed", **facts})
        _give_back(session, clock, due, type(error).__name__)
    else:
        _LOG.info("The timer fired.", extra={"action": "timer_fired", "seq": moved.seq, **facts})


def _give_back(session: Session, clock: Clock, due: DueTimer, error: str) -> None:
    """Let the timer go; where it is gone already, nothing is changed."""
    with transaction(session) as tx:
        again = give_back(tx, due, error, clock.now())
    if again is None:
        _LOG.error(
            "The timer was given up.",
            extra={"action": "timer_dead", "instance_id": str(due.instance_id), "code": error},
        )
