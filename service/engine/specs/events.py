"""None start, none intermediate and none end events (BPMN 2.0.2 §13.5.1, §13.5.2, §13.5.6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.engine.specs.base import FlowNode, Replacement

if TYPE_CHECKING:
    from SpiffWorkflow.task import Task

    from service.engine.specs.base import Edge


class PassThrough(FlowNode):
    """A none start or none intermediate event: a token passes it."""

    replaces = Replacement(
        "StartEvent",
        "its task and all that it led to stay in the tree: state grows with the process's age",
        "tests/constructs/test_none_events.py",
    )


class NoneEnd(FlowNode):
    """A none end event: the token is consumed; the scope ends when no other token is left."""

    replaces = Replacement(
        "EndEvent",
        "sends to an _EndJoin that searches the whole tree",
        "tests/constructs/test_none_events.py",
    )

    def leave(self, task: Task, edges: tuple[Edge, ...]) -> None:
        del edges
        instance, scope = task.workflow, task.parent
        instance.did.note("completed", self, task)
        instance.remove(task)
        scope.task_spec.check(scope)
