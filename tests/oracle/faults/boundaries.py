"""Faults of boundary events."""

from __future__ import annotations

from service.engine.specs.base import FlowNode
from service.engine.specs.boundary_events import (
    Boundary,
    MessageBoundary,
    TimerBoundary,
)
from service.engine.specs.schedule import Schedule
from service.engine.specs.timers import TimerWait
from tests.oracle.faults.planting import fault


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
