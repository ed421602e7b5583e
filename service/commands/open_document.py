"""Write down that somebody opened a version that waits for their paraf or approval."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from service.access.candidates import candidate_keys
from service.events.process import DocumentOpened
from service.running.definitions import definition_of
from service.running.touching import Touched, touch
from service.store.changes import Change
from service.store.database import read
from service.store.instances import instance_of, newest_versions, task_of
from service.store.openings import opened_by
from service.store.tables import user_task

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.store.instances import Instance, Task, Version


@dataclass(frozen=True, slots=True)
class _Awaited:
    """A version that the caller is to act on, and the task by which."""

    task_no: int
    version: Version


def open_document(
    session: Session, caller: Caller, *, instance_id: UUID, sha256: str, now: datetime
) -> None:
    """Record that the caller opened a file of a process, when it waits for an act of theirs.

    Call it before the file is sent, and after it is known that the caller may have it. Of other
    files, and of one that was opened before, nothing is written. Raises what `touch` raises.
    """
    with read(session) as connection:
        awaited = _awaited(connection, caller, instance_id, sha256)
    if awaited is None:
        return

    def change(seen: Touched) -> Change:
        event = DocumentOpened(
            element_id=seen.task.element_id,
            document=awaited.version.document,
            number=awaited.version.number,
            sha256=sha256,
        )
        return Change(events=(event,))

    touch(session, caller, instance_id, awaited.task_no, change, request=None, now=now)


def _awaited(
    connection: Connection, caller: Caller, instance_id: UUID, sha256: str
) -> _Awaited | None:
    numbers = connection.execute(
        select(user_task.c.task_no).where(
            user_task.c.pemda_id == caller.pemda_id,
            user_task.c.instance_id == instance_id,
            user_task.c.status == "open",
        )
    ).scalars()
    open_now = sorted(numbers)
    if not open_now:
        return None
    instance = instance_of(connection, caller.pemda_id, instance_id)
    for number in open_now:
        task = task_of(connection, instance, number)
        if not _is_for(caller, instance, task):
            continue
        for version in _acted_on(connection, caller, instance, task):
            if version.sha256 == sha256:
                known = opened_by(connection, caller.pemda_id, instance_id, caller.person_id)
                return None if sha256 in known else _Awaited(number, version)
    return None


def _is_for(caller: Caller, instance: Instance, task: Task) -> bool:
    taken = task.claimed_by is not None and task.claimed_by != caller.person_id
    return not taken and task.candidate in candidate_keys(caller, instance.sop_id)


def _acted_on(
    connection: Connection, caller: Caller, instance: Instance, task: Task
) -> Iterator[Version]:
    definition = definition_of(connection, caller.pemda_id, instance.version_id)
    acts = definition.engine.node(task.path).extension.acts
    yield from newest_versions(connection, instance, {act.document for act in acts}).values()
