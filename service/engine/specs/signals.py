"""Signal events (BPMN 2.0.2 §10.5.1, §10.5.4, §13.5.2): one throw, everybody who waits.

A signal goes to all that is armed for its name at the moment of the throw, in the order of
arming. Nobody keeps one: who waits later waits for the next.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.engine.api import Listening
from service.engine.specs.base import Replacement
from service.engine.specs.boundary_events import Boundary
from service.engine.specs.waits import Wait

if TYPE_CHECKING:
    from collections.abc import Mapping

    from SpiffWorkflow.bpmn import BpmnWorkflow
    from SpiffWorkflow.bpmn.specs import BpmnProcessSpec
    from SpiffWorkflow.task import Task

    from service.values import Value


class SignalWait(Wait):
    """An intermediate event that waits for the next signal of its name."""

    replaces = Replacement(
        "IntermediateCatchEvent",
        "its task and all that it led to stay in the tree: state grows with the process's age",
        "tests/constructs/test_signal_events.py",
    )

    def __init__(
        self, spec: BpmnProcessSpec, name: str, element_id: str, path: str, signal: str
    ) -> None:
        super().__init__(spec, name, element_id, path)
        self.signal = signal

    def enter(self, task: Task) -> None:
        super().enter(task)
        task.workflow.did.listen(task)

    def awaits(self, task: Task) -> Listening | None:
        """Return which signal it is."""
        return Listening(task.id.int, "signal", self.signal)


class SignalBoundary(Boundary, SignalWait):
    """Takes every signal of its name while its activity is open."""

    replaces = Replacement(
        "BoundaryEvent",
        "steps behind a throw inside a subprocess run although its boundary event interrupts it",
        "tests/constructs/test_signal_events.py",
    )

    def fire(self, task: Task, payload: dict[str, Value]) -> None:
        self.release(task, payload, keep=True)


def broadcast(instance: BpmnWorkflow, signal: str, payload: Mapping[str, Value]) -> None:
    """Let everything go that waits for `signal` now; what one of them stops gets none."""
    waiting = [
        task
        for task in instance.waits()
        if isinstance(task.task_spec, SignalWait) and task.task_spec.signal == signal
    ]
    instance.count_receivers(waiting)
    for task in waiting:
        if task.id in instance.tasks:
            task.task_spec.fire(task, dict(payload))
