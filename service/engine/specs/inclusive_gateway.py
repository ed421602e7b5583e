"""Inclusive gateway (BPMN 2.0.2 §13.4.3).

Every flow whose condition holds is taken; the join waits for what can still come.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from SpiffWorkflow.util.task import TaskState

from service.engine.faults import ProcessFault
from service.engine.specs.base import Edge, FlowNode, Replacement

if TYPE_CHECKING:
    from collections.abc import Mapping

    from SpiffWorkflow.bpmn.specs import BpmnProcessSpec
    from SpiffWorkflow.task import Task


class InclusiveGateway(FlowNode):
    """The join is evaluated at rest only, by the literal rule of the standard.

    A token elsewhere blocks it when it can reach an empty incoming flow, unless it can also
    reach one that has a token already.
    """

    replaces = Replacement(
        "InclusiveGateway",
        "follows neither reading of the rule in unstructured diagrams and in loops",
        "tests/constructs/test_inclusive_gateway.py",
    )

    def __init__(
        self, spec: BpmnProcessSpec, name: str, element_id: str, path: str, default: str | None
    ) -> None:
        super().__init__(spec, name, element_id, path)
        self.default = default
        #: incoming flow of this join → names of the specs from which a token can still come by it
        self.reach: Mapping[str, frozenset[str]] = {}

    def enter(self, task: Task) -> None:
        if len(self.incoming) <= 1:
            super().enter(task)
        else:
            task.state = TaskState.WAITING

    def fire_if_enabled(self, tokens: list[Task]) -> bool:
        """Let one token per filled flow go on, if no other token must be waited for.

        `tokens` are those that wait here in one scope, oldest first.
        """
        filled = {token.internal_data["via"] for token in tokens}
        empty = set(self.incoming) - filled
        for other in tokens[0].parent.children:
            reached = {
                flow for flow, places in self.reach.items() if other.task_spec.name in places
            }
            if other.task_spec is not self and reached & empty and not reached & filled:
                return False
        oldest: dict[str, Task] = {}
        for token in tokens:
            oldest.setdefault(token.internal_data["via"], token)
        going, *consumed = oldest.values()
        for token in consumed:
            going.workflow.stop(token)
        super().enter(going)
        return True

    def choose(self, task: Task) -> tuple[Edge, ...]:
        if len(self.edges) == 1:
            return self.edges
        scope = task.workflow.data_of(task)
        chosen = tuple(
            edge
            for edge in self.edges
            if edge.condition is not None and self.holds(edge.condition, scope)
        )
        if not chosen:
            chosen = tuple(edge for edge in self.edges if edge.flow_id == self.default)
        if not chosen:
            raise ProcessFault("engine.no-flow-chosen", self.element_id)
        return chosen
