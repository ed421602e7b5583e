"""*Disesuaikan*: who starts a process says until when such a step is to be done."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from service.running.adjusted import DateNotAdjustable
from service.store import tables
from tests.integration.running import diagrams
from tests.integration.running.conftest import NOON

#: Friday and the Saturday after it; work ends at 16.30 on a Friday and at 16.00 on a Monday.
FRIDAY, SATURDAY = date(2026, 12, 4), date(2026, 12, 5)
FRIDAY_END = datetime(2026, 12, 4, 9, 30, tzinfo=UTC)
MONDAY_END = datetime(2026, 12, 7, 9, 0, tzinfo=UTC)


@pytest.fixture
def version_id(world):
    return world.publish("adjusted", diagrams.ADJUSTED)


def at_the_adjusted_step(world, version_id, **more):
    """Start a process, do its first step and return the process's id."""
    instance_id = world.start(version_id, **more).instance_id
    world.complete("sekretaris", instance_id, "work", {"catatan": "ya", "jumlah": 1})
    return instance_id


@pytest.mark.parametrize(("day", "end"), [(FRIDAY, FRIDAY_END), (SATURDAY, MONDAY_END)])
def test_the_day_that_was_given_is_the_tenggat_of_that_step(world, version_id, day, end):
    instance_id = at_the_adjusted_step(world, version_id, adjusted={"send": day})

    assert world.task(instance_id, "send").due_at == end
    world.assert_whole(instance_id)


def test_a_step_for_which_no_day_was_given_has_no_tenggat(world, version_id):
    instance_id = at_the_adjusted_step(world, version_id)

    assert world.task(instance_id, "send").due_at is None
    world.assert_whole(instance_id)


def test_the_day_stands_in_the_history_with_what_the_process_was_started_from(world, version_id):
    instance_id = world.start(version_id, adjusted={"send": FRIDAY}).instance_id

    [(_, payload, _)] = world.events(instance_id)
    assert payload["input"]["data"]["tenggat_disesuaikan"] == {"send": FRIDAY}


@pytest.mark.parametrize(
    "adjusted",
    [
        {"work": FRIDAY},
        {"nothing": FRIDAY},
        {"send": date(2026, 11, 22)},
        {"send": date(2040, 1, 1)},
    ],
)
def test_a_day_that_cannot_be_is_refused_and_nothing_starts(world, version_id, adjusted):
    with pytest.raises(DateNotAdjustable):
        world.start(version_id, adjusted=adjusted)

    assert world.rows(tables.process_instance) == []


def test_today_can_be_given(world, version_id):
    today = NOON.date()

    assert world.start(version_id, adjusted={"send": today}).status == "running"
