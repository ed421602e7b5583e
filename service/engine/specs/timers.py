"""Intermediate timer events (BPMN 2.0.2 §10.5.5.2, §13.5.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.engine.specs.base import Replacement
from service.engine.specs.waits import Wait

if TYPE_CHECKING:
    from SpiffWorkflow.bpmn.specs import BpmnProcessSpec
    from SpiffWorkflow.task import Task

    from service.engine.specs.schedule import Schedule
    from service.values import Value


class TimerWait(Wait):
    """Waits until its instant; the engine has no clock, a worker fires what is due."""

    replaces = Replacement(
        "IntermediateCatchEvent",
        "evaluates the text as Python, so plain ISO 8601 fails; reads the machine's clock",
        "tests/constructs/test_timer_events.py",
    )

    def __init__(
        self, spec: BpmnProcessSpec, name: str, element_id: str, path: str, schedule: Schedule
    ) -> None:
        super().__init__(spec, name, element_id, path)
        self.schedule = schedule

    def enter(self, task: Task) -> None:
        super().enter(task)
        self.schedule.arm(self, task)

    def fire(self, task: Task, payload: dict[str, Value]) -> None:
        task.workflow.did.disarm_timer(task)
        super().fire(task, payload)

    def on_stop(self, task: Task) -> None:
        task.workflow.did.disarm_timer(task)
