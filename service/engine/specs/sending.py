"""Events that send something: intermediate throw and end (BPMN 2.0.2 §10.5.1, §10.5.6)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.engine.api import Sent
from service.engine.specs.base import FlowNode, Replacement
from service.engine.specs.signals import broadcast

if TYPE_CHECKING:
    from SpiffWorkflow.bpmn.specs import BpmnProcessSpec
    from SpiffWorkflow.task import Task

    from service.engine.specs.base import Edge
    from service.feel import Expression
    from service.values import Value


@dataclass(frozen=True, slots=True)
class Dispatch:
    """A signal that an event throws, by its name."""

    name: str


class SendingEvent(FlowNode):
    """Sends and goes on; an end event has nowhere to go and consumes its token.

    What it carries is evaluated before anything is sent. A signal can stop the very scope that
    the token is in; then the token is gone with it.
    """

    replaces = Replacement(
        "EndEvent",
        "ends without throwing the signal of a signal end event",
        "tests/constructs/test_signal_events.py",
    )

    def __init__(
        self,
        spec: BpmnProcessSpec,
        name: str,
        element_id: str,
        path: str,
        dispatch: Dispatch,
        payload: tuple[tuple[str, Expression], ...],
    ) -> None:
        super().__init__(spec, name, element_id, path)
        self.dispatch = dispatch
        self.payload = payload

    def leave(self, task: Task, edges: tuple[Edge, ...]) -> None:
        instance, scope = task.workflow, task.parent
        payload = self._carried(task)
        instance.note("completed", self, task)
        instance.tell(Sent("signal", self.dispatch.name, payload, None, self.element_id))
        broadcast(instance, self.dispatch.name, payload)
        if task.id not in instance.tasks:
            return
        instance.remove(task)
        instance.send(edges, scope)
        scope.task_spec.check(scope)

    def _carried(self, task: Task) -> dict[str, Value]:
        """Return the payload. Raises ProcessFault at this element, not where it arrives."""
        instance = task.workflow
        if not self.payload:
            return {}
        data = instance.data_of(task)
        return {
            name: instance.admit(self.evaluate(value, data), name, self.element_id)
            for name, value in self.payload
        }
