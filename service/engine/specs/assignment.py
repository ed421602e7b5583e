"""`alur:assign`: variables that get a value when a node ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.engine.specs.base import FlowNode

if TYPE_CHECKING:
    from SpiffWorkflow.bpmn.specs import BpmnProcessSpec
    from SpiffWorkflow.task import Task

    from service.feel import Expression


class AssignmentNode(FlowNode):
    """Stands behind its node as an automatic step of its own, so that a fault can be retried."""

    traced = False

    def __init__(
        self,
        spec: BpmnProcessSpec,
        name: str,
        element_id: str,
        path: str,
        assignments: tuple[tuple[str, Expression], ...],
    ) -> None:
        super().__init__(spec, name, element_id, path)
        self.assignments = assignments

    def enter(self, task: Task) -> None:
        instance = task.workflow
        for variable, value in self.assignments:
            result = self.evaluate(value, instance.data_of(task))
            instance.write(task, {variable: result}, self.element_id)
        super().enter(task)
