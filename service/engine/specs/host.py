"""The shell around an activity that loops, has instances or has boundary events.

The activity's tokens are children of the host, beside the armed boundary events. The host ends
when the activity does; what is still below it then is cancelled.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from SpiffWorkflow.util.task import TaskState

from service.engine.specs.base import FlowNode, Replacement

if TYPE_CHECKING:
    from SpiffWorkflow.bpmn.specs import BpmnProcessSpec
    from SpiffWorkflow.task import Task

    from service.engine.specs.base import Edge
    from service.values import Value


class Host(FlowNode):
    """An activity with boundary events and no loop (BPMN 2.0.2 §13.5.3)."""

    replaces = Replacement(
        "BoundaryEventSplit",
        "a second message to a non-interrupting boundary event is lost; boundaries on loops crash",
        "tests/constructs/test_boundary_events.py",
    )

    #: Deciding evaluates an expression, which may be at fault.
    decides: ClassVar[bool] = False

    def __init__(self, spec: BpmnProcessSpec, name: str, element_id: str, path: str) -> None:
        super().__init__(spec, name, element_id, path)
        self.inner = ""
        self.boundaries: tuple[str, ...] = ()

    def enter(self, task: Task) -> None:
        task.state = TaskState.STARTED
        task.internal_data.update(done=0, started=0)
        for name in self.boundaries:
            task.workflow.create(name, task)
        self.begin(task)

    def begin(self, task: Task) -> None:
        """Start the activity."""
        self.spawn(task)

    def spawn(self, task: Task, own: dict[str, Value] | None = None) -> None:
        """Start one more instance."""
        index = task.internal_data["started"]
        task.internal_data["started"] = index + 1
        if own is None:
            task.workflow.create(self.inner, task)
        else:
            task.workflow.count_instance(self.element_id)
            task.workflow.create(self.inner, task, own=own, i=index)

    def instance_ended(self, task: Task, child: Task) -> None:
        """Take note of an instance's end and decide whether the activity goes on.

        The condition may be at fault. When only the act itself may be committed, a token that
        stands for this decision is left behind instead; retrying takes it up again.
        """
        task.internal_data["done"] += 1
        if self.decides and task.workflow.act_alone:
            self.decide_later(task, child)
        else:
            self.decide(task, self.instance_data(child), _index(child))

    def decide_later(self, task: Task, child: Task, **internal: Value) -> None:
        """Leave a token behind that stands for the decision."""
        own, index = self.instance_data(child), _index(child)
        task.workflow.create(f"{self.name}#next", task, own=own, ended=index, **internal)

    def tell(self, task: Task, pending: Task) -> bool:
        """Throw what the end of an instance throws; return whether the activity goes on."""
        del task, pending
        return True

    def decide(self, task: Task, data: dict[str, Value], index: int) -> None:
        """End the activity or start the next instance."""
        del data, index
        task.complete()

    def note_told(self, task: Task) -> None:
        """Note when a boundary event first happened beside the activity."""
        if task.workflow.spec.task_specs[self.inner].undoing is not None:
            task.internal_data.setdefault("told", task.workflow.last_number)

    @staticmethod
    def instance_data(child: Task) -> dict[str, Value]:
        """Return what the instance owned; a called process leaves its declared results only."""
        internal = child.internal_data
        if child.task_spec.isolated:
            return dict(internal.get("instance", {}))
        return dict(child.data) if "own" in internal else {}

    def check(self, task: Task) -> None:
        """Do nothing: a host ends by `decide` only, never because it is empty."""

    def leave(self, task: Task, edges: tuple[Edge, ...]) -> None:
        for child in task.children:
            task.workflow.stop(child)
        instance, parent = task.workflow, task.parent
        instance.remove(task)
        instance.send(edges, parent)
        parent.task_spec.check(parent)


class NextInstance(FlowNode):
    """The pending decision of a host, after an incident in its condition."""

    def enter(self, task: Task) -> None:
        host = task.parent
        data, index = dict(task.data), task.internal_data["ended"]
        task.state = TaskState.CANCELLED
        task.workflow.remove(task)
        if host.task_spec.tell(host, task):
            host.task_spec.decide(host, data, index)


def _index(child: Task) -> int:
    return int(child.internal_data.get("i", 0))
