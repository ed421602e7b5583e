"""What an instance of a multi-instance throws as it completes (BPMN 2.0.2 §10.3.8, §13.3.7)."""

import pytest

from tests.constructs.driver import Walk

FILE = "instances_that_tell"


@pytest.mark.parametrize("process", ["each", "in_turn"])
def test_each_instance_tells_that_it_completed(process):
    walk = Walk(FILE, process)

    for told in range(3):
        assert walk.open.count("x") == told
        walk.complete("a")
        assert walk.sent == [("signal", "selesai", {}, "a")]

    assert walk.open.count("x") == 3
    assert walk.open.count("behind") == 1


def test_only_the_first_instance_tells_that_it_completed():
    walk = Walk(FILE, "first").complete("a")
    assert walk.sent == [("signal", "selesai", {}, "a")]

    assert walk.complete("a").sent == []
    assert sorted(walk.complete("a").open) == ["behind", "x"]


def test_a_part_that_is_waived_has_not_completed():
    walk = Walk(FILE, "each").waive("a")
    assert walk.open == ["a", "a"]

    assert walk.complete("a").open == ["a", "x"]


def test_instances_that_complete_at_once_all_tell():
    walk = Walk(FILE, "auto")

    assert sorted(walk.open) == ["behind", "x", "x", "x"]


def test_what_it_tells_may_end_all_around_it():
    walk = Walk(FILE, "around").complete("a")

    assert walk.open == ["x"]
    assert walk.closed == ["completed", "cancelled", "cancelled"]
    assert walk.complete("x").completed


def test_it_is_replayed_byte_for_byte():
    walk = Walk(FILE, "first").complete("a").complete("a")

    assert walk.replayed() == walk.state
