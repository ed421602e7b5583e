"""People and machines who act at the same moment: threads with sessions of their own."""

from __future__ import annotations

import hashlib
import threading

import pytest

from service.commands.claim_task import claim_task
from service.commands.complete_task import complete_task
from service.commands.move_process import Destination, move_process
from service.commands.start_process import TwinFound, start_process
from service.errors import Conflict
from service.store import tables
from service.store.database import transaction
from service.store.idempotency import KeyReused, request_key
from tests.integration.running import diagrams
from tests.integration.running.conftest import NOON
from tests.integration.running.diagrams import line
from tests.integration.running.test_move_process import another

ROUNDS = 5

ATTEMPTS = "service.running.attempts"


@pytest.fixture
def at_once(database):
    """Run calls, each in a thread and session of its own, and return results and refusals."""

    def run(*calls):
        gate = threading.Barrier(len(calls))
        results, refusals, faults = [], [], []

        def work(call):
            with database.sessions() as session:
                gate.wait()
                try:
                    results.append(call(session))
                except Conflict as refused:
                    refusals.append(refused)
                except Exception as fault:  # noqa: BLE001 - whatever it is, the test shows it
                    faults.append(fault)

        threads = [threading.Thread(target=work, args=(call,)) for call in calls]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert faults == []
        return results, refusals

    return run


def _completion(caller, instance_id, task_no, **more):
    return lambda session: complete_task(
        session, caller, instance_id=instance_id, task_no=task_no, typed={}, now=NOON, **more
    )


def test_of_two_who_complete_one_task_one_wins(world, at_once):
    version_id = world.publish("team-task", diagrams.TEAM_TASK)
    for year in range(2027, 2027 + ROUNDS):
        instance_id = world.start(version_id, year=year).instance_id
        task_no = world.task_no(instance_id, "work")

        results, refusals = at_once(
            *(
                _completion(world.caller(by), instance_id, task_no)
                for by in ("anggota", "anggota_dua")
            )
        )

        assert (len(results), len(refusals)) == (1, 1)
        assert world.kinds(instance_id) == ["ProcessStarted", "UserTaskCompleted"]
        world.assert_whole(instance_id)


def test_of_two_who_take_one_task_one_gets_it(world, at_once):
    instance_id = world.run("team-task", diagrams.TEAM_TASK)
    task_no = world.task_no(instance_id, "work")

    def claim(caller):
        return lambda session: claim_task(
            session, caller, instance_id=instance_id, task_no=task_no, now=NOON
        )

    results, refusals = at_once(*(claim(world.caller(by)) for by in ("anggota", "anggota_dua")))

    assert (len(results), len(refusals)) == (1, 1)
    assert world.kinds(instance_id) == ["ProcessStarted", "UserTaskClaimed"]


def test_five_bidang_of_one_process_supply_at_once(world, at_once):
    version_id = world.publish("supply", diagrams.SUPPLY)
    numbers = range(1, 6)
    for year in range(2027, 2027 + ROUNDS):
        instance_id = world.start(version_id, by="ketua", year=year).instance_id
        units = [str(world.units[f"bidang_{number}"]) for number in numbers]
        world.complete("ketua", instance_id, "choose", {"bidang": units})

        results, refusals = at_once(
            *(
                _completion(
                    world.caller(f"bidang_{number}"),
                    instance_id,
                    world.task_no(instance_id, "deliver", by=f"bidang_{number}"),
                )
                for number in numbers
            )
        )

        assert (len(results), refusals) == (5, [])
        assert world.open(instance_id) == ["collect"]
        assert world.kinds(instance_id).count("UserTaskCompleted") == 6
        world.assert_whole(instance_id)


def test_the_same_request_twice_at_once_has_one_effect_and_one_answer(world, at_once):
    version_id = world.publish("team-task", diagrams.TEAM_TASK)
    for year in range(2027, 2027 + ROUNDS):
        instance_id = world.start(version_id, year=year).instance_id
        task_no = world.task_no(instance_id, "work")
        request = request_key(f"k-{year}", "/selesai", b"body")
        call = _completion(world.caller("anggota"), instance_id, task_no, request=request)

        results, refusals = at_once(call, call)

        assert (results[0], refusals) == (results[1], [])
        assert world.kinds(instance_id) == ["ProcessStarted", "UserTaskCompleted"]


def test_the_same_request_later_gets_the_first_answer(world):
    instance_id = world.run("team-task", diagrams.TEAM_TASK)
    task_no = world.task_no(instance_id, "work")
    request = request_key("k", "/selesai", b"body")
    call = _completion(world.caller("anggota"), instance_id, task_no, request=request)

    first = call(world.session)

    assert call(world.session) == first
    assert world.kinds(instance_id) == ["ProcessStarted", "UserTaskCompleted"]


