"""*Disesuaikan*: steps whose time the document leaves to whoever starts a process.

The dates lie in the data with which a process starts, so that its events and its state hold them;
a step without a date has no tenggat.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from service.diagrams.called import called
from service.diagrams.model import Activity
from service.errors import Rejected
from service.working_time import end_of_day

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from service.diagrams.model import Process
    from service.engine.api import OpenTask
    from service.values import Value
    from service.working_time import Calendar

#: The variable of a process that holds the dates by element id.
ADJUSTED: Final = "tenggat_disesuaikan"

_FARTHEST: Final = timedelta(days=10 * 366)


class DateNotAdjustable(Rejected):
    """A date was given for a step whose time is not adjusted, or one that cannot be."""

    code = "running.date-not-adjustable"


def adjusted_steps(process: Process) -> tuple[Activity, ...]:
    """Return the steps until when the one who starts a process is asked, in the file's order."""
    return tuple(
        node
        for node in process.scope.all_nodes()
        if isinstance(node, Activity)
        and node.extension.step is not None
        and node.extension.step.time_adjusted
    )


def start_data(process: Process, dates: Mapping[str, date], today: date) -> dict[str, Value]:
    """Return what the given dates (by element id) add to the data of a new process.

    Raises DateNotAdjustable for another step, a day that is over, or one beyond ten years.
    """
    known = {node.id for node in adjusted_steps(process)}
    for element_id, day in dates.items():
        if element_id not in known or not can_be_given(day, today):
            raise DateNotAdjustable(element=_called(process, element_id))
    return {ADJUSTED: dict(dates)} if dates else {}


def _called(process: Process, element_id: str) -> str:
    nodes = (node for node in process.scope.all_nodes() if node.id == element_id)
    node = next(nodes, None)
    return element_id if node is None else called(process, node)


def can_be_given(day: date, today: date) -> bool:
    """Return whether a day is not over and lies within ten years."""
    return today <= day <= today + _FARTHEST


def adjusted_due(task: OpenTask, calendar: Calendar) -> datetime | None:
    """Return when the day that was given for a task ends; None: none was given."""
    dates = task.data.get(ADJUSTED)
    day = dates.get(task.element_id) if isinstance(dates, dict) else None
    return end_of_day(day, calendar) if isinstance(day, date) else None
