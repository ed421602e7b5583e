"""Parallel gateway (BPMN 2.0.2 §13.4.1): one token of each incoming flow, one on each outgoing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from SpiffWorkflow.util.task import TaskState

from service.engine.specs.base import FlowNode, Replacement

if TYPE_CHECKING:
    from SpiffWorkflow.task import Task


class ParallelGateway(FlowNode):
    """Counts the tokens that wait now, per incoming flow; consumes the oldest one of each."""

    replaces = Replacement(
        "ParallelGateway",
        "counts a branch that completed in an earlier round of a loop, so one approval of two"
        " may pass for both",
        "tests/constructs/test_parallel_gateway.py",
    )

    def enter(self, task: Task) -> None:
        if len(self.incoming) <= 1:
            super().enter(task)
            return
        task.state = TaskState.WAITING
        oldest: dict[str, Task] = {}
        for sibling in sorted(task.parent.children, key=lambda item: int(item.id.int)):
            if sibling.task_spec is self and sibling.state == TaskState.WAITING:
                oldest.setdefault(sibling.internal_data["via"], sibling)
        if len(oldest) < len(self.incoming):
            return
        del oldest[task.internal_data["via"]]
        for consumed in oldest.values():
            task.workflow.stop(consumed)
        super().enter(task)
