"""Faults of beginnings, ends and flows without events and gateways."""

from __future__ import annotations

from service.engine.specs.base import FlowNode
from service.engine.specs.conditional_flows import ConditionalFlows
from service.engine.specs.scopes import ScopeNode
from service.engine.specs.tasks import PersonTask
from tests.oracle.faults.planting import answer_instead, fault


@fault
def only_the_first_of_several_nodes_begins(monkeypatch):
    def put_first(self, task):
        for name in self.first[:1]:
            task.workflow.create(name, task)

    monkeypatch.setattr(ScopeNode, "put_first", put_first)


@fault
def default_flow_is_taken_beside_others(monkeypatch):
    def choose(self, taken):
        default = tuple(edge for edge in self.edges if edge.flow_id == self.default)
        return taken + tuple(edge for edge in default if edge not in taken)

    answer_instead(monkeypatch, ConditionalFlows, "choose", choose)


@fault
def one_flow_out_of_an_activity_is_enough(monkeypatch):
    answer_instead(monkeypatch, ConditionalFlows, "choose", lambda _, taken: taken[:1])


@fault
def a_flow_without_a_condition_keeps_the_default_back(monkeypatch):
    def choose(self, taken):
        return tuple(edge for edge in taken if edge.flow_id != self.default) or taken

    answer_instead(monkeypatch, ConditionalFlows, "choose", choose)


@fault
def a_task_without_outgoing_flows_keeps_its_scope_open(monkeypatch):
    def leave(self, task, edges):
        if edges or self.hosted:
            FlowNode.leave(self, task, edges)
        else:
            task.workflow.did.note("completed", self, task)
            task.workflow.remove(task)

    monkeypatch.setattr(PersonTask, "leave", leave, raising=False)
