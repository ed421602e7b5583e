"""Faults of gateways."""

from __future__ import annotations

from SpiffWorkflow.util.task import TaskState

from service.engine.specs.base import FlowNode
from service.engine.specs.exclusive_gateway import ExclusiveGateway
from service.engine.specs.inclusive_gateway import InclusiveGateway
from service.engine.specs.parallel_gateway import ParallelGateway
from service.feel import FeelError
from tests.oracle.faults.planting import fault


def _waiting_at(gateway, task):
    siblings = (item for item in task.parent.children if item.task_spec is gateway)
    return [item for item in siblings if item.state == TaskState.WAITING]


@fault
def parallel_join_counts_tokens_not_flows(monkeypatch):
    def enter(self, task):
        task.state = TaskState.WAITING
        waiting = _waiting_at(self, task)
        if len(waiting) < len(self.incoming):
            return
        for other in waiting:
            if other is not task:
                task.workflow.stop(other)
        FlowNode.enter(self, task)

    monkeypatch.setattr(ParallelGateway, "enter", enter)


@fault
def parallel_join_consumes_all(monkeypatch):
    def enter(self, task):
        task.state = TaskState.WAITING
        waiting = _waiting_at(self, task)
        if len({item.internal_data["via"] for item in waiting}) < len(self.incoming):
            return
        for other in waiting:
            if other is not task:
                task.workflow.stop(other)
        FlowNode.enter(self, task)

    monkeypatch.setattr(ParallelGateway, "enter", enter)


@fault
def inclusive_join_fires_at_once(monkeypatch):
    monkeypatch.setattr(InclusiveGateway, "enter", FlowNode.enter)


@fault
def inclusive_join_waits_for_every_token_that_can_come(monkeypatch):
    right = InclusiveGateway.fire_if_enabled

    def fire_if_enabled(self, tokens):
        filled = {token.internal_data["via"] for token in tokens}
        places = [reach for flow, reach in self.reach.items() if flow not in filled]
        for other in tokens[0].parent.children:
            name = other.task_spec.name
            if other.task_spec is not self and any(name in reach for reach in places):
                return False
        return right(self, tokens)

    monkeypatch.setattr(InclusiveGateway, "fire_if_enabled", fire_if_enabled)


@fault
def inclusive_split_takes_one_flow_only(monkeypatch):
    right = InclusiveGateway.choose
    monkeypatch.setattr(InclusiveGateway, "choose", lambda self, task: right(self, task)[:1])


@fault
def null_condition_is_false(monkeypatch):
    right = ExclusiveGateway.holds

    def holds(self, expression, scope):
        try:
            return right(self, expression, scope)
        except Exception as problem:
            if isinstance(problem.__cause__, FeelError):
                return False
            raise

    monkeypatch.setattr(ExclusiveGateway, "holds", holds)
