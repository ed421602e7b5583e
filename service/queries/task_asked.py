"""What an answer to a task is read by: much less than its page shows, in one statement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.access.rules import may_do_task, require_may_see_process
from service.queries.task_data import acts_under, data_of
from service.running.past_versions import definition_of_task
from service.store.database import read
from service.store.instances import facts_of, instance_and_task

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.diagrams.extensions import Act
    from service.forms.model import Form


@dataclass(frozen=True, slots=True)
class TaskAsked:
    """What a task asks of whoever completes it."""

    instance_id: UUID
    task_no: int
    #: of the element: "user", "receive" …
    task_kind: str
    #: IANA zone of the office
    timezone: str
    form: Form | None
    #: what completing it would be, under its present data
    acts: tuple[Act, ...]


def task_asked(
    session: Session, caller: Caller, instance_id: UUID, task_no: int, *, now: datetime
) -> TaskAsked:
    """Return what a task asks, of a process that the caller may see. Raises NotFound.

    Whether the caller may do it is for the command to say.
    """
    with read(session) as connection:
        instance, task = instance_and_task(connection, caller.pemda_id, instance_id, task_no)
        if not may_do_task(caller, task):
            require_may_see_process(caller, facts_of(connection, instance))
        definition = definition_of_task(connection, instance, task)
    extension = definition.engine.node(task.path).extension
    pinned = None if extension.form is None else definition.forms.get(extension.form)
    depends = any(act.when for act in extension.acts)
    data = data_of(instance, task, definition, now) if depends else {}
    return TaskAsked(
        instance_id=instance_id,
        task_no=task_no,
        task_kind=task.kind,
        timezone=instance.timezone,
        form=None if pinned is None else pinned.form,
        acts=acts_under(extension, data),
    )
