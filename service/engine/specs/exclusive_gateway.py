"""Exclusive gateway (BPMN 2.0.2 §13.4.2): a token takes the first flow whose condition holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.engine.faults import ProcessFault
from service.engine.specs.base import Edge, FlowNode, Replacement

if TYPE_CHECKING:
    from SpiffWorkflow.bpmn.specs import BpmnProcessSpec
    from SpiffWorkflow.task import Task


class ExclusiveGateway(FlowNode):
    """Merges by passing every token on; splits in XML order, the default flow last."""

    replaces = Replacement(
        "ExclusiveGateway",
        "takes any falsy value, null among them, for 'not this branch'",
        "tests/constructs/test_exclusive_gateway.py",
    )

    def __init__(
        self, spec: BpmnProcessSpec, name: str, element_id: str, path: str, default: str | None
    ) -> None:
        super().__init__(spec, name, element_id, path)
        self.default = default

    def choose(self, task: Task) -> tuple[Edge, ...]:
        if len(self.edges) == 1:
            return self.edges
        scope = task.workflow.data_of(task)
        for edge in self.edges:
            if edge.condition is not None and self.holds(edge.condition, scope):
                return (edge,)
        for edge in self.edges:
            if edge.flow_id == self.default:
                return (edge,)
        raise ProcessFault("engine.no-flow-chosen", self.element_id)
