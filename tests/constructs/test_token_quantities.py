"""Activities that take or make several tokens (BPMN 2.0.2 §13.3.2)."""

import pytest

from tests.constructs.driver import Walk

FILE = "token_quantities"


@pytest.mark.parametrize("order", ["abc", "cba", "bca"])
def test_an_activity_begins_when_as_many_tokens_as_it_needs_have_come(order):
    walk = Walk(FILE, "two_of_three").complete(order[0])
    assert "both" not in walk.open

    assert walk.complete(order[1]).open == [order[2], "both"]


def test_what_is_left_over_waits_for_more():
    walk = Walk(FILE, "two_of_three").complete("a").complete("b").complete("both").complete("c")

    assert walk.incident == ("engine.deadlock", "both")


def test_several_tokens_leave_by_each_flow():
    walk = Walk(FILE, "doubled").complete("a")

    assert sorted(walk.open) == ["b", "b", "c", "c"]


@pytest.mark.parametrize(("x", "ways"), [(2, ["b", "b"]), (1, ["c", "c"])])
def test_by_each_flow_that_is_taken(x, ways):
    assert Walk(FILE, "doubled_choice").complete("a", x=x).open == ways


def test_they_can_be_gathered_again():
    walk = Walk(FILE, "back_together").complete("a")
    assert walk.open == ["b", "b", "b"]

    walk.complete("b").complete("b")
    assert walk.open == ["b"]
    assert walk.complete("b").open == ["all"]
    assert walk.complete("all").completed


def test_a_multi_instance_takes_and_makes_them_as_a_whole():
    walk = Walk(FILE, "hosted").complete("a").complete("a")

    assert walk.open == ["b", "b"]
    walk.complete("b")
    assert walk.complete("b").completed


def test_too_few_for_ever_is_an_incident():
    walk = Walk(FILE, "never").complete("a")

    assert walk.incident == ("engine.deadlock", "b")
