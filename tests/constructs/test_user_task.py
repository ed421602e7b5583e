"""User tasks (BPMN 2.0.2 §10.3.3, §13.3.3)."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from service.engine.api import CompleteTask
from service.engine.faults import NotWaivable, TaskNotOpen, ValueRefused
from tests.constructs.driver import Walk


def test_a_task_opens_when_a_token_comes_and_its_completion_is_the_persons_act():
    walk = Walk("user_task", "one", judul="RKA")

    assert [task.kind for task in walk.step.opened] == ["user"]
    assert walk.seen("a") == {"judul": "RKA"}
    assert not walk.completed

    walk.complete("a", setuju=True)

    assert walk.closed == ["completed"]
    assert walk.completed
    assert walk.data == {"judul": "RKA", "setuju": True}


def test_a_task_can_be_completed_once():
    walk = Walk("user_task", "rounds")
    first = walk.number("a")
    walk.complete("a", more=True)

    with pytest.raises(TaskNotOpen):
        walk.make(CompleteTask(first, {}))


def test_a_task_outside_a_multi_instance_cannot_be_waived():
    with pytest.raises(NotWaivable):
        Walk("user_task", "one").waive("a")


@pytest.mark.parametrize(
    "value",
    [
        "teks",
        True,
        None,
        7,
        2**70,
        -(2**53),
        Decimal("12.50"),
        date(2026, 11, 16),
        datetime(2026, 11, 16, 1, 30, tzinfo=UTC),
        [1, [2, {"a": Decimal(3)}]],
        {"nomor": "1", "tanggal": date(2026, 1, 1)},
        '{"$t": "not a tag"}',
    ],
)
def test_a_value_comes_back_from_state_as_it_went_in(value):
    walk = Walk("user_task", "rounds").complete("a", more=True, value=value)

    assert walk.seen("a") == {"more": True, "value": value}
    assert type(walk.seen("a")["value"]) is type(value)


@pytest.mark.parametrize(
    "value",
    [1.5, datetime(2026, 1, 1), object(), "\ud800", {"$t": "x"}, b"bytes"],  # noqa: DTZ001
)
def test_a_value_that_state_cannot_hold_is_refused_and_nothing_changes(value):
    walk = Walk("user_task", "one")
    before = walk.state

    with pytest.raises(ValueRefused):
        walk.complete("a", value=value)

    assert walk.state == before
    assert walk.open == ["a"]


def test_a_list_too_deep_to_be_written_is_refused():
    deep: list[object] = []
    for _ in range(5000):
        deep = [deep]

    with pytest.raises(ValueRefused):
        Walk("user_task", "one").complete("a", value=deep)


@pytest.mark.parametrize("name", ["$t", "nama_ö"])
def test_a_name_that_state_cannot_hold_is_refused(name):
    with pytest.raises(ValueRefused):
        Walk("user_task", "one", **{name: 1})


def test_state_does_not_grow_with_the_rounds_of_a_process():
    walk = Walk("user_task", "rounds")
    sizes = {}
    for number in range(1, 1001):
        walk.complete("a", more=True, nomor=7)
        sizes[number] = re.sub(rb"\d+", b"0", walk.state)

    assert sizes[1000] == sizes[10]
    assert len(walk.state) < len(sizes[10]) + 20
