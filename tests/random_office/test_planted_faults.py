"""Faults of a store, planted: the simulated office finds each of them."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import pytest

from service.commands import hand_on
from service.running import acting
from service.store import record
from tests.random_office.simulation import Failed, simulate

if TYPE_CHECKING:
    from collections.abc import Callable

FAULTS: list[Callable[..., None]] = []

#: Seeds and acts of each until a fault has shown.
SEEDS, STEPS = (5, 1, 7, 8), 60


def fault(plant):
    FAULTS.append(plant)
    return plant


def _nothing(*_):
    pass


@fault
def an_answer_is_not_kept(monkeypatch):
    monkeypatch.setattr(acting, "remember", _nothing)


@fault
def the_answer_to_a_completion_is_not_kept(monkeypatch):
    monkeypatch.setattr(import_module("service.running.completing.write"), "remember", _nothing)


@fault
def who_has_received_is_not_noted(monkeypatch):
    monkeypatch.setattr(hand_on, "write_receipt", lambda *_: True)


@fault
def who_waits_for_a_message_is_not_written(monkeypatch):
    monkeypatch.setattr(record, "write_listeners", _nothing)


@fault
def what_was_sent_is_lost(monkeypatch):
    monkeypatch.setattr(record, "write_dispatches", _nothing)


@fault
def timers_stay_as_they_were(monkeypatch):
    right = record._write_timers  # noqa: SLF001 - what is broken is inside

    def write_timers(tx, changed):
        ended = [it for it in changed if it[1].status != "running" or not it[1].disarmed]
        right(tx, ended)

    monkeypatch.setattr(record, "_write_timers", write_timers)


@fault
def tasks_are_committed_before_the_rest(monkeypatch):
    right = record._open_tasks  # noqa: SLF001 - what is broken is inside

    def open_tasks(tx, *arguments):
        right(tx, *arguments)
        tx.exec_driver_sql("COMMIT")
        tx.exec_driver_sql("BEGIN IMMEDIATE")

    monkeypatch.setattr(record, "_open_tasks", open_tasks)


@pytest.mark.long
@pytest.mark.parametrize("plant", FAULTS)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_planted_fault_is_found(anew, monkeypatch, plant):
    plant(monkeypatch)

    assert any(finds(anew(), seed) for seed in SEEDS)


def finds(office, seed):
    try:
        simulate(office, seed, STEPS)
    except Failed:
        return True
    return False
