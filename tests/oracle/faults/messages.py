"""Faults of messages."""

from __future__ import annotations

from service.engine.instance import Instance
from service.engine.specs.boundary_events import (
    MessageBoundary,
)
from service.engine.specs.waits import MessageWait
from tests.oracle.faults.planting import fault


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
