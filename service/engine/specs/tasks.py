"""User and manual tasks (BPMN 2.0.2 §10.3.3, §13.3.3): a token waits for a person's act."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from SpiffWorkflow.util.task import TaskState

from service.engine.specs.base import FlowNode, Replacement

if TYPE_CHECKING:
    from SpiffWorkflow.bpmn.specs import BpmnProcessSpec
    from SpiffWorkflow.task import Task

    from service.feel import Expression
    from service.values import Value


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
        kind: Literal["user", "manual", "service", "send"],
    ) -> None:
        super().__init__(spec, name, element_id, path)
        self.manual = True
        self.kind = kind

    def enter(self, task: Task) -> None:
        task.state = TaskState.READY
        task.workflow.did.note("entered", self, task)
        task.workflow.did.open_task(task, self.kind)

    def on_stop(self, task: Task) -> None:
        task.workflow.did.close_task(task, "cancelled")


class JobNode(PersonTask):
    """Waits for a system outside, which completes it or says that it cannot.

    Service and send tasks (BPMN 2.0.2 §10.3.3.2, §10.3.3.3, §13.3.3).
    """

    replaces = Replacement(
        "ServiceTask",
        "runs at once, whatever it stands for, and goes on",
        "tests/constructs/test_jobs.py",
    )
    #: what the system asks for
    topic: str = ""
    #: what the system gets, by name; computed when the step begins
    inputs: tuple[tuple[str, Expression], ...] = ()

    def enter(self, task: Task) -> None:
        instance = task.workflow
        data = instance.data_of(task)
        given = {
            name: instance.admit(self.evaluate(value, data), name, self.element_id)
            for name, value in self.inputs
        }
        if given:
            task.internal_data["in"] = given
        super().enter(task)

    def given(self, task: Task) -> dict[str, Value]:
        """Return what the system gets, and nothing else of the process."""
        return dict(task.internal_data.get("in", {}))
