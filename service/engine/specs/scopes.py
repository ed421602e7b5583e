"""The process itself, embedded subprocesses and call activities (BPMN 2.0.2 §13.3.4, §13.3.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from SpiffWorkflow.util.task import TaskState

from service.engine.specs.base import FlowNode, Replacement

if TYPE_CHECKING:
    from SpiffWorkflow.bpmn.specs import BpmnProcessSpec
    from SpiffWorkflow.task import Task

    from service.engine.specs.base import Edge
    from service.feel import Expression
    from service.values import Value


class ScopeNode(FlowNode):
    """An embedded subprocess: its tokens are its children; it ends when none is left.

    Data objects that it declares are its own; every other variable is the enclosing scope's.
    """

    replaces = Replacement(
        "SubWorkflowTask",
        "keeps a second workflow with its own tree and data",
        "tests/constructs/test_subprocess.py",
    )
    #: an event subprocess, which handles the scope around it
    handles: ClassVar[bool] = False
    #: left by an error, nothing in it is undone
    hazardous: ClassVar[bool] = False

    def __init__(self, spec: BpmnProcessSpec, name: str, element_id: str, path: str) -> None:
        super().__init__(spec, name, element_id, path)
        #: names of the specs that get a token when the scope begins
        self.first: tuple[str, ...] = ()
        #: the event subprocesses in it, and their start events, which are armed before that
        self.handlers: tuple[str, ...] = ()
        self.starts: tuple[str, ...] = ()
        self.own_names = frozenset()

    def enter(self, task: Task) -> None:
        task.state = TaskState.STARTED
        instance = task.workflow
        instance.did.note("entered", self, task)
        if self.own_names and "own" not in task.internal_data:
            task.internal_data["own"] = 1
        for name in self.starts:
            instance.create(name, task)
        self.put_first(task)

    def put_first(self, task: Task) -> None:
        """Put the tokens with which the scope begins."""
        for name in self.first:
            task.workflow.create(name, task)

    def break_off(self, task: Task) -> None:
        """Note that the scope will not have completed: it is never undone (§10.7.3)."""
        if self.undoing is not None:
            task.internal_data["broken"] = 1

    def on_stop(self, task: Task) -> None:
        task.workflow.did.note("cancelled", self, task)

    def check(self, task: Task) -> None:
        """End the scope when nothing is left in it.

        Once its own tokens are gone no event subprocess begins any more, while those that have
        begun go on (§13.5.4).
        """
        if task.state != TaskState.STARTED or task.id not in task.workflow.tasks:
            return
        beside = (*self.starts, *self.handlers)
        if all(child.task_spec.name in beside for child in task.children):
            for child in task.children:
                if child.task_spec.name in self.starts:
                    task.workflow.stop(child)
        if not task.children:
            task.complete()


class RootNode(ScopeNode):
    """The process: owns all data; its end is the end of the instance."""

    replaces = Replacement(
        "BpmnStartTask",
        "is one task per token ever made, not one scope",
        "tests/constructs/test_none_events.py",
    )
    isolated = True

    def __init__(self, spec: BpmnProcessSpec, name: str, element_id: str, path: str) -> None:
        super().__init__(spec, name, element_id, path)
        self.own_names = None
        #: id of what it can begin with → names of the specs that get a token then; "": where
        #: none is named
        self.ways: dict[str, tuple[str, ...]] = {}

    def put_first(self, task: Task) -> None:
        """Put the tokens of the one way by which the process begins (§10.5.2)."""
        for name in self.ways[task.internal_data.pop("begun")]:
            task.workflow.create(name, task)

    def leave(self, task: Task, edges: tuple[Edge, ...]) -> None:
        del edges
        task.workflow.end(task)


class CallNode(ScopeNode):
    """A call activity: the called process inlined under its path, with data of its own.

    Only what `alur:in` and `alur:out` name crosses the border.
    """

    replaces = Replacement(
        "CallActivity",
        "shares all data both ways unless an ioSpecification stands there",
        "tests/constructs/test_call_activity.py",
    )
    isolated = True

    def __init__(self, spec: BpmnProcessSpec, name: str, element_id: str, path: str) -> None:
        super().__init__(spec, name, element_id, path)
        self.own_names = None
        #: `alur:in` and `alur:out`; SpiffWorkflow means other specs by `inputs` and `outputs`
        self.arguments: tuple[tuple[str, Expression], ...] = ()
        self.results: tuple[tuple[str, Expression], ...] = ()

    def enter(self, task: Task) -> None:
        internal = task.internal_data
        outside = {**task.workflow.data_of(task.parent), **task.data}
        if "own" in internal:
            # Instance data of a multi-instance stay outside the called process.
            internal["instance"] = dict(task.data)
        task.data = {}
        internal["own"] = 1
        inside = {name: self.evaluate(value, outside) for name, value in self.arguments}
        task.workflow.write(task, inside, self.element_id)
        super().enter(task)

    def check(self, task: Task) -> None:
        """End the call when nothing is left in it.

        What comes back may be at fault. When only the act itself may be committed, a token that
        stands for the end is left behind instead; retrying takes it up again.
        """
        instance = task.workflow
        goes_on = task.state == TaskState.STARTED and task.id in instance.tasks
        if instance.act_alone and self.results and goes_on and not task.children:
            instance.create(f"{self.path}#end", task)
        else:
            super().check(task)

    def leave(self, task: Task, edges: tuple[Edge, ...]) -> None:
        inside = task.workflow.data_of(task)
        results: dict[str, Value] = {
            name: self.evaluate(value, inside) for name, value in self.results
        }
        if "instance" in task.internal_data:
            for name, value in results.items():
                task.internal_data["instance"][name] = task.workflow.admit(
                    value, name, self.element_id
                )
        else:
            task.workflow.write(task.parent, results, self.element_id)
        super().leave(task, edges)


class EndOfCall(FlowNode):
    """The pending end of a call, after an incident in what it gives back."""

    traced = False

    def enter(self, task: Task) -> None:
        call = task.parent
        task.state = TaskState.CANCELLED
        task.workflow.remove(task)
        call.task_spec.check(call)
