"""Several flows out of an activity, conditional and default ones (BPMN 2.0.2 §8.3.13, §13.2.1)."""

import pytest

from tests.constructs.driver import Walk

FILE = "flows_out_of_activities"


def test_every_flow_without_a_condition_is_taken():
    walk = Walk(FILE, "all").complete("a")

    assert walk.open == ["b", "c"]
    assert not walk.complete("b").completed
    assert walk.complete("c").completed


@pytest.mark.parametrize(
    ("x", "ways"), [(11, ["always", "big"]), (7, ["always"]), (4, ["always", "small"])]
)
def test_a_conditional_flow_is_taken_when_its_condition_holds(x, ways):
    assert Walk(FILE, "some").complete("a", x=x).open == ways


@pytest.mark.parametrize(("x", "way"), [(11, "big"), (7, "rest"), (4, "small")])
def test_the_default_flow_is_taken_when_no_condition_holds(x, way):
    assert Walk(FILE, "choice").complete("a", x=x).open == [way]


@pytest.mark.parametrize(("x", "ways"), [(11, ["always", "big"]), (7, ["always", "rest"])])
def test_a_flow_without_a_condition_does_not_keep_the_default_back(x, ways):
    assert Walk(FILE, "always_and_default").complete("a", x=x).open == ways


def test_no_flow_at_all_is_an_incident_that_can_be_retried_with_the_act_kept():
    walk = Walk(FILE, "no_default").complete("a", x=3)

    assert walk.incident == ("engine.no-flow-chosen", "a")
    assert walk.open == []


def test_a_condition_without_an_answer_is_an_incident():
    walk = Walk(FILE, "some").complete("a", x=None)

    assert walk.incident == ("feel.not-true-or-false", "a")


@pytest.mark.parametrize(("x", "way"), [(1, "big"), (0, "small")])
def test_conditions_see_what_the_activity_assigns(x, way):
    assert Walk(FILE, "assigned").complete("a", x=x).open == [way]


def test_an_inclusive_join_waits_for_the_flows_that_were_taken():
    walk = Walk(FILE, "joined").complete("a", x=11)
    assert walk.open == ["b", "c"]

    walk.complete("b")
    assert walk.open == ["c"]
    walk.complete("c")
    assert walk.open == ["d"]


def test_and_for_no_other():
    walk = Walk(FILE, "joined").complete("a", x=1).complete("b")

    assert walk.open == ["d"]


@pytest.mark.parametrize(("enough", "ways"), [(True, ["b", "c"]), (False, ["b"])])
def test_a_multi_instance_takes_its_flows_once_when_all_are_done(enough, ways):
    walk = Walk(FILE, "hosted", enough=enough).complete("a", 0)
    assert walk.open == ["a"]

    assert walk.complete("a", 0).open == ways


def test_every_flow_out_of_an_event_gets_a_token():
    walk = Walk(FILE, "hosted", enough=True).fire("late")
    assert walk.open == ["d", "e"]

    walk = Walk(FILE, "out_of_events")
    assert walk.open == ["a"]
    assert walk.fire("pause").open == ["a", "b", "c"]
