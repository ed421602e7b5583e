"""What the worker gave up, as an administrator reads it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.access.rules import administrator_for
from service.errors import AlurError
from service.queries.places import place_at
from service.running.definitions import definition_of
from service.store.database import read
from service.store.stopped_work import count_dead, stopped_work

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.store.stopped_work import Stopped


@dataclass(frozen=True, slots=True)
class StoppedView:
    """One thing that was given up."""

    stopped: Stopped
    #: what the timer or the start event is called in its diagram; None: it is neither
    step: str | None
    #: code of what went wrong, as history and logs name it; None: a fault of the service itself
    code: str | None


def stopped_views(session: Session, caller: Caller) -> tuple[StoppedView, ...]:
    """Return what waits for a decision, by kind, the oldest first. Raises OnlyAdministrators."""
    administrator_for(caller)
    with read(session) as connection:
        return tuple(
            StoppedView(it, _step(connection, caller, it), _code(it.error))
            for it in stopped_work(connection, caller.pemda_id)
        )


def count_stopped(session: Session, caller: Caller) -> int:
    """Return how much waits for a decision. Raises OnlyAdministrators."""
    administrator_for(caller)
    with read(session) as connection:
        return count_dead(connection, caller.pemda_id)


def _step(connection: Connection, caller: Caller, it: Stopped) -> str | None:
    if it.version_id is None or it.element_id is None:
        return None
    try:
        engine = definition_of(connection, caller.pemda_id, it.version_id).engine
    except AlurError:
        return it.element_id  # perhaps just what stopped it
    return place_at(engine, engine.path_of(it.element_id) or it.element_id).title


def _code(error: str | None) -> str | None:
    """Return a code of ours; the class of a fault says nothing to people."""
    return error if error is not None and "." in error else None
