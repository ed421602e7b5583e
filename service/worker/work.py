"""One round of the worker: claim what is due, fire it, give back what failed."""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING, Final

from service.commands.fire_timer import fire_timer, fire_timers
from service.errors import Conflict
from service.store.database import read, transaction
from service.store.timers import BATCH, claim_due, give_back, next_due
from service.worker.attempt import attempt

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session, sessionmaker

    from service.clock import Clock
    from service.running.results import Moved
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
            fired = _fire_together(session, clock, claimed)
            for due in claimed:
                if due not in fired:
                    _fire(session, clock, due)
            if len(claimed) < BATCH:
                # What is still due is another worker's.
                return None if not claimed else clock.now()


def _fire_together(
    session: Session, clock: Clock, claimed: Sequence[DueTimer]
) -> frozenset[DueTimer]:
    """Fire timers of each pemda in one transaction, of a process one; return those that did.

    Every other one is to be fired alone: one that cannot fire stops none beside it.
    """
    fired: set[DueTimer] = set()
    by_pemda: dict[UUID, dict[UUID, DueTimer]] = {}
    for due in claimed:
        by_pemda.setdefault(due.pemda_id, {}).setdefault(due.instance_id, due)
    for pemda_id, together in by_pemda.items():
        if len(together) == 1:
            continue
        tokens = {instance_id: due.token_no for instance_id, due in together.items()}
        done = attempt(
            partial(fire_timers, session, pemda_id, tokens, now=clock.now()),
            "Firing timers together",
            _LOG,
            action="timers_together",
            gone=(),
            facts={"timers": len(tokens)},
        )
        for instance_id, moved in (done.result or {}).items():
            due = together[instance_id]
            fired.add(due)
            _tell(due, moved)
    return frozenset(fired)


def _fire(session: Session, clock: Clock, due: DueTimer) -> None:
    facts = _facts(due)
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
        _tell(due, done.result)
    if done.error is not None:
        _give_back(session, clock, due, done.error)


def _tell(due: DueTimer, moved: Moved) -> None:
    told = {"action": "timer_fired", "seq": moved.seq, **_facts(due)}
    _LOG.info("The timer fired.", extra=told)


def _facts(due: DueTimer) -> dict[str, object]:
    return {"instance_id": str(due.instance_id), "token_no": due.token_no}


def _give_back(session: Session, clock: Clock, due: DueTimer, error: str) -> None:
    """Let the timer go; where it is gone already, nothing is changed."""
    with transaction(session) as tx:
        again = give_back(tx, due, error, clock.now())
    if again is None:
        _LOG.error(
            "The timer was given up.",
            extra={"action": "timer_dead", "instance_id": str(due.instance_id), "code": error},
        )
