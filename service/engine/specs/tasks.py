"""User and manual tasks (BPMN 2.0.2 §10.3.3, §13.3.3): a token waits for a person's act."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from SpiffWorkflow.util.task import TaskState

from service.engine.specs.base import FlowNode, Replacement

if TYPE_CHECKING:
    from SpiffWorkflow.bpmn.specs import BpmnProcessSpec
    from SpiffWorkflow.task import Task


class PersonTask(FlowNode):
    """Opens when a token enters and leaves when a person completes it."""

    replaces = Replacement(
        "UserTask",
        "predicts its successors and keeps every finished task",
        "tests/constructs/test_user_task.py",
    )

    def __init__(
        self,
        spec: BpmnProcessSpec,
        name: str,
        element_id: str,
        path: str,
        kind: Literal["user", "manual"],
    ) -> None:
        super().__init__(spec, name, element_id, path)
        self.manual = True
        self.kind = kind

    def enter(self, task: Task) -> None:
        task.state = TaskState.READY
        task.workflow.note("entered", self, task)
        task.workflow.open_task(task, self.kind)

    def on_stop(self, task: Task) -> None:
        task.workflow.close_task(task, "cancelled")
