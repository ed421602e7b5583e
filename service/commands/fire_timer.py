"""Fire a BPMN timer whose instant has come; the worker does, as the system itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import bindparam, select

from service.engine.api import FireTimer, Step
from service.events.engine_moves import TimerFired
from service.running import steps
from service.running.attempts import Answered, Attempt, attempt
from service.running.definitions import definition_of
from service.running.refusals import TimerGone
from service.running.results import Moved, moved
from service.running.standing import require_awake
from service.store.history import SYSTEM
from service.store.instances import instance_of
from service.store.record import record
from service.store.tables import timer

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from service.running.definitions import PinnedDefinition
    from service.store.instances import Instance

#: Built once: building a statement costs more than running it.
_TIMER: Final = select(timer.c.element_id, timer.c.due_at).where(
    timer.c.pemda_id == bindparam("pemda_id"),
    timer.c.instance_id == bindparam("instance_id"),
    timer.c.token_no == bindparam("token_no"),
)


@dataclass(frozen=True, slots=True)
class _Seen:
    instance: Instance
    definition: PinnedDefinition
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
        definition = definition_of(connection, pemda_id, instance.version_id)
        return _Seen(instance, definition, row.element_id, row.due_at)

    def think(seen: _Seen) -> Step:
        require_awake(seen.instance)
        command = FireTimer(token_no)
        return steps.executed(seen.definition, seen.instance, command, now)

    def write(tx: Connection, seen: _Seen, step: Step) -> Moved:
        around = steps.surroundings(tx, seen.instance, seen.definition, step)
        opened = steps.opened_tasks(around, step, now)
        event = TimerFired(
            **steps.moving(FireTimer(token_no), step, opened, zone=seen.instance.timezone),
            element_id=seen.element_id,
            token_no=token_no,
            due_at=seen.due_at,
        )
        record(tx, seen.instance, steps.change_of(step, event, opened), SYSTEM, now)
        return steps.moved_by(seen.instance, step)

    return attempt(session, pemda_id, instance_id, Attempt(look, think, write, moved))
