"""Event-based gateway (BPMN 2.0.2 §10.6.6, §13.4.4): the first of the events behind it decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from SpiffWorkflow.util.task import TaskState

from service.engine.specs.base import FlowNode, Replacement

if TYPE_CHECKING:
    from SpiffWorkflow.task import Task


class EventGateway(FlowNode):
    """Its token stays while what stands behind it waits, below it and armed in XML order."""

    replaces = Replacement(
        "EventBasedGateway",
        "two timers behind one gateway share one instant",
        "tests/constructs/test_event_based_gateway.py",
    )

    def enter(self, task: Task) -> None:
        task.state = TaskState.STARTED
        for edge in self.edges:
            task.workflow.create(edge.target, task, via=edge.flow_id)

    def scope_for(self, task: Task, child: Task) -> Task:
        """Let the first event decide: the others wait no longer, the flow to it was taken."""
        instance, scope = task.workflow, task.parent
        for other in task.children:
            if other is not child:
                instance.stop(other)
        instance.did.note("completed", self, task)
        # By where it stands: the process may have moved to a diagram with other ids of flows.
        flow = next(edge for edge in self.edges if edge.target == child.task_spec.name)
        instance.did.note_flow(flow.flow_id, scope, child)
        instance.remove(task)
        return scope
