"""Activities, their loops and their instances (BPMN 2.0.2 §13.3)."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

from tests.oracle.board import Incident, kind_of
from tests.oracle.events import Events
from tests.oracle.model import (
    Call,
    MultiInstance,
    Receive,
    StandardLoop,
    Sub,
    Task,
    Thrown,
)
from tests.oracle.state import Frame, Instance, Open, Visit, fresh_frame

if TYPE_CHECKING:
    from tests.oracle.model import Activity
    from tests.oracle.state import Token


class Activities(Events):
    def begin_visit(self, token: Token, node: Activity) -> None:
        token.place = "inside"
        visit = token.visit = Visit(token, node, token.area.frame)
        for boundary in node.boundaries:
            if not isinstance(boundary.event, Thrown):
                self.arm(boundary, boundary.event, visit.frame, host=visit)
        match node.loop:
            case None if not node.boundaries:
                self.begin_instance(self._new_instance(visit, None))
            case None:
                self.queue.append(self._new_instance(visit, None))
            case StandardLoop():
                self._loop_again(visit, node.loop)
            case MultiInstance():
                self._begin_instances(visit, node.loop)

    def _loop_again(self, visit: Visit, loop: StandardLoop) -> None:
        """Begin the next round of a standard loop, or end the activity (§13.3.6)."""
        tested = loop.test_before or visit.begun > 0
        if (loop.maximum is not None and visit.begun >= loop.maximum) or (
            tested
            and loop.condition is not None
            and not self.holds(loop.condition, visit.frame.visible(), visit.node.id)
        ):
            if visit.begun == 0:
                self.count("loop not entered", visit.node, visit.token.area)
            self.end_visit(visit)
            return
        visit.begun += 1
        if visit.begun > 1:
            self.count("loop repeated", visit.node, visit.token.area)
        self.queue.append(self._new_instance(visit, None))

    def _begin_instances(self, visit: Visit, loop: MultiInstance) -> None:
        """Look at the list once; make all instances, or the first (§13.3.7)."""
        visit.items = self._items(visit, loop)
        over = "number" if loop.collection is None else "list"
        self.count(f"multi-instance by {over}", visit.node, visit.token.area)
        visit.outputs = [None] * len(visit.items)
        if not visit.items:
            self.count("multi-instance over nothing", visit.node, visit.token.area)
            self.end_visit(visit)
        elif loop.parallel:
            self.queue.extend(self._next_of_many(visit, loop) for _ in visit.items)
        else:
            self.queue.append(self._next_of_many(visit, loop))

    def _items(self, visit: Visit, loop: MultiInstance) -> list[Any]:
        data, element = visit.frame.visible(), visit.node.id
        if loop.cardinality is not None:
            number = self.value(loop.cardinality, data, element)
            if type(number) is not int or number < 0:
                raise Incident(f"no cardinality: {number!r}", element)
            return [None] * number
        if not isinstance(data.get(loop.collection or ""), list):
            raise Incident(f"no list: {loop.collection}", element)
        return list(data[loop.collection or ""])

    def _next_of_many(self, visit: Visit, loop: MultiInstance) -> Instance:
        number = visit.begun
        visit.begun += 1
        # "If this value of some instance is n, the instance is the n-th" (BPMN 2.0.2 §10.3.8).
        own = {"loopCounter": number + 1}
        if loop.item is not None and loop.collection is not None:
            own[loop.item] = deepcopy(visit.items[number])
        return self._new_instance(visit, number, Frame(own, visit.frame))

    def _new_instance(
        self, visit: Visit, number: int | None, frame: Frame | None = None
    ) -> Instance:
        instance = Instance(visit, number, frame or visit.frame)
        visit.active.append(instance)
        return instance

    def begin_instance(self, instance: Instance) -> None:
        node, area = instance.visit.node, instance.visit.token.area
        self.count(kind_of(node), node, area)
        match node:
            case Sub():
                # An instance of a multi-instance owns all data inside already.
                frame = instance.frame
                if instance.number is None:
                    frame = fresh_frame(node.body, frame, owns_all=False)
                self.open_area(node.body, frame, instance, f"{area.path}{node.id}/")
            case Call():
                called = self.model.process(node.called)
                frame = fresh_frame(called.body, None, owns_all=True)
                data = instance.frame.visible()
                for name, value in node.inputs:
                    frame.write(name, self.value(value, data, node.id))
                self.open_area(called.body, frame, instance, f"{area.path}{node.id}/")
            case Task(inputs=inputs) if node.is_job:
                data = instance.frame.visible()
                given = {name: self.value(value, data, node.id) for name, value in inputs}
                self.open.append(Open(self.next_serial(), node, instance, given))
            case Task():
                self.open.append(Open(self.next_serial(), node, instance))
            case Receive():
                self._receive(node, instance)

    def _receive(self, node: Receive, instance: Instance) -> None:
        arming = self.arm(node, node.message, instance.frame, instance=instance)
        self.open.append(Open(self.next_serial(), node, instance))
        self.take_kept(arming)

    def instance_done(self, instance: Instance, *, waived: bool = False) -> None:
        visit = instance.visit
        visit.active.remove(instance)
        self.armed = [arming for arming in self.armed if arming.instance is not instance]
        match visit.node.loop:
            case None:
                self.end_visit(visit)
            case StandardLoop():
                self._loop_again(visit, visit.node.loop)
            case MultiInstance():
                self._one_of_many_done(visit, visit.node.loop, instance, waived=waived)

    def _one_of_many_done(
        self, visit: Visit, loop: MultiInstance, instance: Instance, *, waived: bool
    ) -> None:
        assert instance.number is not None
        visit.completed += 1
        if not waived and loop.output_item is not None:
            visit.outputs[instance.number] = deepcopy(instance.frame.values.get(loop.output_item))
        if self._completion_holds(visit, loop, instance):
            self.count("completion condition true", visit.node, visit.token.area)
            for other in list(visit.active):
                self.cancel_instance(other)
            self.end_visit(visit)
        elif visit.begun < len(visit.items):
            self.queue.append(self._next_of_many(visit, loop))
        elif not visit.active:
            self.end_visit(visit)

    def _completion_holds(self, visit: Visit, loop: MultiInstance, instance: Instance) -> bool:
        if loop.completion is None:
            return False
        counters = {
            "nrOfInstances": len(visit.items),
            "nrOfActiveInstances": len(visit.active),
            "nrOfCompletedInstances": visit.completed,
        }
        data = instance.frame.visible() | counters
        return self.holds(loop.completion, data, visit.node.id)

    def end_visit(self, visit: Visit) -> None:
        self._close_visit(visit)
        loop = visit.node.loop
        if isinstance(loop, MultiInstance) and loop.output_collection is not None:
            self.count("output collection", visit.node, visit.token.area)
            visit.frame.write(loop.output_collection, visit.outputs)
        visit.token.visit = None
        self.leave(visit.token)

    def _close_visit(self, visit: Visit) -> None:
        self.armed = [arming for arming in self.armed if arming.host is not visit]
