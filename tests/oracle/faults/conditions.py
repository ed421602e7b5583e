"""Faults of conditional events."""

from __future__ import annotations

from service.engine.conditions import Conditions
from service.engine.instance import Instance
from service.engine.specs.conditions import ConditionBoundary, ConditionWait
from tests.oracle.faults.planting import fault


@fault
def the_shortest_armed_condition_goes_first(monkeypatch):
    right, waits = Conditions.fire_next, Instance.waits

    def fire_next(self):
        with monkeypatch.context() as turned:
            turned.setattr(Instance, "waits", lambda instance: waits(instance)[::-1])
            return right(self)

    monkeypatch.setattr(Conditions, "fire_next", fire_next)


@fault
def a_condition_is_looked_at_when_it_is_armed_only(monkeypatch):
    def happens(self, task):
        first = "looked" not in task.internal_data
        task.internal_data["looked"] = 1
        return first and self._is_true(task)

    monkeypatch.setattr(ConditionWait, "happens", happens)


@fault
def a_non_interrupting_condition_goes_once(monkeypatch):
    def happens(self, task):
        is_true = self._is_true(task) and "true" not in task.internal_data
        if is_true and not self.interrupting:
            task.internal_data["true"] = 1
        return is_true

    monkeypatch.setattr(ConditionBoundary, "happens", happens)


@fault
def a_condition_that_holds_from_the_first_does_not_go(monkeypatch):
    right = ConditionWait.enter

    def enter(self, task):
        right(self, task)
        if self._is_true(task):
            task.internal_data["true"] = 1

    monkeypatch.setattr(ConditionBoundary, "enter", enter)
