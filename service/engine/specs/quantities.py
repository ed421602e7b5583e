"""Activities that need several tokens to begin (BPMN 2.0.2 §13.3.2, `startQuantity`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from SpiffWorkflow.util.task import TaskState

from service.engine.specs.base import FlowNode, Replacement

if TYPE_CHECKING:
    from SpiffWorkflow.bpmn.specs import BpmnProcessSpec
    from SpiffWorkflow.task import Task


class Gathering(FlowNode):
    """Stands before its activity: keeps tokens, by whatever flow, until there are enough."""

    replaces = Replacement(
        "BpmnTaskSpec",
        "reads neither `startQuantity` nor `completionQuantity`",
        "tests/constructs/test_token_quantities.py",
    )
    traced = False

    def __init__(
        self, spec: BpmnProcessSpec, name: str, element_id: str, path: str, quantity: int
    ) -> None:
        super().__init__(spec, name, element_id, path)
        self.quantity = quantity

    def enter(self, task: Task) -> None:
        task.state = TaskState.WAITING
        waiting = [
            sibling
            for sibling in sorted(task.parent.children, key=lambda item: int(item.id.int))
            if sibling.task_spec is self
            and sibling.state == TaskState.WAITING
            and sibling is not task
        ]
        if len(waiting) < self.quantity - 1:
            return
        for consumed in waiting[: self.quantity - 1]:
            task.workflow.stop(consumed)
        super().enter(task)
