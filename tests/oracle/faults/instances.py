"""Faults of loops and instances."""

from __future__ import annotations

from service.engine.instance import Instance
from service.engine.specs.multi_instance import MultiInstanceHost
from service.engine.specs.standard_loop import StandardLoopHost
from tests.oracle.faults.planting import fault


@fault
def siblings_are_left_when_the_completion_condition_holds(monkeypatch):
    right = MultiInstanceHost.decide

    def decide(self, task, data, index):
        internal = task.internal_data
        if internal["done"] < internal["n"] and self._enough(task, data):
            task.workflow.send(self.edges, task.parent)
        else:
            right(self, task, data, index)

    monkeypatch.setattr(MultiInstanceHost, "decide", decide)


@fault
def completion_condition_is_ignored(monkeypatch):
    monkeypatch.setattr(MultiInstanceHost, "_enough", lambda *_: False)


@fault
def active_instances_are_counted_with_the_one_that_ended(monkeypatch):
    right = MultiInstanceHost._enough  # noqa: SLF001 - the place of the fault

    def enough(self, task, data):
        task.internal_data["started"] += 1
        try:
            return right(self, task, data)
        finally:
            task.internal_data["started"] -= 1

    monkeypatch.setattr(MultiInstanceHost, "_enough", enough)


@fault
def loop_maximum_is_off_by_one(monkeypatch):
    right = StandardLoopHost.decide

    def decide(self, task, data, index):
        task.internal_data["done"] -= 1
        right(self, task, data, index)
        task.internal_data["done"] += 1

    monkeypatch.setattr(StandardLoopHost, "decide", decide)


@fault
def test_before_is_ignored(monkeypatch):
    monkeypatch.setattr(StandardLoopHost, "begin", lambda self, task: self.spawn(task))


@fault
def results_stand_in_the_order_of_completion(monkeypatch):
    right = MultiInstanceHost.instance_ended

    def instance_ended(self, task, child):
        index = child.internal_data["i"]
        child.internal_data["i"] = task.internal_data["done"]
        right(self, task, child)
        child.internal_data["i"] = index

    monkeypatch.setattr(MultiInstanceHost, "instance_ended", instance_ended)


@fault
def instances_write_into_the_enclosing_data(monkeypatch):
    def owners(self, task):
        while task is not None:
            if "own" in task.internal_data and "i" not in task.internal_data:
                yield task
            task = None if task.task_spec.isolated else task.parent

    right = Instance.write

    def write(self, task, values, element_id):
        with monkeypatch.context() as for_now:
            for_now.setattr(Instance, "owners", owners)
            right(self, task, values, element_id)

    monkeypatch.setattr(Instance, "write", write)
