"""A command on a running process: look, think, write, and once more when a neighbour was faster.

`look` reads in a short transaction, `think` runs with none open, `write` has one short write
transaction. When only the revision moved in between, the command runs again by itself, this time
holding the process, so that it cannot lose again (decisions §2.2). What `look` and `think` refuse
the second time is refused because of what is true now: a task that is no longer open, and never
a neighbour's work in the same process.

A page has read the task before, to know what its form asks. Then the command thinks about that and
writes at once: it holds where the revision is still the one that was read, and a key that was used
before is found taken. What would be refused is looked at anew first.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from sqlalchemy.exc import IntegrityError

from service.errors import AlurError
from service.store.database import read, transaction
from service.store.history import HeadMoved
from service.store.idempotency import was_faster
from service.store.instances import lock_instance
from service.store.record import RevisionMoved

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from uuid import UUID

    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

Seen = TypeVar("Seen")
Thought = TypeVar("Thought")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Answered:
    """The request was answered before; this was the answer."""

    answer: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Attempt(Generic[Seen, Thought, Result]):
    """The parts of a command. None of them keeps anything between two runs."""

    look: Callable[[Connection], Seen | Answered]
    think: Callable[[Seen], Thought]
    write: Callable[[Connection, Seen, Thought], Result]
    #: the result of a request that was answered before
    repeat: Callable[[Mapping[str, Any]], Result]
    #: what `look` would find, read earlier in the same request; None: nothing was
    seen: Seen | None = None


def attempt(
    session: Session,
    pemda_id: UUID,
    instance_id: UUID,
    parts: Attempt[Seen, Thought, Result],
) -> Result:
    """Carry out a command on a process and return its result.

    Raises what its parts raise; nothing was written then.
    """
    decided = _decided_before(parts)
    if decided is None:
        with read(session) as connection:
            seen = parts.look(connection)
        if isinstance(seen, Answered):
            return parts.repeat(seen.answer)
        decided = seen, parts.think(seen)
    try:
        with transaction(session) as tx:
            return parts.write(tx, *decided)
    except (RevisionMoved, HeadMoved):
        pass
    except IntegrityError as error:
        # The same request, sent twice at once: its twin was committed first.
        if not was_faster(error):
            raise
    with transaction(session) as tx:
        lock_instance(tx, pemda_id, instance_id)
        seen = parts.look(tx)
        if isinstance(seen, Answered):
            return parts.repeat(seen.answer)
        return parts.write(tx, seen, parts.think(seen))


def _decided_before(parts: Attempt[Seen, Thought, Result]) -> tuple[Seen, Thought] | None:
    """Return what was read before and what follows of it; None: it must be looked at."""
    if parts.seen is None:
        return None
    try:
        return parts.seen, parts.think(parts.seen)
    except AlurError:
        # Perhaps only because of what is no longer so, or because it was this very request.
        return None
