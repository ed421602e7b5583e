"""Events with several definitions (BPMN 2.0.2 §10.5.1, §10.5.4, §13.5.2): any of them, or all.

The token stays while a token below it waits for each definition, armed in XML order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from SpiffWorkflow.util.task import TaskState

from service.engine.specs.base import FlowNode, Replacement
from service.engine.specs.boundary_events import Boundary

if TYPE_CHECKING:
    from SpiffWorkflow.bpmn.specs import BpmnProcessSpec
    from SpiffWorkflow.task import Task


class MultipleWait(FlowNode):
    """An intermediate event: goes on with the first that comes, or when all have come."""

    replaces = Replacement(
        "IntermediateCatchEvent",
        "its task and all that it led to stay in the tree: state grows with the process's age",
        "tests/constructs/test_multiple_events.py",
    )

    def __init__(
        self, spec: BpmnProcessSpec, name: str, element_id: str, path: str, *, parallel: bool
    ) -> None:
        super().__init__(spec, name, element_id, path)
        #: all must come, in any order
        self.parallel = parallel
        #: names of the specs that wait for one definition each
        self.awaited: tuple[str, ...] = ()

    def enter(self, task: Task) -> None:
        task.state = TaskState.STARTED
        task.workflow.did.note("entered", self, task)
        self.arm(task)

    def arm(self, task: Task) -> None:
        """Wait for each definition; a message that was kept may be enough at once."""
        instance = task.workflow
        task.internal_data["left"] = len(self.awaited) if self.parallel else 1
        for name in self.awaited:
            if task.id in instance.tasks:
                instance.create(name, task)

    def scope_for(self, task: Task, child: Task) -> Task:
        """Count what has come; the child itself leads nowhere."""
        instance = task.workflow
        instance.remove(child)
        task.internal_data["left"] -= 1
        if not task.internal_data["left"]:
            for other in task.children:
                instance.stop(other)
            self.come(task)
        return task

    def come(self, task: Task) -> None:
        """Go on: enough has come."""
        task.complete()

    def check(self, task: Task) -> None:
        """Do nothing: it goes on by `come` only, never because nothing is left below it."""


class AllBoundary(Boundary, MultipleWait):
    """A boundary event of which all definitions must come; beside its activity ever again."""

    replaces = Replacement(
        "BoundaryEvent",
        "forgets what has come of a non-interrupting one when it is armed again",
        "tests/constructs/test_multiple_events.py",
    )

    def come(self, task: Task) -> None:
        self.release(task, {}, keep=True)
        if task.id in task.workflow.tasks:
            self.arm(task)
