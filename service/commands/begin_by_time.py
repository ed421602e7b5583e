"""Begin a process at the time that its SOP says; the worker does, as the system itself.

Once for each time, of the version in force then; what was missed falls out (docs/decisions/0015).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from service.access.roles import in_force, today_in
from service.diagrams.model import TimerEvent
from service.diagrams.ways_in import ways_in
from service.engine import execute
from service.engine.api import StartProcess
from service.running import limits
from service.running.begun import Beginning, process_number, write_beginning
from service.running.by_itself import by_the_clock
from service.running.definitions import definition_of
from service.running.published_ways import beginning_of, next_due
from service.running.refusals import TimerGone
from service.store.database import read, transaction
from service.store.history import SYSTEM
from service.store.sops import office_of_version
from service.store.tables import sop_version
from service.store.ways_in import move_on

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from service.running.results import Moved
    from service.store.ways_in import DueWay


@dataclass(frozen=True, slots=True)
class _Seen:
    #: None: the version is not in force, so nothing begins
    beginning: Beginning | None
    following: datetime | None


def begin_by_time(session: Session, due: DueWay, *, now: datetime) -> Moved | None:
    """Begin a process and let its timer wait for the next time; None: its version is over.

    Raises NotFound, TimerGone when another worker was faster, UnitNotYours.
    """
    with read(session) as connection:
        seen = _look(connection, due, now)
    if seen.beginning is not None:
        limits.require_room(events=0, state=seen.beginning.step.state)
    with transaction(session) as tx:
        if not move_on(tx, due, seen.following):
            raise TimerGone
        if seen.beginning is None:
            return None
        if not _is_in_force(_version(tx, due), due, seen.beginning.timezone):
            return None
        number = process_number(tx, seen.beginning, now)
        return write_beginning(tx, seen.beginning, number, SYSTEM, now)


def _look(connection: Connection, due: DueWay, now: datetime) -> _Seen:
    office = office_of_version(connection, due.pemda_id, due.version_id)
    zone = office.timezone
    version = _version(connection, due)
    if not _is_in_force(version, due, zone):
        return _Seen(None, None)
    definition = definition_of(connection, due.pemda_id, due.version_id)
    process, today = definition.engine.process, today_in(zone, due.due_at)
    about = by_the_clock(connection, due.pemda_id, definition, today)
    command = StartProcess(about.variables(), due.element_id)
    beginning = Beginning(
        pemda_id=due.pemda_id,
        office_id=office.office_id,
        timezone=zone,
        trial=False,
        definition=definition,
        about=about,
        command=command,
        step=execute(definition.engine, None, command, now, ZoneInfo(zone)),
        occurred_at=due.due_at,
    )
    way = next(it for it in ways_in(process) if it.node.id == due.element_id)
    event = way.events[due.place - 1]
    assert isinstance(event, TimerEvent)  # noqa: S101 - `published_ways` wrote the place
    since = beginning_of(version.effective_from, zone)
    return _Seen(beginning, next_due(event, since=since, after=now, zone=zone))


def _is_in_force(version: Any, due: DueWay, zone: str) -> bool:
    """Return whether the version was in force at the time, and was not withdrawn since."""
    day = today_in(zone, due.due_at)
    binds = in_force(version.effective_from, version.effective_to, day)
    return version.status == "effective" and binds


def _version(connection: Connection, due: DueWay) -> Any:
    return connection.execute(
        select(
            sop_version.c.status, sop_version.c.effective_from, sop_version.c.effective_to
        ).where(sop_version.c.pemda_id == due.pemda_id, sop_version.c.id == due.version_id)
    ).one()
