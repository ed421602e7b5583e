"""Faults of what is thrown, and of signals."""

from __future__ import annotations

from service.engine import execution
from service.engine.instance import Instance
from service.engine.specs import sending
from service.engine.specs.sending import SendingEvent
from service.engine.specs.signals import SignalBoundary, SignalWait, broadcast
from tests.oracle.faults.planting import fault


def _instead_of_broadcast(monkeypatch, wrong):
    monkeypatch.setattr(sending, "broadcast", wrong)
    monkeypatch.setattr(execution, "broadcast", wrong)


@fault
def a_signal_goes_to_the_longest_armed_only(monkeypatch):
    def to_one(instance, signal, payload):
        for task in instance.waits():
            if isinstance(task.task_spec, SignalWait) and task.task_spec.signal == signal:
                task.task_spec.fire(task, dict(payload))
                return

    _instead_of_broadcast(monkeypatch, to_one)


@fault
def signals_come_in_the_opposite_order_of_arming(monkeypatch):
    right = Instance.waits

    def backwards(instance, signal, payload):
        with monkeypatch.context() as turned:
            turned.setattr(Instance, "waits", lambda self: right(self)[::-1])
            broadcast(instance, signal, payload)

    _instead_of_broadcast(monkeypatch, backwards)


@fault
def a_throw_does_not_wait_for_what_is_drawn_behind_it(monkeypatch):
    monkeypatch.setattr(SendingEvent, "throws", False)


@fault
def of_two_throws_the_later_one_comes_first(monkeypatch):
    right = Instance.next_in_turn

    def next_in_turn(self):
        self.late.reverse()
        task = right(self)
        if task is not None and task.task_spec.throws and self.late:
            self.late.appendleft(task)
            task = self.late.pop()
        return task

    monkeypatch.setattr(Instance, "next_in_turn", next_in_turn)


@fault
def a_signal_brings_nothing_along(monkeypatch):
    _instead_of_broadcast(monkeypatch, lambda self, signal, _: broadcast(self, signal, {}))


@fault
def a_non_interrupting_signal_boundary_works_once(monkeypatch):
    monkeypatch.setattr(
        SignalBoundary,
        "fire",
        lambda self, task, payload: self.release(task, payload, keep=False),
    )


@fault
def a_message_that_is_thrown_leaves_the_process(monkeypatch):
    monkeypatch.setattr(SendingEvent, "_delivered", lambda *_: False)
