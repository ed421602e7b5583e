from __future__ import annotations

import pytest

from service.commands.waive_unit import waive_unit
from service.errors import NotFound
from service.forms import FieldsRejected
from service.running.refusals import (
    LastUnit,
    NotTheCollector,
    NotWaivable,
    ReasonMissing,
    TaskNotOpen,
)
from tests.integration.running import diagrams
from tests.integration.running.conftest import NOON


@pytest.fixture
def supply(world):
    return _begin(world, range(1, 4))


def _begin(world, numbers):
    instance_id = world.run("supply", diagrams.SUPPLY, by="ketua")
    units = [str(world.units[f"bidang_{number}"]) for number in numbers]
    world.complete("ketua", instance_id, "choose", {"bidang": units})
    return instance_id


def _waive(world, instance_id, unit, by="anggota", reason="Kepala Bidang dinas luar", **more):
    return waive_unit(
        world.session,
        world.caller(by),
        instance_id=instance_id,
        task_no=world.task_no(instance_id, "deliver", by=unit),
        reason=reason,
        now=NOON,
        **more,
    )


def test_each_chosen_bidang_gets_a_task_of_its_own(world, supply):
    tasks = world.tasks(supply, "open")

    assert [(row.candidate, row.loop_index) for row in tasks] == [
        (f"unit:{world.units[f'bidang_{number}']}:bidang", number - 1) for number in (1, 2, 3)
    ]


def test_a_bidang_of_another_office_cannot_be_chosen(world):
    instance_id = world.run("supply", diagrams.SUPPLY, by="ketua")

    with pytest.raises(FieldsRejected):
        world.complete("ketua", instance_id, "choose", {"bidang": [str(world.units["stranger"])]})


def test_a_late_unit_is_waived_and_the_process_goes_on(world, supply):
    world.complete("bidang_1", supply, "deliver")
    world.complete("bidang_2", supply, "deliver")

    _waive(world, supply, "bidang_3")

    assert world.open(supply) == ["collect"]
    assert [row.status for row in world.tasks(supply)] == [
        "completed",
        "completed",
        "completed",
        "waived",
        "open",
    ]
    kind, payload, row = world.events(supply)[-1]
    assert (kind, payload["unit_id"]) == ("UserTaskWaived", str(world.units["bidang_3"]))
    assert "dinas luar" not in row["payload"]
    world.assert_whole(supply)


def test_while_another_unit_can_still_supply_one_may_be_waived(world, supply):
    _waive(world, supply, "bidang_1")
    _waive(world, supply, "bidang_2")

    with pytest.raises(LastUnit):
        _waive(world, supply, "bidang_3")

    assert world.open(supply) == ["deliver"]


def test_the_only_unit_cannot_be_waived(world):
    supply = _begin(world, [2])

    with pytest.raises(LastUnit):
        _waive(world, supply, "bidang_2")


@pytest.mark.parametrize("by", ["ketua", "sekretaris", "kadis", "bidang_1"])
def test_only_who_collects_may_waive(world, supply, by):
    with pytest.raises(NotTheCollector):
        _waive(world, supply, "bidang_1", by=by)

    assert len(world.open(supply)) == 3


@pytest.mark.parametrize("by", ["stranger", "bkad", "admin"])
def test_who_may_not_see_the_process_does_not_find_it(world, supply, by):
    with pytest.raises(NotFound):
        _waive(world, supply, "bidang_1", by=by)


@pytest.mark.parametrize("reason", ["", "  "])
def test_waiving_needs_a_reason(world, supply, reason):
    with pytest.raises(ReasonMissing):
        _waive(world, supply, "bidang_1", reason=reason)


def test_what_was_supplied_cannot_be_waived(world, supply):
    task_no = world.task_no(supply, "deliver", by="bidang_1")
    world.complete("bidang_1", supply, "deliver")

    with pytest.raises(TaskNotOpen):
        waive_unit(
            world.session,
            world.caller("anggota"),
            instance_id=supply,
            task_no=task_no,
            reason="x",
            now=NOON,
        )


def test_an_ordinary_task_cannot_be_waived(world):
    instance_id = world.run("team-task", diagrams.TEAM_TASK)

    with pytest.raises(NotWaivable):
        waive_unit(
            world.session,
            world.caller("anggota"),
            instance_id=instance_id,
            task_no=world.task_no(instance_id, "work"),
            reason="x",
            now=NOON,
        )
