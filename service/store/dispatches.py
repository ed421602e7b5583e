"""Messages and signals on their way to other processes, claimed by one worker at a time.

A process writes what it sent in the transaction of the step that sent it. Handing on is one short
transaction for each receiver (`commands.hand_on`), with a receipt: a worker that dies in between
is replaced when its lease ends, and no receiver gets anything twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_, delete, exists, func, insert, or_, select, update

from service.errors import NotFound
from service.store.ids import new_id
from service.store.joins import on
from service.store.leases import RELEASED, is_free, locked, wait_after
from service.store.listeners import key_of, topic_of
from service.store.tables import dispatch, dispatch_receipt, listener, process_instance
from service.store.ways_in import may_begin

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement, Connection, Select

    from service.store.changes import Change
    from service.store.instances import Instance
    from service.values import Value

#: How long a claim lasts: one after the other, a signal may have many receivers.
LEASE: Final = timedelta(minutes=5)

#: Claimed at once.
BATCH: Final = 10

#: Receivers that are looked up at once.
RECEIVERS: Final = 100

#: Failed attempts after which one is left dead, for a person to look at.
MOST_ATTEMPTS: Final = 8

#: Before the second attempt; it doubles with each one.
_FIRST_WAIT: Final = timedelta(seconds=30)

#: Before a message is looked at again that only a version that is not in force could begin with.
_PUT_OFF: Final = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Dispatch:
    """A message or a signal on its way."""

    pemda_id: UUID
    id: UUID
    office_id: UUID
    trial: bool
    kind: str
    name: str
    topic_sha256: str
    key_sha256: str | None
    #: the process that sent it, the event that says so, and which of those that it sent
    instance_id: UUID | None
    event_seq: int | None
    position: int | None
    #: JSON of what came from outside
    content: str | None
    made_at: datetime
    status: str
    attempts: int


_COLUMNS: Final = tuple(dispatch.c[name] for name in Dispatch.__dataclass_fields__)


def write_dispatches(tx: Connection, instance: Instance, change: Change, now: datetime) -> None:
    """Write what the step sent to other processes."""
    if not change.sent:
        return
    tx.execute(
        insert(dispatch),
        [
            _new(instance.pemda_id, instance.office_id, it.kind, it.name, it.key, now)
            | {
                "trial": instance.trial,
                "instance_id": instance.id,
                "event_seq": instance.head.seq + 1,
                "position": it.position,
                "content": None,
            }
            for it in change.sent
        ],
    )


def write_from_outside(  # noqa: PLR0913 - the columns of a row
    tx: Connection,
    pemda_id: UUID,
    office_id: UUID,
    *,
    kind: str,
    name: str,
    key: Value,
    trial: bool,
    content: str,
    now: datetime,
) -> UUID:
    """Write what a person or a program sends to processes of an office; return its id."""
    row = _new(pemda_id, office_id, kind, name, key, now)
    tx.execute(insert(dispatch).values(**row, trial=trial, content=content))
    made: UUID = row["id"]
    return made


def _new(
    pemda_id: UUID, office_id: UUID, kind: str, name: str, key: Value, now: datetime
) -> dict[str, Any]:
    return {
        "pemda_id": pemda_id,
        "id": new_id(),
        "office_id": office_id,
        "kind": kind,
        "name": name,
        "topic_sha256": topic_of(kind, name),
        "key_sha256": key_of(key) if kind == "message" else None,
        "made_at": now,
        "due_at": now,
        "status": "waiting",
        "attempts": 0,
    }


def dispatch_of(connection: Connection, pemda_id: UUID, dispatch_id: UUID) -> Dispatch:
    """Return one, whatever became of it. Raises NotFound."""
    row = connection.execute(
        select(*_COLUMNS).where(dispatch.c.pemda_id == pemda_id, dispatch.c.id == dispatch_id)
    ).one_or_none()
    if row is None:
        raise NotFound
    return Dispatch(*row)


# ---------------------------------------------------------------- who gets it


def receivers_of(connection: Connection, it: Dispatch, most: int = RECEIVERS) -> list[UUID]:
    """Return the processes that wait for it and have not got it, the longest waiting first.

    A signal is for all that waited when it was sent. A message is for the first of them, or for
    one that waits since, where it would also take an early message.
    """
    since = func.min(listener.c.armed_at)
    query = (
        select(listener.c.instance_id)
        .select_from(listener)
        .join(process_instance, on(process_instance.c.id, listener.c.instance_id))
        .where(
            listener.c.pemda_id == it.pemda_id,
            listener.c.topic_sha256 == it.topic_sha256,
            or_(listener.c.key_sha256.is_(None), listener.c.key_sha256 == it.key_sha256),
            or_(listener.c.early, listener.c.armed_at <= it.made_at),
            process_instance.c.office_id == it.office_id,
            process_instance.c.trial == it.trial,
            process_instance.c.status == "running",
            ~_got(it),
        )
        .group_by(listener.c.instance_id)
        .order_by(since, listener.c.instance_id)
        .limit(most)
    )
    if it.instance_id is not None:
        query = query.where(listener.c.instance_id != it.instance_id)
    return list(connection.execute(query).scalars())


def _got(it: Dispatch) -> ColumnElement[bool]:
    return exists().where(
        dispatch_receipt.c.pemda_id == it.pemda_id,
        dispatch_receipt.c.dispatch_id == it.id,
        dispatch_receipt.c.instance_id == listener.c.instance_id,
    )


def waits_for(connection: Connection, it: Dispatch, instance_id: UUID) -> bool:
    """Say whether a process is one of those that `receivers_of` names."""
    query = select(listener.c.token_no).where(
        listener.c.pemda_id == it.pemda_id,
        listener.c.instance_id == instance_id,
        listener.c.topic_sha256 == it.topic_sha256,
        or_(listener.c.key_sha256.is_(None), listener.c.key_sha256 == it.key_sha256),
        or_(listener.c.early, listener.c.armed_at <= it.made_at),
        ~_got(it),
    )
    return connection.execute(query.limit(1)).first() is not None


def write_receipt(tx: Connection, it: Dispatch, instance_id: UUID, event_seq: int) -> bool:
    """Write that a process got it; False: it was a message, and another process was faster."""
    tx.execute(
        insert(dispatch_receipt).values(
            pemda_id=it.pemda_id,
            dispatch_id=it.id,
            instance_id=instance_id,
            event_seq=event_seq,
        )
    )
    return it.kind == "signal" or note_done(tx, it)


# ---------------------------------------------------------------- workers


def claim_dispatches(tx: Connection, worker: str, now: datetime) -> tuple[Dispatch, ...]:
    """Claim what can be handed on, of all pemda, the oldest first.

    A message that nobody waits for is left where it is.
    """
    query = (
        select(*_COLUMNS)
        .where(
            dispatch.c.status == "waiting",
            dispatch.c.due_at <= now,
            is_free(dispatch, now),
            or_(dispatch.c.kind == "signal", _is_awaited(), may_begin(now)),
        )
        .order_by(dispatch.c.due_at, dispatch.c.id)
        .limit(BATCH)
    )
    claimed = []
    for row in locked(tx, query):
        it = Dispatch(*tuple(row))
        tx.execute(
            update(dispatch)
            .where(*_is(it))
            .values(lease_until=now + LEASE, leased_by=worker, attempts=it.attempts + 1)
        )
        claimed.append(it)
    return tuple(claimed)


def dispatch_waits(connection: Connection, now: datetime) -> bool:
    """Say whether anything could be claimed."""
    query: Select[Any] = select(dispatch.c.id).where(
        dispatch.c.status == "waiting",
        dispatch.c.due_at <= now,
        is_free(dispatch, now),
        or_(dispatch.c.kind == "signal", _is_awaited(), may_begin(now)),
    )
    found = connection.execute(query.limit(1).execution_options(across_tenants=True)).first()
    return found is not None


def _is_awaited() -> ColumnElement[bool]:
    return exists().where(
        listener.c.pemda_id == dispatch.c.pemda_id,
        listener.c.topic_sha256 == dispatch.c.topic_sha256,
        or_(listener.c.key_sha256.is_(None), listener.c.key_sha256 == dispatch.c.key_sha256),
        or_(listener.c.early, listener.c.armed_at <= dispatch.c.made_at),
        or_(dispatch.c.instance_id.is_(None), dispatch.c.instance_id != listener.c.instance_id),
        process_instance.c.pemda_id == listener.c.pemda_id,
        process_instance.c.id == listener.c.instance_id,
        process_instance.c.office_id == dispatch.c.office_id,
        process_instance.c.trial == dispatch.c.trial,
        process_instance.c.status == "running",
    )


def note_done(tx: Connection, it: Dispatch) -> bool:
    """Write that it was handed on; False: that was written before."""
    done = tx.execute(
        update(dispatch)
        .where(*_is(it), dispatch.c.status == "waiting")
        .values(status="done", content=None, last_error=None, **RELEASED)
    )
    return done.rowcount == 1


def let_go(tx: Connection, it: Dispatch) -> None:
    """Let a message go whose receiver waits no more; that was no failure."""
    tx.execute(
        update(dispatch)
        .where(*_is(it), dispatch.c.status == "waiting")
        .values(attempts=it.attempts, **RELEASED)
    )


def put_off(tx: Connection, it: Dispatch, now: datetime) -> None:
    """Let a message wait that nobody takes today; its version is not in force yet, or no more."""
    tx.execute(
        update(dispatch)
        .where(*_is(it), dispatch.c.status == "waiting")
        .values(due_at=now + _PUT_OFF, attempts=it.attempts, **RELEASED)
    )


def hold_waiting(tx: Connection, it: Dispatch) -> bool:
    """Lock one that is still on its way; False: it is not any more."""
    held = tx.execute(
        update(dispatch)
        .where(*_is(it), dispatch.c.status == "waiting")
        .values(name=dispatch.c.name)
    )
    return held.rowcount == 1


def give_back(tx: Connection, it: Dispatch, error: str, now: datetime) -> bool:
    """Let one go that could not be handed on; False: it is dead now.

    `error` is the code of what went wrong.
    """
    attempts = it.attempts + 1
    mine = (*_is(it), dispatch.c.status == "waiting")
    failed: dict[str, Any] = {"last_error": error[:200], **RELEASED}
    if attempts >= MOST_ATTEMPTS:
        tx.execute(update(dispatch).where(*mine).values(status="dead", **failed))
        return False
    due_at = now + wait_after(attempts, first=_FIRST_WAIT)
    tx.execute(update(dispatch).where(*mine).values(due_at=due_at, **failed))
    return True


def sweep_dispatches(tx: Connection, pemda_id: UUID, before: datetime) -> None:
    """Give up messages that nobody waited for so long, and forget what is over as long."""
    old = and_(dispatch.c.pemda_id == pemda_id, dispatch.c.made_at < before)
    over = exists().where(
        old,
        dispatch.c.id == dispatch_receipt.c.dispatch_id,
        dispatch.c.status.in_(("done", "unheard")),
    )
    tx.execute(delete(dispatch_receipt).where(dispatch_receipt.c.pemda_id == pemda_id, over))
    tx.execute(delete(dispatch).where(old, dispatch.c.status.in_(("done", "unheard"))))
    tx.execute(
        update(dispatch)
        .where(old, dispatch.c.status == "waiting", dispatch.c.attempts == 0)
        .values(status="unheard", content=None)
    )


def _is(it: Dispatch) -> tuple[ColumnElement[bool], ...]:
    return (dispatch.c.pemda_id == it.pemda_id, dispatch.c.id == it.id)
