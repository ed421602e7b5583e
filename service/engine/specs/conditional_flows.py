"""Several flows out of an activity, some with a condition (BPMN 2.0.2 §8.3.13, §13.2.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.engine.faults import ProcessFault
from service.engine.specs.base import Edge, FlowNode, Replacement

if TYPE_CHECKING:
    from SpiffWorkflow.bpmn.specs import BpmnProcessSpec
    from SpiffWorkflow.task import Task


class ConditionalFlows(FlowNode):
    """Stands behind its activity as an automatic step of its own, so that a fault can be retried.

    Flows without a condition are taken always, the others when theirs holds; the default flow
    when no condition does.
    """

    replaces = Replacement(
        "UserTask",
        "ignores conditions on the flows out of an activity",
        "tests/constructs/test_flows_out_of_activities.py",
    )
    traced = False

    def __init__(
        self, spec: BpmnProcessSpec, name: str, element_id: str, path: str, default: str | None
    ) -> None:
        super().__init__(spec, name, element_id, path)
        self.default = default

    def choose(self, task: Task) -> tuple[Edge, ...]:
        scope = task.workflow.data_of(task)
        held = {
            edge.flow_id
            for edge in self.edges
            if edge.condition is not None and self.holds(edge.condition, scope)
        }
        chosen = tuple(
            edge
            for edge in self.edges
            if edge.flow_id in held
            or (edge.condition is None and (edge.flow_id != self.default or not held))
        )
        if not chosen:
            raise ProcessFault("engine.no-flow-chosen", self.element_id)
        return chosen
