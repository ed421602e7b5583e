"""Faults of data."""

from __future__ import annotations

from service.engine.specs.scopes import CallNode, ScopeNode
from tests.oracle.faults.planting import fault


@fault
def data_of_a_subprocess_leak(monkeypatch):
    def enter(self, task):
        names, self.own_names = self.own_names, frozenset()
        right(self, task)
        self.own_names = names

    right = ScopeNode.enter
    monkeypatch.setattr(ScopeNode, "enter", enter)


@fault
def call_gives_back_all_its_data(monkeypatch):
    def leave(self, task, edges):
        task.workflow.write(task.parent, task.workflow.data_of(task), self.element_id)
        right(self, task, edges)

    right = CallNode.leave
    monkeypatch.setattr(CallNode, "leave", leave)


@fault
def call_sees_the_data_around_it(monkeypatch):
    monkeypatch.setattr(CallNode, "isolated", False)
