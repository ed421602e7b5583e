"""Faults of processes that people suspend."""

from __future__ import annotations

from service.engine import execution, suspension
from service.engine.suspension import is_suspended
from tests.oracle.faults.planting import fault

_HELD = "suspended"


def _changing_what_is_held(monkeypatch, change):
    """Let `change` spoil what is held back before the process goes on."""
    right = suspension.resume

    def resume(instance):
        if is_suspended(instance):
            change(instance.task_tree.internal_data[_HELD])
        right(instance)

    monkeypatch.setattr(execution, "resume", resume)


@fault
def what_came_meanwhile_is_lost(monkeypatch):
    _changing_what_is_held(monkeypatch, list.clear)


@fault
def what_came_meanwhile_comes_in_the_opposite_order(monkeypatch):
    _changing_what_is_held(monkeypatch, list.reverse)


@fault
def a_suspended_process_takes_what_it_took(monkeypatch):
    monkeypatch.setattr(execution, "require_takes", lambda *_: None)


@fault
def a_suspended_process_receives(monkeypatch):
    right = is_suspended
    taking = []

    def receive(instance, command):
        taking.append(1)
        wrong(instance, command)
        taking.clear()

    wrong = execution._receive  # noqa: SLF001 - a fault inside
    monkeypatch.setattr(execution, "_receive", receive)
    monkeypatch.setattr(execution, "is_suspended", lambda it: not taking and right(it))