def test_the_key_of_another_request_is_refused(world):
    instance_id = world.run("team-task", diagrams.TEAM_TASK)
    task_no, caller = world.task_no(instance_id, "work"), world.caller("anggota")
    _completion(caller, instance_id, task_no, request=request_key("k", "/selesai", b"1"))(
        world.session
    )
    second = world.task_no(instance_id, "second")

    with pytest.raises(KeyReused):
        _completion(caller, instance_id, second, request=request_key("k", "/selesai", b"2"))(
            world.session
        )

    assert world.open(instance_id) == ["second"]


def test_one_start_requested_twice_at_once_is_one_process(world, at_once):
    version_id = world.publish("one-task", diagrams.ONE_TASK)
    request = request_key("k", "/mulai", b"body")

    def start(session):
        return start_process(
            session,
            world_caller,
            version_id=version_id,
            title="RKA",
            year=2027,
            kind="murni",
            basis="Disposisi",
            confirmed=True,
            request=request,
            now=NOON,
        )

    world_caller = world.caller("sekretaris")
    results, refusals = at_once(start, start)

    assert (results[0], refusals) == (results[1], [])
    assert len(world.rows(tables.process_instance)) == 1
    assert [row.last for row in world.rows(tables.counter)] == [1]


def test_two_starts_at_once_without_confirming_are_one_start_and_one_warning(world, at_once):
    version_id = world.publish("one-task", diagrams.ONE_TASK)
    caller = world.caller("sekretaris")

    def start(session):
        return start_process(
            session,
            caller,
            version_id=version_id,
            title="RKA",
            year=2027,
            kind="murni",
            basis="Disposisi",
            now=NOON,
        )

    results, _ = at_once(start, start)

    assert sorted(type(result).__name__ for result in results) == ["Moved", "TwinFound"]
    assert TwinFound(("UC-0001/2026",)) in results
    assert len(world.rows(tables.process_instance)) == 1


def test_who_lost_once_holds_the_process_the_second_time(world, monkeypatch):
    """A neighbour completes between reading and writing: the command runs again by itself."""
    instance_id = world.run("supply", diagrams.SUPPLY, by="ketua")
    units = [str(world.units[f"bidang_{number}"]) for number in (1, 2)]
    world.complete("ketua", instance_id, "choose", {"bidang": units})
    locked = []

    def neighbour_first(session):
        monkeypatch.setattr(f"{ATTEMPTS}.transaction", transaction)
        world.complete("bidang_2", instance_id, "deliver")
        monkeypatch.setattr(f"{ATTEMPTS}.lock_instance", lambda *asked: locked.append(asked[1:]))
        return transaction(session)

    monkeypatch.setattr(f"{ATTEMPTS}.transaction", neighbour_first)
    world.complete("bidang_1", instance_id, "deliver")

    assert locked == [(world.pemda_id, instance_id)]
    assert world.open(instance_id) == ["collect"]
    world.assert_whole(instance_id)


def _move(caller, instance_id, version_id, **seen):
    return lambda session: move_process(
        session,
        caller,
        instance_id=instance_id,
        to=Destination(version_id, **seen),
        reason="Versi baru",
        now=NOON,
    )


def test_a_move_and_a_completion_at_once_both_happen_in_either_order(world, at_once):
    older = world.publish("line", line("a", "b"))
    newer = another(world, older, line("a", "n", "b"))
    for year in range(2027, 2027 + ROUNDS):
        instance_id = world.start(older, year=year).instance_id
        task_no = world.task_no(instance_id, "a")

        results, refusals = at_once(
            _completion(world.caller("sekretaris"), instance_id, task_no),
            _move(world.caller("kadis"), instance_id, newer),
        )

        assert (len(results), refusals) == (2, [])
        assert sorted(world.kinds(instance_id)[1:]) == ["ProcessMoved", "UserTaskCompleted"]
        first = world.kinds(instance_id)[1]
        # Who completed before the move went the old way, who completed after it the new one.
        assert world.open(instance_id) == (["n"] if first == "ProcessMoved" else ["b"])
        world.assert_whole(instance_id)


def test_of_two_who_move_one_process_to_the_same_version_one_does(world, at_once):
    older = world.publish("line", line("a", "b"))
    newer = another(world, older, line("a", "n", "b"))
    for year in range(2027, 2027 + ROUNDS):
        instance_id = world.start(older, year=year).instance_id
        seen = hashlib.sha256(world.process(instance_id).state).hexdigest()

        results, refusals = at_once(
            *(
                _move(world.caller(by), instance_id, newer, seen_state=seen)
                for by in ("kadis", "sekretaris")
            )
        )

        assert (len(results), len(refusals)) == (1, 1)
        assert world.kinds(instance_id) == ["ProcessStarted", "ProcessMoved"]
        world.assert_whole(instance_id)
