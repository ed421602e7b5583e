"""Link events (BPMN 2.0.2 §10.5.5): a flow that is not drawn through."""

import pytest

from tests.constructs.driver import Walk


def test_a_link_leads_to_the_event_that_catches_its_name():
    walk = Walk("link_events", "over").complete("a")

    assert walk.open == ["b"]
    assert walk.trace[-2:] == ["out", "in"]
    assert walk.complete("b").completed


def test_what_is_taken_is_no_flow_of_the_diagram():
    walk = Walk("link_events", "over").complete("a")

    assert walk.flows == ["flow_1", "flow_2", "flow_3"]


def test_several_links_of_one_name_lead_to_one_place():
    walk = Walk("link_events", "several").complete("b").complete("a")

    assert walk.open == ["c", "c"]


def test_a_link_may_lead_back():
    walk = Walk("link_events", "back").complete("a", more=True)
    assert walk.open == ["a"]

    assert walk.complete("a", more=False).open == ["b"]


@pytest.mark.parametrize("order", ["ab", "ba"])
def test_an_inclusive_join_waits_for_what_comes_by_a_link(order):
    walk = Walk("link_events", "joined", x=11)

    walk.complete(order[0])
    assert walk.open == [order[1]]
    assert walk.complete(order[1]).open == ["c"]


def test_links_of_one_name_in_two_scopes_are_two():
    walk = Walk("link_events", "inside")
    assert walk.open == ["inner"]

    assert walk.complete("inner").open == ["outer"]
