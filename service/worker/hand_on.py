"""One round of handing on: what processes sent goes to those that wait for it."""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING, Final

from service.commands.begin_by_sent import begin_by_sent
from service.commands.hand_on import hand_on
from service.running.refusals import DispatchGone, ProcessNotRunning
from service.store.beginners import versions_begun_by
from service.store.database import read, transaction
from service.store.dispatches import (
    RECEIVERS,
    claim_dispatches,
    dispatch_of,
    dispatch_waits,
    give_back,
    let_go,
    note_done,
    put_off,
    receivers_of,
)
from service.worker.attempt import attempt

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from sqlalchemy.orm import Session, sessionmaker

    from service.clock import Clock
    from service.running.results import Moved
    from service.store.dispatches import Dispatch

_LOG: Final = logging.getLogger(__name__)


def hand_on_sent(sessions: sessionmaker[Session], clock: Clock, worker: str) -> None:
    """Hand on everything that somebody waits for; what that sends is handed on in turn."""
    with sessions() as session:
        while True:
            with read(session) as connection:
                if not dispatch_waits(connection, clock.now()):
                    return
            with transaction(session) as tx:
                claimed = claim_dispatches(tx, worker, clock.now())
            if not claimed:
                return  # another worker's
            for it in claimed:
                _hand_on(session, clock, it)


def _hand_on(session: Session, clock: Clock, it: Dispatch) -> None:
    """Give a signal to all, a message to the first that takes it; then begin what begins with it.

    A message that a process takes begins none.
    """
    tried: set[UUID] = set()
    error: str | None = None
    while new := _receivers(session, it, tried):
        for instance_id in new:
            tried.add(instance_id)
            came_of_it = _to_one(session, clock, it, instance_id)
            if came_of_it is None and it.kind == "message":
                return  # done, in the receiver's own transaction
            error = came_of_it or error
        if error is not None and it.kind == "message":
            break  # the first is the one it is for; it is tried again
    if it.kind == "signal" or not error:
        came_of_it = _begin(session, clock, it)
        if came_of_it is None and it.kind == "message":
            return
        error = came_of_it or error
    with transaction(session) as tx:
        if error is not None:
            again = give_back(tx, it, error, clock.now())
        elif it.kind == "signal":
            again = note_done(tx, it)
        else:
            again = True
            # Claimed for a version that is not in force today: that will not change in a moment.
            let_go(tx, it) if tried else put_off(tx, it, clock.now())
    if not again:
        _LOG.error("A sent one was given up.", extra={"action": "dispatch_dead", **_facts(it)})


def _begin(session: Session, clock: Clock, it: Dispatch) -> str | None:
    """Begin what begins with it, a message one alone.

    Return the code of what went wrong; None: a process began; "": nothing begins with it.
    """
    with read(session) as connection:
        versions = versions_begun_by(connection, it, clock.now())
    found: str | None = ""
    for version_id in versions:
        act = partial(
            begin_by_sent, session, pemda_id=it.pemda_id, dispatch_id=it.id, version_id=version_id
        )
        came_of_it = _guarded(act, clock, {**_facts(it), "version_id": str(version_id)})
        if it.kind == "message":
            return came_of_it
        found = came_of_it or found
    return found


def _receivers(session: Session, it: Dispatch, tried: set[UUID]) -> list[UUID]:
    with read(session) as connection:
        if dispatch_of(connection, it.pemda_id, it.id).status != "waiting":
            return []  # a message that another worker handed on
        found = receivers_of(connection, it, RECEIVERS + len(tried))
    new = [instance_id for instance_id in found if instance_id not in tried]
    return new[:1] if it.kind == "message" else new


def _to_one(session: Session, clock: Clock, it: Dispatch, instance_id: UUID) -> str | None:
    """Return the code of what went wrong; None: the process has it; "": it waits no more."""
    act = partial(
        hand_on, session, pemda_id=it.pemda_id, dispatch_id=it.id, instance_id=instance_id
    )
    return _guarded(act, clock, {**_facts(it), "instance_id": str(instance_id)})


def _guarded(act: Callable[..., Moved], clock: Clock, facts: dict[str, str]) -> str | None:
    done = attempt(
        lambda: act(now=clock.now()),
        "Handing on",
        _LOG,
        action="dispatch",
        gone=(DispatchGone, ProcessNotRunning),
        facts=facts,
    )
    if done.result is not None:
        told = {"action": "handed_on", "seq": done.result.seq, **facts}
        _LOG.info("It was handed on.", extra=told)
    return "" if done.gone else done.error


def _facts(it: Dispatch) -> dict[str, str]:
    return {"dispatch_id": str(it.id), "kind": it.kind}
