"""Events that send something: intermediate throw and end (BPMN 2.0.2 §10.5.1, §10.5.6)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from service.engine.api import Sent
from service.engine.faults import BufferFull, NoReceiver, ProcessFault
from service.engine.specs.base import FlowNode, Replacement
from service.engine.specs.signals import broadcast

if TYPE_CHECKING:
    from SpiffWorkflow.bpmn import BpmnWorkflow
    from SpiffWorkflow.bpmn.specs import BpmnProcessSpec
    from SpiffWorkflow.task import Task

    from service.engine.specs.base import Edge
    from service.feel import Expression
    from service.values import Value


class Dispatch(NamedTuple):
    """What an event throws: a message or signal, by its name."""

    kind: Literal["message", "signal"]
    name: str
    #: of a message: the key that its receiver compares
    correlation: Expression | None = None


class SendingEvent(FlowNode):
    """Sends and goes on; an end event has nowhere to go and consumes its token.

    What it carries is evaluated before anything is sent. A message finds its receiver in the
    process itself as one from outside does, if there is any of its name. What is sent can stop the
    very scope that the token is in; then the token is gone with it.
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
        payload, key = self._carried(task), self._key(task)
        instance.note("completed", self, task)
        self._send(instance, payload, key)
        if task.id not in instance.tasks:
            return
        instance.remove(task)
        instance.send(edges, scope)
        scope.task_spec.check(scope)

    def _send(self, instance: BpmnWorkflow, payload: dict[str, Value], key: Value) -> None:
        kind, name, _ = self.dispatch
        taken = False
        if kind == "signal":
            broadcast(instance, name, payload)
        else:
            taken = self._delivered(instance, payload, key)
        instance.tell(Sent(kind, name, payload, key, self.element_id, taken))

    def _delivered(self, instance: BpmnWorkflow, payload: dict[str, Value], key: Value) -> bool:
        """Return whether the process itself has a receiver for the message."""
        try:
            instance.deliver(self.dispatch.name, payload, key)
        except NoReceiver:
            return False
        except BufferFull as full:
            raise ProcessFault(full.code, self.element_id, **full.params) from full
        return True

    def _key(self, task: Task) -> Value:
        if self.dispatch.correlation is None:
            return None
        instance = task.workflow
        key = self.evaluate(self.dispatch.correlation, instance.data_of(task))
        return instance.admit(key, "correlation", self.element_id)

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
