"""Take an office, a unit or a jabatan out of use; nothing is ever deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import exists, select

from service.access.roles import today_in
from service.errors import Conflict
from service.events import structure as events
from service.store.holdings import not_over_on
from service.store.structure import Made, require_active, structure_desk
from service.store.tables import holding, office, pemda, position, process_instance, unit
from service.store.waiting import waiting_in

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement, Connection, Table
    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.events import Event
    from service.store.structure import Part

_TABLES: Final[dict[Part, Table]] = {"office": office, "unit": unit, "position": position}


class StillInUse(Conflict):
    """Somebody holds a jabatan in it, or a process of it runs; end that first."""

    code = "structure.still-in-use"


class TasksWait(Conflict):
    """Nobody could do what waits there; `processes` names where it waits."""

    code = "structure.tasks-wait"


def deactivate_part(
    session: Session, caller: Caller, *, part: Part, part_id: UUID, now: datetime
) -> Made:
    """Take a part of the structure out of use.

    Raises NotFound, StillInUse while there are holders today or later, or running processes of its
    own, and TasksWait while any process waits for somebody in it.
    """
    with structure_desk(session, caller, now) as desk:
        require_active(desk.tx, _TABLES[part], desk.pemda_id, part_id)
        zone = desk.tx.scalar(select(pemda.c.timezone).where(pemda.c.id == desk.pemda_id))
        today = today_in(str(zone), now)
        if _is_held(desk.tx, desk.pemda_id, part, part_id, today) or _is_running(
            desk.tx, desk.pemda_id, part, part_id
        ):
            raise StillInUse
        waiting = waiting_in(desk.tx, desk.pemda_id, part, part_id)
        if waiting.tasks:
            named = ", ".join(waiting.numbers)
            more = ", …" if waiting.processes > len(waiting.numbers) else ""
            raise TasksWait(count=waiting.tasks, processes=named + more)
        desk.record(_event(part, part_id))
    return Made(part_id)


def _event(part: Part, part_id: UUID) -> Event:
    match part:
        case "office":
            return events.OfficeDeactivated(office_id=part_id)
        case "unit":
            return events.UnitDeactivated(unit_id=part_id)
        case "position":
            return events.PositionDeactivated(position_id=part_id)


def _is_held(tx: Connection, pemda_id: UUID, part: Part, part_id: UUID, today: date) -> bool:
    column = {
        "office": position.c.office_id,
        "unit": position.c.unit_id,
        "position": position.c.id,
    }[part]
    return _any(
        tx,
        exists().where(
            holding.c.pemda_id == pemda_id,
            position.c.pemda_id == pemda_id,
            position.c.id == holding.c.position_id,
            column == part_id,
            not_over_on(today),
        ),
    )


def _is_running(tx: Connection, pemda_id: UUID, part: Part, part_id: UUID) -> bool:
    if part == "position":
        return False
    column = process_instance.c.office_id if part == "office" else process_instance.c.unit_id
    return _any(
        tx,
        exists().where(
            process_instance.c.pemda_id == pemda_id,
            process_instance.c.status == "running",
            column == part_id,
        ),
    )


def _any(tx: Connection, found: ColumnElement[bool]) -> bool:
    return bool(tx.scalar(select(found)))
