"""One round of beginning: what SOPs begin at a time."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from service.commands.begin_by_time import begin_by_time
from service.running.refusals import TimerGone
from service.store.database import read, transaction
from service.store.ways_in import claim_due_ways, give_back_way, way_is_due
from service.worker.attempt import attempt

if TYPE_CHECKING:
    from sqlalchemy.orm import Session, sessionmaker

    from service.clock import Clock
    from service.store.ways_in import DueWay

_LOG: Final = logging.getLogger(__name__)


def begin_due(sessions: sessionmaker[Session], clock: Clock, worker: str) -> None:
    """Begin every process whose time has come."""
    with sessions() as session:
        while True:
            with read(session) as connection:
                if not way_is_due(connection, clock.now()):
                    return
            with transaction(session) as tx:
                claimed = claim_due_ways(tx, worker, clock.now())
            if not claimed:
                return  # another worker's
            for due in claimed:
                _begin(session, clock, due)


def _begin(session: Session, clock: Clock, due: DueWay) -> None:
    facts = {"version_id": str(due.version_id), "element_id": due.element_id}
    done = attempt(
        lambda: begin_by_time(session, due, now=clock.now()),
        "Beginning at a time",
        _LOG,
        action="way",
        gone=(TimerGone,),
        facts=facts,
    )
    if done.gone:
        return  # another worker's
    if done.error is not None:
        _give_back(session, clock, due, done.error)
        return
    begun = "" if done.result is None else str(done.result.instance_id)
    told = {"action": "begun_by_time", "instance_id": begun, **facts}
    _LOG.info("A process began at its time.", extra=told)


def _give_back(session: Session, clock: Clock, due: DueWay, error: str) -> None:
    with transaction(session) as tx:
        again = give_back_way(tx, due, error, clock.now())
    if not again:
        told = {"action": "way_dead", "version_id": str(due.version_id), "code": error}
        _LOG.error("A time that begins processes was given up.", extra=told)
