"""Boundary events (BPMN 2.0.2 §10.5.4, §13.5.3), armed when their activity begins.

The start event of an event subprocess (§13.5.4) is the same thing at the border of a scope.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from SpiffWorkflow.util.task import TaskState

from service.engine.specs.base import FlowNode, Replacement
from service.engine.specs.timers import TimerWait
from service.engine.specs.waits import MessageWait

if TYPE_CHECKING:
    from SpiffWorkflow.bpmn.specs import BpmnProcessSpec
    from SpiffWorkflow.task import Task

    from service.engine.specs.event_subprocess import EventSubProcessNode
    from service.values import Value

_REPLACES = Replacement(
    "BoundaryEvent",
    "loses the second message of a non-interrupting event and crashes on loops",
    "tests/constructs/test_boundary_events.py",
)


class Boundary(FlowNode):
    """Sends its token into the scope of the activity; interrupting, it cancels the activity."""

    replaces = _REPLACES
    queued = False
    interrupting = True
    #: of a start event: the spec of the event subprocess that it begins
    begins: EventSubProcessNode | None = None

    def release(self, task: Task, payload: dict[str, Value], *, keep: bool) -> None:
        """Let the event happen; `keep` leaves a non-interrupting one armed."""
        if self.begins is not None:
            self.begins.begin(task, payload, keep=keep)
            return
        instance, host = task.workflow, task.parent
        scope = host.parent
        instance.write(scope, payload, self.element_id)
        instance.did.note("completed", self, task)
        if self.interrupting:
            instance.stop(host)
        else:
            host.task_spec.note_told(host)
            if not keep:
                task.state = TaskState.CANCELLED
                instance.remove(task)
        self._go_on(scope)

    def clear_way(self, task: Task) -> Task:
        """Stop what an interrupting event stops; return the scope in which it goes on."""
        scope: Task
        if self.begins is not None:
            scope = task.parent
            self.begins.interrupt(scope)
        else:
            scope = task.parent.parent
            task.workflow.stop(task.parent)
        return scope

    def happen(self, scope: Task, task: Task) -> None:
        """Go on in `scope`, whose way is clear; `task` is the token that stands for the event."""
        scope.workflow.did.note("completed", self, task)
        if self.begins is not None:
            self.begins.open(scope, self, {})
        else:
            self._go_on(scope)

    def _go_on(self, scope: Task) -> None:
        scope.workflow.send(self.edges, scope)
        scope.task_spec.check(scope)


class MessageBoundary(Boundary, MessageWait):
    """Takes messages that come while it is armed; kept messages are not for it."""

    replaces = _REPLACES
    keeps_early = False

    def fire(self, task: Task, payload: dict[str, Value]) -> None:
        self.release(task, payload, keep=True)


class TimerBoundary(Boundary, TimerWait):
    """Fires once, or repeatedly when it is a cycle."""

    replaces = _REPLACES

    def fire(self, task: Task, payload: dict[str, Value]) -> None:
        task.workflow.did.disarm_timer(task)
        again = not self.interrupting and self.schedule.rearm(task)
        self.release(task, payload, keep=again)

    def on_stop(self, task: Task) -> None:
        if "due" in task.internal_data:
            super().on_stop(task)


class ThrownBoundary(Boundary):
    """Catches an error, escalation or cancellation that its activity throws."""

    def __init__(
        self,
        spec: BpmnProcessSpec,
        name: str,
        element_id: str,
        path: str,
        catches: tuple[str, str | None],
    ) -> None:
        super().__init__(spec, name, element_id, path)
        #: "error", "escalation" or "cancel", and the code; None catches every code
        self.kind, self.code = catches

    def enter(self, task: Task) -> None:
        task.state = TaskState.WAITING

    def fire(self, task: Task) -> None:
        self.release(task, {}, keep=True)


def armed_for(holder: Task, kind: str, code: str | None) -> Task | None:
    """Return what is armed at the border of a scope, or of an activity, for a thrown code."""
    handlers = [
        child
        for child in holder.children
        if isinstance(child.task_spec, ThrownBoundary) and child.task_spec.kind == kind
    ]
    for wanted in (code, None):
        for handler in handlers:
            if handler.task_spec.code == wanted:
                return handler
    return None
