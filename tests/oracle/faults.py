"""Faults to plant into the engine: each a small change that a person could have made.

The only module here that knows the inside of the engine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson
from SpiffWorkflow.util.task import TaskState

from service.engine import codec, execution
from service.engine.instance import Instance
from service.engine.specs import routing
from service.engine.specs.base import FlowNode
from service.engine.specs.boundary_events import (
    Boundary,
    MessageBoundary,
    ThrownBoundary,
    TimerBoundary,
    armed_for,
)
from service.engine.specs.ends import TerminateEnd
from service.engine.specs.exclusive_gateway import ExclusiveGateway
from service.engine.specs.inclusive_gateway import InclusiveGateway
from service.engine.specs.multi_instance import MultiInstanceHost
from service.engine.specs.parallel_gateway import ParallelGateway
from service.engine.specs.schedule import Schedule
from service.engine.specs.scopes import CallNode, ScopeNode
from service.engine.specs.standard_loop import StandardLoopHost
from service.engine.specs.timers import TimerWait
from service.engine.specs.waits import MessageWait
from service.feel import FeelError

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest import MonkeyPatch  # noqa: PT013 - a type, not the library

FAULTS: dict[str, Callable[[MonkeyPatch], None]] = {}


def fault(plant: Callable[[MonkeyPatch], None]) -> Callable[[MonkeyPatch], None]:
    FAULTS[plant.__name__] = plant
    return plant


def _waiting_at(gateway, task):
    siblings = (item for item in task.parent.children if item.task_spec is gateway)
    return [item for item in siblings if item.state == TaskState.WAITING]


# ---------------------------------------------------------------- gateways


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


# ---------------------------------------------------------------- loops and instances


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


# ---------------------------------------------------------------- ends, errors, escalations


@fault
def terminate_ends_only_its_own_token(monkeypatch):
    def leave(self, task, edges):
        scope = task.parent
        task.workflow.note("completed", self, task)
        task.workflow.remove(task)
        scope.task_spec.check(scope)

    monkeypatch.setattr(TerminateEnd, "leave", leave)


@fault
def terminate_ends_the_parent_too(monkeypatch):
    right = TerminateEnd.leave

    def leave(self, task, edges):
        scope = task.parent
        outer = scope.parent
        while outer is not None and not isinstance(outer.task_spec, ScopeNode):
            scope, outer = outer, outer.parent
        if outer is not None:
            for other in outer.children:
                if other is not scope:
                    task.workflow.stop(other)
        right(self, task, edges)

    monkeypatch.setattr(TerminateEnd, "leave", leave)


@fault
def errors_are_caught_by_the_outermost_first(monkeypatch):
    right = armed_for

    def handler(host, kind, code):
        found, at = None, host
        while at is not None:
            found, at = right(at, kind, code) or found, at.parent
        return found

    monkeypatch.setattr(routing, "armed_for", handler)


@fault
def catch_all_comes_before_the_exact_code(monkeypatch):
    right = armed_for

    def handler(host, kind, code):
        for child in host.children:
            spec = child.task_spec
            if isinstance(spec, ThrownBoundary) and (spec.kind, spec.code) == (kind, None):
                return child
        return right(host, kind, code)

    monkeypatch.setattr(routing, "armed_for", handler)


# ---------------------------------------------------------------- boundary events


@fault
def non_interrupting_boundary_interrupts(monkeypatch):
    right = Boundary.release

    def release(self, task, payload, *, keep):
        interrupting, self.interrupting = self.interrupting, True
        right(self, task, payload, keep=keep)
        self.interrupting = interrupting

    monkeypatch.setattr(Boundary, "release", release)


@fault
def interrupting_boundary_does_not_cancel(monkeypatch):
    right = Boundary.release

    def release(self, task, payload, *, keep):
        interrupting, self.interrupting = self.interrupting, False
        right(self, task, payload, keep=False)
        self.interrupting = interrupting

    monkeypatch.setattr(Boundary, "release", release)


@fault
def boundary_timer_stays_armed_behind_its_activity(monkeypatch):
    monkeypatch.setattr(TimerBoundary, "on_stop", FlowNode.on_stop)


@fault
def non_interrupting_message_boundary_works_once(monkeypatch):
    def fire(self, task, payload):
        self.release(task, payload, keep=False)

    monkeypatch.setattr(MessageBoundary, "fire", fire)


@fault
def cycle_fires_once(monkeypatch):
    monkeypatch.setattr(Schedule, "rearm", lambda *_: False)


@fault
def duration_counts_from_the_start_of_the_day(monkeypatch):
    right = TimerWait.enter

    def enter(self, task):
        instance = task.workflow
        now = instance.now
        instance.now = now.replace(hour=0, minute=0)
        right(self, task)
        instance.now = now

    monkeypatch.setattr(TimerWait, "enter", enter)


# ---------------------------------------------------------------- messages


@fault
def early_messages_are_lost(monkeypatch):
    monkeypatch.setattr(MessageWait, "keeps_early", False)


@fault
def boundaries_take_kept_messages(monkeypatch):
    monkeypatch.setattr(MessageBoundary, "keeps_early", True)


@fault
def correlation_is_ignored(monkeypatch):
    monkeypatch.setattr(MessageWait, "accepts", lambda self, _, name, __: name == self.message)


@fault
def messages_go_to_the_shortest_armed(monkeypatch):
    right = Instance.waits
    monkeypatch.setattr(Instance, "waits", lambda self: right(self)[::-1])


# ---------------------------------------------------------------- data


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


# ---------------------------------------------------------------- state


def _changing_rows(monkeypatch, change):
    """Let `change` spoil each row of a state on its way out."""
    right = codec.dump

    def dump(instance):
        content = orjson.loads(right(instance))
        for row in content[5]:
            change(row)
        return orjson.dumps(content, option=orjson.OPT_SORT_KEYS)

    monkeypatch.setattr(execution, "dump", dump)


@fault
def codec_loses_data_of_inner_scopes(monkeypatch):
    def change(row):
        if row[1] >= 0 and row[5] is not None:
            row[5] = {}

    _changing_rows(monkeypatch, change)


@fault
def codec_loses_the_order_of_arming(monkeypatch):
    def change(row):
        if "armed" in row[4]:
            row[4]["armed"] = 10**6 - row[4]["armed"]

    _changing_rows(monkeypatch, change)


@fault
def codec_loses_the_flow_by_which_a_token_came(monkeypatch):
    def change(row):
        if "via" in row[4]:
            row[4]["via"] = "f1"

    _changing_rows(monkeypatch, change)
