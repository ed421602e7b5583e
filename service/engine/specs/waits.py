"""Receive tasks and intermediate catch events (BPMN 2.0.2 §13.3.3, §13.5.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from SpiffWorkflow.util.task import TaskState

from service.engine.api import Listening
from service.engine.specs.base import FlowNode, Replacement

if TYPE_CHECKING:
    from SpiffWorkflow.bpmn.specs import BpmnProcessSpec
    from SpiffWorkflow.task import Task

    from service.feel import Expression
    from service.values import Value


class Wait(FlowNode):
    """A token that waits for something from outside, armed in the order of arrival."""

    def enter(self, task: Task) -> None:
        task.state = TaskState.WAITING
        task.internal_data["armed"] = task.workflow.next_number()
        task.workflow.did.note("entered", self, task)

    def fire(self, task: Task, payload: dict[str, Value]) -> None:
        """Let the token go; what came with it belongs to the owning scope."""
        task.workflow.write(task, payload, self.element_id)
        task.state = TaskState.READY
        task.run()


class MessageWait(Wait):
    """Waits for a message; one that came too early was kept for it."""

    replaces = Replacement(
        "ReceiveTask",
        "without a message it passes through; a message before the receiver waits is lost",
        "tests/constructs/test_receive_task.py",
    )
    #: boundary events mean what comes while they are armed, so they never take a kept message
    keeps_early = True

    def __init__(
        self,
        spec: BpmnProcessSpec,
        name: str,
        element_id: str,
        path: str,
        message: str,
        correlation: Expression | None,
    ) -> None:
        super().__init__(spec, name, element_id, path)
        self.message = message
        self.correlation = correlation

    def enter(self, task: Task) -> None:
        super().enter(task)
        if self.correlation is not None:
            key = self.evaluate(self.correlation, task.workflow.data_of(task))
            task.internal_data["key"] = task.workflow.admit(key, "correlation", self.element_id)
        if self.keeps_early:
            kept = task.workflow.take_kept(self, task)
            if kept is not None:
                self.fire(task, kept)
                return
        task.workflow.did.listen(task)

    def awaits(self, task: Task) -> Listening | None:
        """Return which message it is."""
        number, internal = task.id.int, task.internal_data
        correlated = self.correlation is not None
        key = internal.get("key")
        return Listening(number, "message", self.message, correlated, key, self.keeps_early)

    def accepts(self, task: Task, message: str, correlation: Value) -> bool:
        """Return whether a message of this name and key is meant for this token."""
        if message != self.message:
            return False
        return self.correlation is None or task.internal_data["key"] == correlation


class ReceiveNode(MessageWait):
    """A receive task: also open to a person who records what arrived."""

    def enter(self, task: Task) -> None:
        task.workflow.did.open_task(task, "receive")
        super().enter(task)

    def fire(self, task: Task, payload: dict[str, Value]) -> None:
        task.workflow.did.close_task(task, "completed")
        super().fire(task, payload)

    def on_stop(self, task: Task) -> None:
        task.workflow.did.close_task(task, "cancelled")
