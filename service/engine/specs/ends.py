"""Terminate, error and escalation ends (BPMN 2.0.2 §10.5.3, §13.5.6)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from service.engine.specs.base import Edge, FlowNode, Replacement
from service.engine.specs.routing import throw

if TYPE_CHECKING:
    from SpiffWorkflow.bpmn.specs import BpmnProcessSpec
    from SpiffWorkflow.task import Task


class TerminateEnd(FlowNode):
    """Ends its own scope: a process, a subprocess, one instance of a multi-instance."""

    replaces = Replacement(
        "EndEvent",
        "ends more than its own scope when subprocesses are inlined",
        "tests/constructs/test_terminate_end.py",
    )

    def leave(self, task: Task, edges: tuple[Edge, ...]) -> None:
        del edges
        instance, scope = task.workflow, task.parent
        instance.did.note("completed", self, task)
        instance.remove(task)
        for other in scope.children:
            instance.stop(other)
        scope.task_spec.break_off(scope)
        scope.task_spec.check(scope)


class ThrowingEvent(FlowNode):
    """An intermediate event that throws outward and goes on, if nothing caught it that interrupts.

    BPMN 2.0.2 §10.5.5, §13.5.3.
    """

    replaces = Replacement(
        "IntermediateThrowEvent",
        "fires every handler of the code, not the nearest one",
        "tests/constructs/test_error_and_escalation.py",
    )

    def __init__(
        self, spec: BpmnProcessSpec, name: str, element_id: str, path: str, code: str
    ) -> None:
        super().__init__(spec, name, element_id, path)
        self.kind: Literal["escalation"] = "escalation"
        self.code = code

    def leave(self, task: Task, edges: tuple[Edge, ...]) -> None:
        instance, scope = task.workflow, task.parent
        instance.did.note("completed", self, task)
        throw(task, self.kind, self.code)
        if task.id in instance.tasks:
            instance.remove(task)
            instance.send(edges, scope)
            scope.task_spec.check(scope)


class ThrowingEnd(FlowNode):
    """Consumes its token and throws outward; an uncaught error is an incident."""

    replaces = Replacement(
        "EndEvent",
        "fires every handler of the code, not the nearest one",
        "tests/constructs/test_error_and_escalation.py",
    )

    def __init__(
        self,
        spec: BpmnProcessSpec,
        name: str,
        element_id: str,
        path: str,
        kind: Literal["error", "escalation"],
        code: str,
    ) -> None:
        super().__init__(spec, name, element_id, path)
        self.kind = kind
        self.code = code

    def leave(self, task: Task, edges: tuple[Edge, ...]) -> None:
        del edges
        instance, scope = task.workflow, task.parent
        instance.did.note("completed", self, task)
        throw(task, self.kind, self.code)
        if task.id in instance.tasks:
            instance.remove(task)
        if scope.id in instance.tasks:
            scope.task_spec.check(scope)
