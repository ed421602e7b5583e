"""What holds of an office at every moment, whatever happened before."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from service.engine import all_listening, armed_timers, open_tasks
from service.running.definitions import definition_of
from service.store import tables
from service.store.database import read
from service.store.listeners import key_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from service.engine.api import ArmedTimer, Listening, OpenTask
    from tests.integration.running.conftest import World

#: Kinds of tasks that a system does.
BY_SYSTEMS = frozenset({"service", "send"})


def assert_process_whole(world: World, process: Any) -> None:
    """Check chain, re-execution, and that the rows beside the state are what the state says."""
    world.assert_whole(process.id)
    with read(world.session) as connection:
        engine = definition_of(connection, world.pemda_id, process.version_id).engine
    tasks: tuple[OpenTask, ...] = ()
    timers: tuple[ArmedTimer, ...] = ()
    listening: tuple[Listening, ...] = ()
    if process.status == "running":
        tasks = open_tasks(engine, process.state, process.started_at)
        timers = armed_timers(engine, process.state, process.started_at)
        listening = all_listening(engine, process.state, process.started_at)

    def rows(table: Any) -> list[Any]:
        return [it for it in world.rows(table) if it.instance_id == process.id]

    assert {(it.task_no, it.path, it.kind) for it in world.tasks(process.id, "open")} == {
        (it.task_no, it.path, it.kind) for it in tasks
    }
    # What a system did keeps its row, beside its closed task.
    assert {it.task_no for it in rows(tables.job)} == {
        it.task_no for it in world.tasks(process.id) if it.kind in BY_SYSTEMS
    }
    assert {(it.token_no, it.element_id, it.due_at) for it in rows(tables.timer)} == {
        (it.token_no, it.element_id, it.due) for it in timers
    }
    assert {
        (it.token_no, it.kind, it.name, it.key_sha256, it.early) for it in rows(tables.listener)
    } == {
        (it.token_no, it.kind, it.name, key_of(it.key) if it.correlated else None, it.early)
        for it in listening
    }


def assert_store_whole(world: World, acknowledged: Mapping[str, list[tuple[UUID, int]]]) -> None:
    """Check that nothing was lost or doubled on its way between people, systems and processes."""
    told: dict[str, Counter[tuple[UUID, int]]] = {kind: Counter() for kind in OF_ONE_TASK}
    received: Counter[tuple[UUID, int]] = Counter()
    sent = 0
    for process in world.rows(tables.process_instance):
        for kind, payload, row in world.events(process.id):
            if kind in OF_ONE_TASK:
                told[kind][process.id, payload["task_no"]] += 1
            if payload.get("sender") is not None:
                received[process.id, row["seq"]] += 1
            sent += sum(not it["taken"] for it in payload.get("sent") or ())
    for kind, those in told.items():
        assert those == Counter(acknowledged.get(kind, ())), kind
    _assert_handed_on(world, sent, received)


def assert_begun_once(world: World, versions: Mapping[str, list[UUID]]) -> None:
    """Check that one time begins one process; what was missed falls out."""
    timed = versions["begun-by-time"]
    begun = Counter(
        it.started_at for it in world.rows(tables.process_instance) if it.version_id in timed
    )
    assert set(begun.values()) <= {1}


def _assert_handed_on(world: World, sent: int, received: Counter[tuple[UUID, int]]) -> None:
    dispatches = {it.id: it for it in world.rows(tables.dispatch)}
    from_processes = {it.id for it in dispatches.values() if it.instance_id is not None}
    assert len(from_processes) == sent
    assert {it.status for it in dispatches.values()} <= {"waiting", "done"}
    receipts = world.rows(tables.dispatch_receipt)
    assert received == Counter(
        (it.instance_id, it.event_seq) for it in receipts if it.dispatch_id in from_processes
    )
    times = Counter(it.dispatch_id for it in receipts)
    for it in dispatches.values():
        if it.kind == "message":
            assert times[it.id] == (it.status == "done")


#: Each of these events is the acknowledged act on one task.
OF_ONE_TASK = ("UserTaskCompleted", "JobCompleted")
