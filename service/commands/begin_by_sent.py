"""Begin a process with what a process or somebody outside sent (docs/decisions/0015).

The worker does, as the system itself; what came from outside happens in the name of who sent it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from service.access.roles import today_in
from service.engine import execute
from service.engine.api import StartProcess
from service.running import limits
from service.running.begun import Beginning, process_number, write_beginning
from service.running.by_itself import by_what_was_sent, refuse_in_a_row
from service.running.definitions import definition_of
from service.running.handed_on import brought, content_of
from service.running.refusals import DispatchGone
from service.store.beginners import begun_by
from service.store.database import read, transaction
from service.store.dispatches import dispatch_of, hold_waiting, write_receipt
from service.store.sops import office_of_version

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from service.running.results import Moved
    from service.store.dispatches import Dispatch
    from service.store.history import Actor

#: Processes that begin one another within it do so by themselves.
_BY_THEMSELVES: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class _Seen:
    it: Dispatch
    beginning: Beginning
    actor: Actor


def begin_by_sent(
    session: Session, *, pemda_id: UUID, dispatch_id: UUID, version_id: UUID, now: datetime
) -> Moved:
    """Begin a process of a version, once for what is on its way, and return where it stands.

    Raises NotFound, DispatchGone when it is not on its way any more, or the version does not begin
    with it or has begun, StartsInARow, UnitNotYours.
    """
    with read(session) as connection:
        seen = _look(connection, pemda_id, dispatch_id, version_id, now)
    limits.require_room(events=0, state=seen.beginning.step.state)
    with transaction(session) as tx:
        if not hold_waiting(tx, seen.it):
            raise DispatchGone
        _element(tx, seen.it, version_id, seen.beginning.timezone, now)
        number = process_number(tx, seen.beginning, now)
        result = write_beginning(tx, seen.beginning, number, seen.actor, now)
        if not write_receipt(tx, seen.it, result.instance_id, result.seq):
            raise DispatchGone
    return result


def _look(
    connection: Connection, pemda_id: UUID, dispatch_id: UUID, version_id: UUID, now: datetime
) -> _Seen:
    it = dispatch_of(connection, pemda_id, dispatch_id)
    if it.status != "waiting":
        raise DispatchGone
    office = office_of_version(connection, pemda_id, version_id)
    element = _element(connection, it, version_id, office.timezone, now)
    refuse_in_a_row(connection, it, it.made_at - _BY_THEMSELVES)
    definition = definition_of(connection, pemda_id, version_id)
    today = today_in(office.timezone, now)
    about, content = by_what_was_sent(
        connection, it, content_of(connection, it), definition, today
    )
    carried = brought(it, content)
    data = {**carried.command.payload, **about.variables()}
    command = StartProcess(data, element)
    beginning = Beginning(
        pemda_id=pemda_id,
        office_id=office.office_id,
        timezone=office.timezone,
        trial=it.trial,
        definition=definition,
        about=about,
        command=command,
        step=execute(definition.engine, None, command, now, ZoneInfo(office.timezone)),
        texts=carried.texts,
        sender=content.sender,
        occurred_at=None if content.sender is not None else it.made_at,
    )
    return _Seen(it, beginning, content.actor)


def _element(
    connection: Connection, it: Dispatch, version_id: UUID, timezone: str, now: datetime
) -> str:
    """Return with which element the version begins. Raises DispatchGone."""
    for version, element in begun_by(connection, it, today_in(timezone, now)):
        if version == version_id:
            return element
    raise DispatchGone
