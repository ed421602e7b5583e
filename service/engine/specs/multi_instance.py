"""Multi-instance activities (BPMN 2.0.2 §13.3.7).

The list is evaluated once, at the start; an empty list ends the activity at once. Each instance
owns its item, `loopCounter` and all that is written in it; only the output list leaves. The
completion condition is evaluated after each instance over the enclosing data, the data of that
instance and the counters; when it holds the other instances are cancelled. Before that an
instance that completed throws a signal, if the activity's `behavior` says so: each (None) or the
first (One).
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from service.engine.api import Sent
from service.engine.faults import ProcessFault
from service.engine.limits import INSTANCES
from service.engine.specs.base import Replacement
from service.engine.specs.host import Host
from service.engine.specs.signals import broadcast

if TYPE_CHECKING:
    from SpiffWorkflow.task import Task

    from service.engine.specs.base import Edge
    from service.feel import Expression
    from service.values import Value


class MultiInstanceHost(Host):
    """Parallel: all instances at once. Sequential: the next one when the last has ended."""

    replaces = Replacement(
        "ParallelMultiInstanceTask",
        "keeps every finished instance, lacks the nrOf… counters, leaves siblings behind",
        "tests/constructs/test_multi_instance.py",
    )
    decides = True
    parallel: bool
    cardinality: Expression | None
    collection: str | None
    item: str | None
    condition: Expression | None
    output_collection: str | None
    output_item: str | None
    #: signal that each instance throws as it completes, or the first one alone
    thrown: str | None
    thrown_once: bool

    def begin(self, task: Task) -> None:
        items = self._items(task)
        internal = task.internal_data
        internal["n"] = len(items)
        if self.output_collection is not None:
            internal["outs"] = [None] * len(items)
        if not items:
            task.complete()
            return
        if self.parallel:
            for item in items:
                self.spawn(task, self._own(item, internal["started"]))
            return
        internal["items"] = items
        self.spawn(task, self._own(items[0], 0))

    def instance_ended(self, task: Task, child: Task) -> None:
        """Collect the instance's result, none of a waived one, and go on."""
        outs = task.internal_data.get("outs")
        if outs is not None and "waived" not in child.internal_data:
            outs[child.internal_data["i"]] = self.instance_data(child).get(self.output_item or "")
        if self.thrown is None:
            super().instance_ended(task, child)
        else:
            # Not at once: what hears the signal may end other instances, and those the next.
            waived = {"waived": 1} if "waived" in child.internal_data else {}
            self.decide_later(task, child, **waived)

    def tell(self, task: Task, pending: Task) -> bool:
        """Throw the signal of an instance that completed, to whoever waits for it (§10.3.8)."""
        instance, internal = task.workflow, task.internal_data
        if self.thrown is None:
            return True
        internal["done"] += 1
        if "waived" not in pending.internal_data and "first" not in internal:
            if self.thrown_once:
                internal["first"] = 1
            broadcast(instance, self.thrown, {})
            instance.did.tell(Sent("signal", self.thrown, {}, None, self.element_id))
        return task.id in instance.tasks

    def decide(self, task: Task, data: dict[str, Value], index: int) -> None:
        del index
        internal = task.internal_data
        # After the last one too: a condition that cannot be evaluated must not go unnoticed.
        if self._enough(task, data) or internal["done"] == internal["n"]:
            task.complete()
        elif not self.parallel:
            following = internal["started"]
            self.spawn(task, self._own(internal["items"][following], following))

    def leave(self, task: Task, edges: tuple[Edge, ...]) -> None:
        if self.output_collection is not None:
            results = {self.output_collection: task.internal_data["outs"]}
            task.workflow.write(task.parent, results, self.element_id)
        super().leave(task, edges)

    def _items(self, task: Task) -> list[Value]:
        scope = task.workflow.data_of(task)
        if self.cardinality is not None:
            count = _whole(self.evaluate(self.cardinality, scope))
            if type(count) is not int or count < 0:
                raise ProcessFault("engine.cardinality", self.element_id, value=count)
            self._within(count)
            return list(range(count))
        items = scope.get(self.collection)
        if not isinstance(items, list):
            raise ProcessFault("engine.not-a-list", self.element_id, variable=self.collection)
        self._within(len(items))
        return list(items)

    def _within(self, count: int) -> None:
        if count > INSTANCES:
            raise ProcessFault(
                "engine.too-many-instances", self.element_id, count=count, limit=INSTANCES
            )

    def _own(self, item: Value, index: int) -> dict[str, Value]:
        # "If this value of some instance is n, the instance is the n-th" (table 10.28).
        own: dict[str, Value] = {"loopCounter": index + 1}
        if self.item is not None:
            own[self.item] = item
        return own

    def _enough(self, task: Task, data: dict[str, Value]) -> bool:
        if self.condition is None:
            return False
        internal = task.internal_data
        scope = {
            **task.workflow.data_of(task),
            **data,
            "nrOfInstances": internal["n"],
            "nrOfCompletedInstances": internal["done"],
            "nrOfActiveInstances": internal["started"] - internal["done"],
        }
        return self.holds(self.condition, scope)


def _whole(value: Value) -> Value:
    """Return 3 for the decimal 3.0: FEEL has one kind of number."""
    return int(value) if isinstance(value, Decimal) and value == value.to_integral() else value
