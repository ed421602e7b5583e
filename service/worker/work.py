"""One round of the worker: claim what is due, fire it, give back what failed."""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING, Final

from service.commands.fire_timer import fire_timer
from service.errors import Conflict
from service.store.database import read, transaction
from service.store.timers import BATCH, claim_due, give_back, next_due
from service.worker.attempt import attempt

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
    act = partial(
        fire_timer,
        session,
        pemda_id=due.pemda_id,
        instance_id=due.instance_id,
        token_no=due.token_no,
    )
    # Gone: it fired, or its activity ended, after it was claimed.
    done = attempt(
        lambda: act(now=clock.now()),
        "Firing a timer",
        _LOG,
        action="timer",
        gone=(Conflict,),
        facts=facts,
    )
    if done.result is not None:
        told = {"action": "timer_fired", "seq": done.result.seq, **facts}
        _LOG.info("The timer fired.", extra=told)
    if done.error is not None:
        _give_back(session, clock, due, done.error)


def _give_back(session: Session, clock: Clock, due: DueTimer, error: str) -> None:
    """Let the timer go; where it is gone already, nothing is changed."""
    with transaction(session) as tx:
        again = give_back(tx, due, error, clock.now())
    if again is None:
        _LOG.error(
            "The timer was given up.",
            extra={"action": "timer_dead", "instance_id": str(due.instance_id), "code": error},
        )
