"""*Pindahkan proses ke versi SOP baru*: a running process goes on under another version."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from service.access.roles import today_in
from service.engine import ENGINE_TAG
from service.engine.moving import Refused
from service.errors import NotFound
from service.events.engine_moves import ProcessMoved
from service.running import limits, steps
from service.running.acting import Act, act
from service.running.authority import managed_process
from service.running.definitions import definition_of
from service.running.inputs import MoveToVersion
from service.running.repairs import require_seen
from service.running.standing import require_running
from service.running.steps import listening_of
from service.running.version_moves import (
    NotMovable,
    open_rows,
    places_of,
    reason_of,
    require_target,
)
from service.running.version_moves import moved as moved_by_engine
from service.store.changes import Change, NewTimer
from service.store.private_texts import commitments, reference, seal
from service.store.tables import sop_version

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection, Row
    from sqlalchemy.orm import Session

    from service.access.model import Caller, Holder
    from service.engine.moving import Moved as MovedState
    from service.running.definitions import PinnedDefinition
    from service.running.results import Moved
    from service.store.idempotency import RequestKey
    from service.store.instances import Instance


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a process is to go on, as a person saw it in a preview."""

    version_id: UUID
    #: paths of elements in the version that it runs under → those that take their place
    pairs: Mapping[str, str] = field(default_factory=dict)
    #: SHA-256 of the state that the preview was made of; None: wherever the process stands
    seen_state: str | None = None


@dataclass(frozen=True, slots=True)
class _Seen:
    instance: Instance
    holder: Holder
    old: PinnedDefinition
    new: PinnedDefinition
    #: rows of the open tasks
    tasks: Sequence[Row[Any]]


def move_process(
    session: Session,
    caller: Caller,
    *,
    instance_id: UUID,
    to: Destination,
    reason: str,
    request: RequestKey | None = None,
    now: datetime,
) -> Moved:
    """Let a running process go on under another version of its SOP, from where it stands.

    The head or secretary of the owning office does, with the password typed just before. Tenggat,
    what was taken, drafts, documents and acts stay as they are.

    Raises NotFound, NotTheManager, PasswordNeeded, ReasonMissing, ProcessNotRunning,
    MovedOnMeanwhile, AlreadyThere, NotThatVersion, TrialVersionOnly, NotMovable.
    """
    why = limits.reason_in(reason)

    def look(connection: Connection) -> _Seen:
        instance, holder = managed_process(connection, caller, instance_id, now)
        require_running(instance)
        require_seen(instance, to.seen_state)
        old = definition_of(connection, caller.pemda_id, instance.version_id)
        new = _target(connection, instance, to.version_id, now)
        return _Seen(instance, holder, old, new, open_rows(connection, instance))

    def think(seen: _Seen) -> MovedState:
        result = moved_by_engine(seen.instance, seen.old, seen.new, to.pairs, now)
        if isinstance(result, Refused):
            said = (reason_of(it, seen.old, seen.new) for it in result.obstacles)
            raise NotMovable(reasons=" ".join(said))
        limits.require_room(events=seen.instance.head.seq, state=result.step.state)
        return result

    def changed(tx: Connection, seen: _Seen, result: MovedState) -> Change:
        return _change(tx, seen, result, to.pairs, why, caller, now)

    parts = Act(look, think, changed)
    return act(session, caller, instance_id, parts, request=request, now=now)


def _target(
    connection: Connection,
    instance: Instance,
    version_id: UUID,
    now: datetime,
) -> PinnedDefinition:
    row = connection.execute(
        select(
            sop_version.c.sop_id,
            sop_version.c.status,
            sop_version.c.effective_from,
            sop_version.c.effective_to,
        ).where(sop_version.c.pemda_id == instance.pemda_id, sop_version.c.id == version_id)
    ).one_or_none()
    if row is None:
        raise NotFound
    today = today_in(instance.timezone, now)
    require_target(instance, row, version_id, today)
    return definition_of(connection, instance.pemda_id, version_id)


def _change(
    tx: Connection,
    seen: _Seen,
    result: MovedState,
    pairs: Mapping[str, str],
    why: str,
    caller: Caller,
    now: datetime,
) -> Change:
    old, new, step = seen.old, seen.new, result.step
    places = places_of(tx, seen.instance, seen.tasks, new, result, now)
    text = seal("reason", why)
    command = MoveToVersion(old.version_id, new.version_id, pairs)
    event = ProcessMoved(
        **steps.moving(command, step, (), zone=seen.instance.timezone),
        from_version_id=old.version_id,
        from_version=old.number,
        from_diagram=old.diagram,
        version_id=new.version_id,
        version=new.number,
        diagram=new.diagram,
        pins=new.pins,
        tasks=places.told,
        reason=reference(text),
        texts=commitments([text]),
        confirmed_at=caller.confirmed_at,
    )
    return Change(
        events=(event,),
        state=step.state,
        engine_tag=ENGINE_TAG,
        version_id=new.version_id,
        places=places.new,
        claims=places.released,
        armed=tuple(NewTimer(it.token_no, it.element_id, it.due) for it in step.armed),
        disarmed=step.disarmed,
        listening=listening_of(step),
        silenced=step.silenced,
        texts=(text,),
    )
