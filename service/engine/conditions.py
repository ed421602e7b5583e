"""The conditional events of an instance while one command runs.

A condition that cannot be answered stops nothing else: its event is set aside under an incident,
and all else goes on as if it was not true.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.engine.faults import ConditionFault, ProcessFault
from service.engine.specs.conditions import ConditionWait

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from SpiffWorkflow.bpmn import BpmnWorkflow
    from SpiffWorkflow.task import Task


class Conditions:
    """Looks at them in the order of arming, and at none again before something was written."""

    def __init__(self, instance: BpmnWorkflow) -> None:
        self.instance = instance
        #: numbers of tokens whose condition could not be answered in this command
        self.set_aside: AbstractSet[int] = frozenset()
        #: token → how much had been written when it was looked at
        self._looked: dict[int, int] = {}

    def fire_next(self) -> bool:
        """Let the first event go whose condition says so; most processes have none.

        Raises ConditionFault.
        """
        instance = self.instance
        if not instance.spec.conditions:
            return False
        waiting = [task for task in instance.waits() if self._is_looked_at(task)]
        instance.count_receivers(waiting)
        for task in waiting:
            if self._looked.get(task.id.int) == instance.writes:
                continue
            self._looked[task.id.int] = instance.writes
            if self._happens(task):
                task.task_spec.fire(task, {})
                return True
        return False

    def hold(self, incident: int) -> None:
        """Leave the events that were set aside to a later retry."""
        for task in self.instance.waits():
            if task.id.int in self.set_aside:
                task.internal_data["held"] = incident

    def hold_due(self, incident: int) -> None:
        """Leave the events that would happen now, or cannot say so, to a later retry."""
        for task in self.instance.waits():
            if self._is_looked_at(task) and self._may_happen(task):
                task.internal_data["held"] = incident

    def _may_happen(self, task: Task) -> bool:
        try:
            return self._happens(task)
        except ConditionFault:
            return True

    def _is_looked_at(self, task: Task) -> bool:
        return (
            isinstance(task.task_spec, ConditionWait)
            and "held" not in task.internal_data
            and task.id.int not in self.set_aside
        )

    def _happens(self, task: Task) -> bool:
        try:
            happens: bool = task.task_spec.happens(task)
        except ProcessFault as fault:
            raise ConditionFault(fault, task.id.int) from fault
        return happens
