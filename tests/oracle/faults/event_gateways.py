"""Faults of event-based gateways."""

from __future__ import annotations

from SpiffWorkflow.util.task import TaskState

from service.engine.specs.event_gateway import EventGateway
from tests.oracle.faults.planting import fault


def _awaits(monkeypatch, of):
    def enter(self, task):
        task.state = TaskState.STARTED
        for edge in of(self.edges):
            task.workflow.create(edge.target, task, via=edge.flow_id)

    monkeypatch.setattr(EventGateway, "enter", enter)


@fault
def event_gateway_awaits_in_the_opposite_order(monkeypatch):
    _awaits(monkeypatch, reversed)


@fault
def event_gateway_awaits_one_event_only(monkeypatch):
    _awaits(monkeypatch, lambda edges: edges[:1])
