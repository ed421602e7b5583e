"""Whose a task is: the jabatan in which the caller may act on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.access.candidates import is_administrator
from service.access.refusals import ClaimedByAnother, NotYourTask, OnlyRecorders
from service.access.roles import OFFICE_ROLES
from service.access.rules import (
    holder_for,
    recorder_for,
    require_confirmed,
    require_may_see_process,
)
from service.running.refusals import NotTheManager
from service.store.instances import facts_of, instance_of

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection

    from service.access.model import Caller, Holder, Placed
    from service.store.instances import Instance, Task


def require_holder(
    connection: Connection, caller: Caller, instance: Instance, task: Task
) -> Holder:
    """Return the jabatan in which the caller may do the task.

    Raises NotFound when the caller may not see the process at all, NotYourTask when the task is
    for another jabatan.
    """
    try:
        return holder_for(caller, task)
    except NotYourTask:
        require_may_see_process(caller, facts_of(connection, instance))
        raise


def require_recorder(
    connection: Connection, caller: Caller, instance: Instance, task: Task
) -> Holder:
    """Return the jabatan in which the caller records what was done on paper for the office.

    Raises NotFound when the caller may not see the process at all, OnlyRecorders.
    """
    try:
        return recorder_for(caller, task)
    except OnlyRecorders:
        require_may_see_process(caller, facts_of(connection, instance))
        raise


def require_holder_or_manager(
    connection: Connection, caller: Caller, instance: Instance, task: Task
) -> Holder:
    """Return the jabatan in which the caller may do the task, or else manages its office.

    Raises NotFound and NotYourTask like `require_holder`.
    """
    try:
        return require_holder(connection, caller, instance, task)
    except NotYourTask:
        managing = _managing(caller, task)
        if not managing:
            raise
        return managing[0]


def require_unclaimed(caller: Caller, task: Task) -> None:
    """Raise ClaimedByAnother when somebody else took the task."""
    if task.claimed_by not in (None, caller.person_id):
        raise ClaimedByAnother(jabatan=task.claimed_jabatan or "")


def require_manager(caller: Caller, place: Placed) -> Holder:
    """Return the jabatan of the head or the secretary of the office, the one worn if it fits.

    They cancel processes, retry incidents and erase by law. Raises NotTheManager.
    """
    fitting = _managing(caller, place)
    if not fitting:
        raise NotTheManager
    return next((it for it in fitting if it.worn_as == caller.worn), fitting[0])


def managed_process(
    connection: Connection, caller: Caller, instance_id: UUID, now: datetime
) -> tuple[Instance, Holder]:
    """Return a process and the jabatan in which the caller, password just typed, manages it.

    Raises NotFound, NotTheManager, PasswordNeeded.
    """
    instance = instance_of(connection, caller.pemda_id, instance_id)
    require_may_see_process(caller, facts_of(connection, instance))
    holder = require_manager(caller, instance)
    require_confirmed(caller, now)
    return instance, holder


def may_manage(caller: Caller, place: Placed) -> bool:
    """Say whether `require_manager` would let the caller, for pages that show or hide."""
    return bool(_managing(caller, place))


def _managing(caller: Caller, place: Placed) -> list[Holder]:
    if caller.pemda_id != place.pemda_id or is_administrator(caller):
        return []
    return [
        holder
        for holder in caller.holders
        if holder.office_id == place.office_id
        and holder.duty is None
        and holder.leads
        and holder.role in OFFICE_ROLES
    ]
