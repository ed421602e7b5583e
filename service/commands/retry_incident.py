"""Try the automatic steps of a *kendala proses* once more (decisions §1.6)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from service.engine.api import RetryIncident, Step
from service.events.engine_moves import IncidentResolved, IncidentRetried
from service.running import steps
from service.running.acting import Act, act
from service.running.authority import managed_process
from service.running.definitions import definition_of
from service.running.refusals import IncidentGone
from service.running.standing import require_awake
from service.store.tables import incident

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from service.access.model import Caller, Holder
    from service.running.definitions import PinnedDefinition
    from service.running.results import Moved
    from service.store.changes import Change
    from service.store.idempotency import RequestKey
    from service.store.instances import Instance


@dataclass(frozen=True, slots=True)
class _Seen:
    instance: Instance
    holder: Holder
    definition: PinnedDefinition
    element_id: str


def retry_incident(
    session: Session,
    caller: Caller,
    *,
    instance_id: UUID,
    number: int,
    request: RequestKey | None = None,
    now: datetime,
) -> Moved:
    """Let the process go on from where it stands; `incident` of the result says it failed again.

    The head or secretary of the owning office does, with the password typed just before. Raises
    NotFound, NotTheManager, PasswordNeeded, IncidentGone, ProcessNotRunning,
    ProcessSuspended.
    """

    def look(connection: Connection) -> _Seen:
        instance, holder = managed_process(connection, caller, instance_id, now)
        row = connection.execute(
            select(incident.c.element_id, incident.c.resolved_at).where(
                incident.c.pemda_id == caller.pemda_id,
                incident.c.instance_id == instance_id,
                incident.c.number == number,
            )
        ).one_or_none()
        if row is None or row.resolved_at is not None:
            raise IncidentGone
        definition = definition_of(connection, caller.pemda_id, instance.version_id)
        return _Seen(instance, holder, definition, row.element_id)

    def think(seen: _Seen) -> Step:
        require_awake(seen.instance)
        command = RetryIncident(number)
        return steps.executed(seen.definition, seen.instance, command, now)

    def changed(tx: Connection, seen: _Seen, step: Step) -> Change:
        return _change(tx, seen, step, number, now)

    parts = Act(look, think, changed, lambda seen, step: steps.moved_by(seen.instance, step))
    return act(session, caller, instance_id, parts, request=request, now=now)


def _change(tx: Connection, seen: _Seen, step: Step, number: int, now: datetime) -> Change:
    opened = steps.opened_tasks(
        steps.surroundings(tx, seen.instance, seen.definition, step), step, now
    )
    moving = steps.moving(RetryIncident(number), step, opened, zone=seen.instance.timezone)
    if step.incident is None:
        event = IncidentResolved(**moving, element_id=seen.element_id, number=number)
        return replace(steps.change_of(step, event, opened), retried=number, resolved=True)
    # The process stands where it stood, held by the same incident.
    again = IncidentRetried(
        **moving,
        element_id=step.incident.element_id,
        number=number,
        code=step.incident.code,
        params=step.incident.params,
    )
    change = steps.change_of(step, again, opened)
    return replace(change, events=(again,), incident=None, retried=number)
