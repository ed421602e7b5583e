"""Inclusive gateways (BPMN 2.0.2 §13.4.3): the literal rule, evaluated at rest."""

from itertools import permutations

import pytest

from tests.constructs.driver import Walk


@pytest.mark.parametrize(("x", "taken"), [(2, ("a", "b")), (1, ("a",)), (0, ("c",))])
def test_every_flow_whose_condition_holds_is_taken_and_the_join_waits_for_those(x, taken):
    for order in permutations(taken):
        walk = Walk("inclusive_gateway", "structured").complete("ask", x=x)
        assert walk.open == list(taken)

        for task in order:
            assert "behind" not in walk.open
            walk.complete(task)

        assert walk.open == ["behind"]
        assert walk.complete("behind").completed
        assert walk.trace.count("join") == 1


def test_without_default_no_condition_that_holds_is_an_incident():
    walk = Walk("inclusive_gateway", "no_default").complete("ask", x=3)

    assert walk.incident == ("engine.no-flow-chosen", "split")


def test_a_join_waits_for_a_token_that_may_come_and_not_for_one_that_went_elsewhere():
    walk = Walk("inclusive_gateway", "unstructured").complete("a")
    assert walk.open == ["b"]

    came = Walk("inclusive_gateway", "unstructured").complete("a").complete("b", x=True)
    went = walk.complete("b", x=False)

    assert came.open == ["behind"]
    assert came.trace.count("join") == 1
    assert went.open == ["behind"]
    assert went.complete("behind").completed


def test_a_token_that_can_still_come_by_a_filled_flow_too_is_not_waited_for():
    walk = Walk("inclusive_gateway", "both_ways").complete("a")

    assert walk.open == ["b", "behind"]
    assert walk.complete("b", x=False).open == ["behind", "behind"]


def test_in_a_loop_each_round_waits_for_what_it_has_taken():
    walk = Walk("inclusive_gateway", "rounds", x=1)

    assert walk.open == ["a"]
    walk.complete("a")
    walk.complete("decide", more=True, x=0)
    assert walk.open == ["b"]
    walk.complete("b")
    assert walk.complete("decide", more=False).completed
