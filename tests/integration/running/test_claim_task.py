from __future__ import annotations

import pytest

from service.access.refusals import ClaimedByAnother, NotYourTask
from service.commands.claim_task import claim_task
from service.commands.release_task import release_task
from service.errors import NotFound
from service.running.refusals import NotYoursToRelease, TaskNotOpen
from service.store.idempotency import request_key
from tests.integration.running import diagrams
from tests.integration.running.conftest import NOON


@pytest.fixture
def instance_id(world):
    return world.run("team-task", diagrams.TEAM_TASK)


@pytest.fixture
def do(world, instance_id):
    task_no = world.task_no(instance_id, "work")

    def act(command, by, **more):
        return command(
            world.session,
            world.caller(by),
            instance_id=instance_id,
            task_no=task_no,
            now=NOON,
            **more,
        )

    return act


def test_a_task_becomes_the_persons_in_that_jabatan(world, instance_id, do):
    do(claim_task, "anggota")

    task = world.task(instance_id, "work")
    assert (task.claimed_by, task.claimed_holding, task.claimed_at) == (
        world.people["anggota"],
        world.holdings["anggota"],
        NOON,
    )
    assert world.kinds(instance_id) == ["ProcessStarted", "UserTaskClaimed"]
    world.assert_whole(instance_id)


def test_taking_what_one_has_changes_nothing(world, instance_id, do):
    do(claim_task, "anggota")
    do(claim_task, "anggota")

    assert world.kinds(instance_id) == ["ProcessStarted", "UserTaskClaimed"]


def test_what_another_has_taken_is_refused_with_the_jabatan(world, instance_id, do):
    do(claim_task, "anggota")

    with pytest.raises(ClaimedByAnother) as refused:
        do(claim_task, "anggota_dua")

    assert refused.value.params == {"jabatan": "Jabatan anggota"}
    assert world.task(instance_id, "work").claimed_by == world.people["anggota"]


@pytest.mark.parametrize(("command", "by"), [(claim_task, "kadis"), (release_task, "bidang_1")])
def test_another_jabatan_may_not(do, command, by):
    with pytest.raises(NotYourTask):
        do(command, by)


@pytest.mark.parametrize("command", [claim_task, release_task])
@pytest.mark.parametrize("outsider", ["stranger", "bkad", "admin"])
def test_who_may_not_see_the_process_does_not_find_it(do, command, outsider):
    with pytest.raises(NotFound):
        do(command, outsider)


def test_a_task_that_was_let_go_can_be_taken_by_others(world, instance_id, do):
    do(claim_task, "anggota")
    do(release_task, "anggota")
    do(claim_task, "anggota_dua")

    assert world.task(instance_id, "work").claimed_by == world.people["anggota_dua"]
    assert world.kinds(instance_id)[1:] == [
        "UserTaskClaimed",
        "UserTaskReleased",
        "UserTaskClaimed",
    ]
    world.assert_whole(instance_id)


def test_only_who_took_a_task_lets_it_go(world, instance_id, do):
    do(claim_task, "anggota")

    with pytest.raises(NotYoursToRelease):
        do(release_task, "anggota_dua")

    assert world.task(instance_id, "work").claimed_by == world.people["anggota"]


@pytest.mark.parametrize("head", ["kadis", "sekretaris"])
def test_the_head_or_secretary_lets_go_for_who_is_away(world, instance_id, do, head):
    do(claim_task, "anggota")

    do(release_task, head)
    do(claim_task, "anggota_dua")

    kind, _, row = world.events(instance_id)[-2]
    assert (kind, row["actor_id"]) == ("UserTaskReleased", world.people[head])
    assert world.task(instance_id, "work").claimed_by == world.people["anggota_dua"]
    world.assert_whole(instance_id)


def test_letting_go_of_a_free_task_changes_nothing(world, instance_id, do):
    do(release_task, "anggota")

    assert world.kinds(instance_id) == ["ProcessStarted"]


@pytest.mark.parametrize("command", [claim_task, release_task])
def test_a_closed_task_is_neither_taken_nor_let_go(world, instance_id, do, command):
    world.complete("anggota", instance_id, "work")

    with pytest.raises(TaskNotOpen):
        do(command, "anggota")


def test_the_same_request_twice_is_one_event_and_one_answer(world, instance_id, do):
    request = request_key("k", "/ambil", b"")

    first = do(claim_task, "anggota", request=request)
    do(release_task, "anggota")

    assert do(claim_task, "anggota", request=request) == first
    assert world.task(instance_id, "work").claimed_by is None
