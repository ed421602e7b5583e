"""People who act at the same moment, each in a process of their own."""

from __future__ import annotations

import pytest

from tests.integration.running import diagrams
from tests.integration.running.conftest import NOON
from tests.proofs.counts import usual_and_long
from tests.proofs.racing import Completion, Racers

BIDANG = [f"bidang_{number}" for number in range(1, 6)]


#: One process of pytest runs them all: starting five programs takes longer than their races.
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("races")]


@pytest.fixture(scope="module")
def five():
    made = Racers(5)
    yield made
    made.end()


@pytest.fixture
def racers(five, database):
    with five.on(database.url):
        yield five


@pytest.fixture
def completion(world):
    def made(by, instance_id, task_no, key=""):
        return Completion(world.pemda_id, world.people[by], instance_id, task_no, NOON, key)

    return made


@usual_and_long("rounds", 20, 200)
def test_of_two_who_complete_one_unclaimed_task_exactly_one_does(
    world, racers, completion, rounds
):
    version_id = world.publish("team-task", diagrams.TEAM_TASK)
    beaten, winners = 0, set()
    for _ in range(rounds):
        instance_id = world.start(version_id).instance_id
        task_no = world.task_no(instance_id, "work")

        outcomes = racers.race(
            completion("anggota", instance_id, task_no),
            completion("anggota_dua", instance_id, task_no),
        )

        [winner] = [number for number, it in enumerate(outcomes) if it.done is not None]
        loser = outcomes[1 - winner]
        assert (loser.refused, loser.status) == ("running.task-not-open", 409)
        assert world.kinds(instance_id) == ["ProcessStarted", "UserTaskCompleted"]
        assert world.open(instance_id) == ["second"]
        world.assert_whole(instance_id)
        winners.add(winner)
        beaten += loser.tries > 0

    # Were nobody ever beaten between reading and writing, nothing would have been at once.
    assert beaten > 0
    assert len(winners) == 2


@usual_and_long("rounds", 10, 100)
def test_five_bidang_complete_their_tasks_of_one_process_at_once_and_nobody_is_refused(
    world, racers, completion, rounds
):
    version_id = world.publish("supply", diagrams.SUPPLY)
    beaten = 0
    for _ in range(rounds):
        instance_id = world.start(version_id, by="ketua").instance_id
        world.complete(
            "ketua", instance_id, "choose", {"bidang": [str(world.units[it]) for it in BIDANG]}
        )

        outcomes = racers.race(
            *(
                completion(it, instance_id, world.task_no(instance_id, "deliver", by=it))
                for it in BIDANG
            )
        )

        assert [it.refused for it in outcomes] == [""] * 5
        assert world.kinds(instance_id).count("UserTaskCompleted") == 6
        assert world.open(instance_id) == ["collect"]
        world.assert_whole(instance_id)
        beaten += sum(it.tries > 1 for it in outcomes)

    assert beaten > 0


@usual_and_long("rounds", 20, 200)
def test_a_request_sent_twice_at_once_is_one_event_and_one_answer(
    world, racers, completion, rounds
):
    version_id = world.publish("team-task", diagrams.TEAM_TASK)
    beaten = 0
    for _ in range(rounds):
        instance_id = world.start(version_id).instance_id
        once = completion(
            "anggota", instance_id, world.task_no(instance_id, "work"), key=f"k-{instance_id}"
        )

        outcomes = racers.race(once, once)
        [later] = racers.race(once)

        assert outcomes[0].done is not None
        assert outcomes[0].done == outcomes[1].done == later.done
        assert world.kinds(instance_id) == ["ProcessStarted", "UserTaskCompleted"]
        world.assert_whole(instance_id)
        beaten += any(it.tries > 1 for it in outcomes)

    assert beaten > 0
