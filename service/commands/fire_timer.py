"""Fire a BPMN timer whose instant has come; the worker does, as the system itself."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import bindparam, select

from service.engine.api import FireTimer, Step
from service.errors import AlurError
from service.events.engine_moves import TimerFired
from service.running import steps
from service.running.attempts import Answered, Attempt, attempt
from service.running.definitions import definition_of
from service.running.refusals import TimerGone
from service.running.results import Moved, moved
from service.running.standing import require_awake
from service.store.database import read, transaction
from service.store.ground import grounds_of
from service.store.history import SYSTEM, HeadMoved
from service.store.instances import instance_of, instances_of
from service.store.record import RevisionMoved, record, record_all
from service.store.tables import timer

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection, Row
    from sqlalchemy.orm import Session

    from service.running.definitions import PinnedDefinition
    from service.store.changes import Change
    from service.store.instances import Instance

#: Built once: building a statement costs more than running it.
_TIMERS: Final = select(
    timer.c.instance_id, timer.c.token_no, timer.c.element_id, timer.c.due_at
).where(timer.c.pemda_id == bindparam("pemda_id"))
_TIMER: Final = _TIMERS.where(
    timer.c.instance_id == bindparam("instance_id"), timer.c.token_no == bindparam("token_no")
)
_TIMERS_OF: Final = _TIMERS.where(timer.c.instance_id.in_(bindparam("ids", expanding=True)))


@dataclass(frozen=True, slots=True)
class _Seen:
    instance: Instance
    definition: PinnedDefinition
    token_no: int
    element_id: str
    due_at: datetime


def fire_timer(
    session: Session, *, pemda_id: UUID, instance_id: UUID, token_no: int, now: datetime
) -> Moved:
    """Fire a timer and return where the process stands then.

    Raises NotFound, TimerGone when it fired before or was cancelled, ProcessNotRunning,
    ProcessSuspended, and TimerNotDue of the engine.
    """

    def look(connection: Connection) -> _Seen | Answered:
        instance = instance_of(connection, pemda_id, instance_id)
        asked = {"pemda_id": pemda_id, "instance_id": instance_id, "token_no": token_no}
        row = connection.execute(_TIMER, asked).one_or_none()
        if row is None:
            raise TimerGone
        return _seen(connection, instance, row)

    def write(tx: Connection, seen: _Seen, step: Step) -> Moved:
        around = steps.surroundings(tx, seen.instance, seen.definition, step)
        record(tx, seen.instance, _change(around, seen, step, now), SYSTEM, now)
        return steps.moved_by(seen.instance, step)

    parts = Attempt(look, lambda seen: _step(seen, now), write, moved)
    return attempt(session, pemda_id, instance_id, parts)


def fire_timers(
    session: Session, pemda_id: UUID, tokens: Mapping[UUID, int], *, now: datetime
) -> dict[UUID, Moved]:
    """Fire timers of several processes, of each its token, in one transaction.

    Each is a command of its own, with an event of its own; together they wait for the disk once.
    Return where the processes stand whose timer fired: none of them, where another command on one
    was faster. Whoever fires the others alone hears what is wrong with them. Raises what writing
    any of them raises; nothing of any is written then.
    """
    with read(session) as connection:
        seen = _seen_together(connection, pemda_id, tokens)
    thought = [(it, step) for it in seen if (step := _step_or_none(it, now)) is not None]
    if not thought:
        return {}
    with suppress(RevisionMoved, HeadMoved):
        return _written(session, pemda_id, thought, now)
    return {}


def _written(
    session: Session, pemda_id: UUID, thought: list[tuple[_Seen, Step]], now: datetime
) -> dict[UUID, Moved]:
    with transaction(session) as tx:
        opened = {it.instance.id: [task.path for task in step.opened] for it, step in thought}
        grounds = grounds_of(tx, pemda_id, opened)
        changed = []
        for it, step in thought:
            ground = grounds[it.instance.id]
            around = steps.surroundings(tx, it.instance, it.definition, step, ground=ground)
            changed.append((it.instance, _change(around, it, step, now)))
        record_all(tx, changed, SYSTEM, now)
    return {it.instance.id: steps.moved_by(it.instance, step) for it, step in thought}


def _seen_together(
    connection: Connection, pemda_id: UUID, tokens: Mapping[UUID, int]
) -> list[_Seen]:
    """Return what is there to fire, in an order in which no two workers wait for each other."""
    instances = instances_of(connection, pemda_id, tokens)
    rows = connection.execute(_TIMERS_OF, {"pemda_id": pemda_id, "ids": list(tokens)}).all()
    found = []
    for row in sorted(rows, key=lambda row: row.instance_id):
        instance = instances.get(row.instance_id)
        if instance is None or row.token_no != tokens[row.instance_id]:
            continue
        with suppress(AlurError):
            found.append(_seen(connection, instance, row))
    return found


def _seen(connection: Connection, instance: Instance, row: Row[Any, Any, Any, Any]) -> _Seen:
    definition = definition_of(connection, instance.pemda_id, instance.version_id)
    return _Seen(instance, definition, row.token_no, row.element_id, row.due_at)


def _step(seen: _Seen, now: datetime) -> Step:
    require_awake(seen.instance)
    return steps.executed(seen.definition, seen.instance, FireTimer(seen.token_no), now)


def _step_or_none(seen: _Seen, now: datetime) -> Step | None:
    try:
        return _step(seen, now)
    except Exception:  # noqa: BLE001 - it is fired alone, where what is wrong is told
        return None


def _change(around: steps.Surroundings, seen: _Seen, step: Step, now: datetime) -> Change:
    opened = steps.opened_tasks(around, step, now)
    command = FireTimer(seen.token_no)
    event = TimerFired(
        **steps.moving(command, step, opened, zone=seen.instance.timezone),
        element_id=seen.element_id,
        token_no=seen.token_no,
        due_at=seen.due_at,
    )
    return steps.change_of(step, event, opened)
