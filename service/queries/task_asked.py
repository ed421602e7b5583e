"""What an answer to a task is read by: much less than its page shows, mostly in one statement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.access.rules import may_do_task, require_may_see_process
from service.queries.task_data import acts_under, data_of
from service.running.completing import Given, survey
from service.running.past_versions import definition_of_task
from service.store.database import glance
from service.store.instances import facts_of, instance_and_task

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from service.access.model import Caller
    from service.diagrams.extensions import Act
    from service.forms.model import Form
    from service.running.completing import Seen


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
    #: all that completing it without files reads, where that was asked for and nothing is refused
    seen: Seen | None


def task_asked(
    session: Session,
    caller: Caller,
    instance_id: UUID,
    task_no: int,
    *,
    ahead: bool,
    now: datetime,
) -> TaskAsked:
    """Return what a task asks, of a process that the caller may see. Raises NotFound.

    Whether the caller may do it is for the command to say; `ahead`: it will be called at once and
    without files, so all that it reads is read here. What changes meanwhile moves the revision of
    the process, which the command compares.
    """
    with glance(session) as connection:
        instance, task = instance_and_task(connection, caller.pemda_id, instance_id, task_no)
        mine = may_do_task(caller, task)
        if not mine:
            require_may_see_process(caller, facts_of(connection, instance))
        definition = definition_of_task(connection, instance, task)
        extension = definition.engine.node(task.path).extension
        pinned = None if extension.form is None else definition.forms.get(extension.form)
        seen = None
        if ahead and mine and task.status == "open" and (pinned or extension.form is None):
            given = Given(instance_id=instance_id, task_no=task_no, now=now)
            seen = survey(connection, caller, given, instance, task)
    depends = any(act.when for act in extension.acts)
    data = data_of(instance, task, definition, now) if depends else {}
    return TaskAsked(
        instance_id=instance_id,
        task_no=task_no,
        task_kind=task.kind,
        timezone=instance.timezone,
        form=None if pinned is None else pinned.form,
        acts=acts_under(extension, data),
        seen=seen,
    )
