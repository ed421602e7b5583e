"""Event subprocesses (BPMN 2.0.2 §10.3.5, §13.5.4): begun by an event in the scope around them.

Their start events are armed as children of that scope, before its first token. What begins then
is a scope of its own that sees and writes the data around it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from SpiffWorkflow.util.task import TaskState

from service.engine.specs.base import Replacement
from service.engine.specs.scopes import ScopeNode

if TYPE_CHECKING:
    from SpiffWorkflow.task import Task

    from service.engine.specs.base import FlowNode
    from service.values import Value


class EventSubProcessNode(ScopeNode):
    """Interrupting, it stops all else in the scope around, which ends normally with it."""

    replaces = Replacement(
        "EventSubprocess",
        "never reads isInterrupting; error and escalation handlers run as the process starts",
        "tests/constructs/test_event_subprocess.py",
    )
    handles = True

    def begin(self, start: Task, payload: dict[str, Value], *, keep: bool) -> None:
        """Let its start event happen; `keep` leaves a non-interrupting one armed."""
        instance, scope, node = start.workflow, start.parent, start.task_spec
        instance.did.note("completed", node, start)
        if node.interrupting:
            self.interrupt(scope)
        elif not keep:
            start.state = TaskState.CANCELLED
            instance.remove(start)
        self.open(scope, node, payload)

    def interrupt(self, scope: Task) -> None:
        """Stop all that goes on in `scope`, which will not have completed then."""
        for other in scope.children:
            scope.workflow.stop(other)
        scope.task_spec.break_off(scope)

    def open(self, scope: Task, start: FlowNode, payload: dict[str, Value]) -> None:
        """Begin behind the start event, with what came with it."""
        inside = scope.workflow.create(self.name, scope, own={} if self.own_names else None)
        scope.workflow.write(inside, payload, start.element_id)

    def put_first(self, task: Task) -> None:
        """Go on behind the start event, which has happened in the scope around."""
        instance = task.workflow
        instance.send(instance.spec.task_specs[self.first[0]].edges, task)
