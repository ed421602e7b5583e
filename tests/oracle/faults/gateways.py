"""Faults of gateways."""

from __future__ import annotations

from SpiffWorkflow.util.task import TaskState

from service.engine.specs.base import FlowNode
from service.engine.specs.exclusive_gateway import ExclusiveGateway
from service.engine.specs.inclusive_gateway import InclusiveGateway
from service.engine.specs.parallel_gateway import ParallelGateway
from service.feel import FeelError
from tests.oracle.faults.planting import answer_instead, fault


def _joins_all_that_wait(monkeypatch, are_enough):
    """Let a parallel join make one token of all that wait there once these are enough."""

    def enter(self, task):
        task.state = TaskState.WAITING
        waiting = [
            item
            for item in task.parent.children
            if item.task_spec is self and item.state == TaskState.WAITING
        ]
        if not are_enough(self, waiting):
            return
        for other in waiting:
            if other is not task:
                task.workflow.stop(other)
        FlowNode.enter(self, task)

    monkeypatch.setattr(ParallelGateway, "enter", enter)


@fault
def parallel_join_counts_tokens_not_flows(monkeypatch):
    _joins_all_that_wait(monkeypatch, lambda self, waiting: len(waiting) >= len(self.incoming))


@fault
def parallel_join_consumes_all(monkeypatch):
    def are_enough(self, waiting):
        return len({it.internal_data["via"] for it in waiting}) >= len(self.incoming)

    _joins_all_that_wait(monkeypatch, are_enough)


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
    answer_instead(monkeypatch, InclusiveGateway, "choose", lambda _, taken: taken[:1])


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
