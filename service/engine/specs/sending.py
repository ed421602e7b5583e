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

    What is thrown occurs at once (§10.5.4) and reaches what waits at that moment, nothing that
    comes to wait later. But the token takes its turn behind all that move by themselves: the
    standard leaves open which branch is first, and of two behind a gateway the one that waits is
    there, whichever is drawn first. What it carries is evaluated before anything is sent, and
    then everything is sent. A message finds its receiver in the process itself as one from outside
    does, if there is any of its name. What is sent can stop the very scope that the token is in;
    then the token is gone with it.
    """

    replaces = Replacement(
        "EndEvent",
        "ends without throwing the signal of a signal end event",
        "tests/constructs/test_signal_events.py",
    )

    throws = True

    def __init__(
        self,
        spec: BpmnProcessSpec,
        name: str,
        element_id: str,
        path: str,
        dispatches: tuple[Dispatch, ...],
        payload: tuple[tuple[str, Expression], ...],
    ) -> None:
        super().__init__(spec, name, element_id, path)
        self.dispatches = dispatches
        self.payload = payload

    def leave(self, task: Task, edges: tuple[Edge, ...]) -> None:
        instance, scope = task.workflow, task.parent
        payload = self._carried(task)
        keys = [self._key(task, dispatch) for dispatch in self.dispatches]
        instance.did.note("completed", self, task)
        for dispatch, key in zip(self.dispatches, keys, strict=True):
            self._send(instance, dispatch, payload, key)
        if task.id not in instance.tasks:
            return
        instance.remove(task)
        instance.send(edges, scope)
        scope.task_spec.check(scope)

    def _send(
        self, instance: BpmnWorkflow, dispatch: Dispatch, payload: dict[str, Value], key: Value
    ) -> None:
        kind, name, _ = dispatch
        taken = False
        if kind == "signal":
            broadcast(instance, name, payload)
        else:
            taken = self._delivered(instance, name, payload, key)
        instance.did.tell(Sent(kind, name, payload, key, self.element_id, taken))

    def _delivered(
        self, instance: BpmnWorkflow, name: str, payload: dict[str, Value], key: Value
    ) -> bool:
        """Return whether the process itself has a receiver for the message."""
        try:
            instance.deliver(name, payload, key)
        except NoReceiver:
            return False
        except BufferFull as full:
            raise ProcessFault(full.code, self.element_id, **full.params) from full
        return True

    def _key(self, task: Task, dispatch: Dispatch) -> Value:
        if dispatch.correlation is None:
            return None
        instance = task.workflow
        key = self.evaluate(dispatch.correlation, instance.data_of(task))
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
