"""A task that somebody was doing while its process was moved: why it is theirs no more."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING

from service.access.refusals import NotYourTask
from service.errors import Conflict
from service.web import labels
from service.web.pages.task_page import viewed_task

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from flask.typing import ResponseReturnValue


class TaskMovedAway(Conflict):
    """Others do the step under the version to which the process was moved."""

    code = "web.task-moved-away"


def told_if_moved(
    view: Callable[[UUID, int], ResponseReturnValue],
) -> Callable[[UUID, int], ResponseReturnValue]:
    """Let a view of a task say so instead of that its person never was allowed to do it."""

    @wraps(view)
    def told(instance_id: UUID, task_no: int) -> ResponseReturnValue:
        try:
            return view(instance_id, task_no)
        except NotYourTask:
            task = viewed_task(instance_id, task_no)
            if task.moved is None:
                raise
            whom = labels.waits_for(task.place.role, agency=task.agency, unit=task.unit_name)
            raise TaskMovedAway(version=task.moved.version, whom=whom) from None

    return told
