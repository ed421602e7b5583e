"""Faults of event subprocesses."""

from __future__ import annotations

from service.engine.specs.event_subprocess import EventSubProcessNode
from tests.oracle.faults.planting import fault


@fault
def event_subprocess_does_not_stop_its_scope(monkeypatch):
    monkeypatch.setattr(EventSubProcessNode, "interrupt", lambda *_: None)


@fault
def non_interrupting_event_subprocess_begins_once(monkeypatch):
    right = EventSubProcessNode.begin

    def begin(self, start, payload, *, keep):
        right(self, start, payload, keep=False)

    monkeypatch.setattr(EventSubProcessNode, "begin", begin)


@fault
def what_an_event_subprocess_throws_begins_another_in_its_scope(monkeypatch):
    monkeypatch.setattr(EventSubProcessNode, "handles", False)


@fault
def payload_is_written_outside_of_the_event_subprocess(monkeypatch):
    def open_it(self, scope, start, payload):
        scope.workflow.create(self.name, scope, own={} if self.own_names else None)
        scope.workflow.write(scope, payload, start.element_id)

    monkeypatch.setattr(EventSubProcessNode, "open", open_it)
