"""No start event, no end event (BPMN 2.0.2 §10.5.2, §10.5.3, §13.2)."""

import pytest

from tests.constructs.driver import Walk


def test_a_step_alone_is_a_process():
    walk = Walk("implicit_start_and_end", "alone")

    assert walk.open == ["a"]
    assert walk.complete("a").completed


def test_everything_that_no_flow_leads_to_begins_at_once():
    walk = Walk("implicit_start_and_end", "several")

    assert walk.open == ["a", "b"]
    walk.complete("b")
    assert walk.open == ["a"]
    walk.complete("a")
    assert walk.open == ["c"]
    assert walk.complete("c").completed


def test_a_gateway_without_incoming_flows_splits_at_once():
    walk = Walk("implicit_start_and_end", "split_first")

    assert walk.open == ["a", "b"]


@pytest.mark.parametrize("order", ["abc", "bac", "bca"])
def test_a_subprocess_ends_when_its_last_path_has_ended(order):
    walk = Walk("implicit_start_and_end", "inside")
    assert walk.open == ["a", "b"]

    for step in order:
        assert "after" not in walk.open
        walk.complete(step)

    assert walk.open == ["after"]


def test_a_path_may_end_without_an_event_beside_one_that_ends_with_it():
    walk = Walk("implicit_start_and_end", "beside_an_end").complete("a").complete("b")

    assert walk.open == ["c"]
    assert walk.complete("c").completed
