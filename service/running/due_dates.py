"""Until when a task is to be done: by its waktu baku, or by the day that was given for it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from service.engine import open_tasks
from service.running.adjusted import adjusted_due

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from service.diagrams.extensions import NodeExtension
    from service.engine.api import OpenTask
    from service.running.definitions import PinnedDefinition
    from service.working_time import OfficeCalendar


def tenggat_of(
    task: OpenTask, extension: NodeExtension, arrival: datetime, calendar: OfficeCalendar
) -> datetime | None:
    """Return the tenggat of a task that arrived at `arrival`; None: it has none."""
    if extension.step is not None and extension.step.time_adjusted:
        return adjusted_due(task, calendar.calendar)
    return calendar.tenggat(arrival, time_of(extension))


def time_of(extension: NodeExtension) -> str | None:
    """Return the waktu baku of a node as ISO 8601 letters: of its row, or the proposed one."""
    if extension.step is not None:
        return extension.step.time_iso
    return None if extension.proposed is None else extension.proposed.time_iso


class DueAgain:
    """Counts the open tasks of one process once more, by another calendar."""

    def __init__(
        self, definition: PinnedDefinition, state: Callable[[], bytes], now: datetime
    ) -> None:
        self._definition = definition
        self._state = state
        self._now = now

    def tenggat(
        self, task_no: int, path: str, arrival: datetime, calendar: OfficeCalendar
    ) -> datetime | None:
        """Return the tenggat of an open task as the calendar gives it now; None: it has none."""
        extension = self._definition.engine.node(path).extension
        if extension.step is None or not extension.step.time_adjusted:
            return calendar.tenggat(arrival, time_of(extension))
        task = self._open.get(task_no)
        return None if task is None else adjusted_due(task, calendar.calendar)

    @cached_property
    def _open(self) -> Mapping[int, OpenTask]:
        # The days that were given lie in the data of the process: few SOPs ask for any.
        found = open_tasks(self._definition.engine, self._state(), self._now)
        return {it.task_no: it for it in found}
