"""Parallel gateways (BPMN 2.0.2 §13.4.1)."""

from itertools import permutations, product

import pytest

from tests.constructs.driver import Walk

REVIEWERS = ("legal", "finance")
ORDERS = list(permutations(REVIEWERS))


@pytest.mark.parametrize("orders", list(product(ORDERS, repeat=3)))
def test_no_round_goes_on_before_both_have_approved_in_whatever_order(orders):
    walk = Walk("parallel_gateway", "approval").complete("write")

    for order in orders:
        assert sorted(walk.open) == sorted(REVIEWERS)
        walk.complete(order[0])
        assert walk.open == [order[1]]
        walk.complete(order[1])
        assert walk.open == ["decide"]
        walk.complete("decide", more=True)

    assert sorted(walk.open) == sorted(REVIEWERS)
    for reviewer in REVIEWERS:
        walk.complete(reviewer)
    assert walk.complete("decide", more=False).completed
    assert walk.trace.count("join") == 4


def test_one_reviewer_cannot_stand_for_both_by_finishing_twice():
    walk = Walk("parallel_gateway", "approval").complete("write")
    for reviewer in REVIEWERS:
        walk.complete(reviewer)
    walk.complete("decide", more=True).complete("finance")

    assert walk.open == ["legal"]
    assert walk.trace.count("join") == 1


def test_a_surplus_token_stays_at_the_join_until_its_partner_comes():
    walk = Walk("parallel_gateway", "surplus").complete("a").complete("b").complete("c")

    assert walk.open == ["behind"]
    assert walk.trace.count("join") == 1

    walk.complete("behind")

    assert walk.incident == ("engine.deadlock", "join")


def test_a_join_that_can_never_be_complete_is_an_incident():
    walk = Walk("parallel_gateway", "stuck", x=False).complete("a")

    assert walk.incident == ("engine.deadlock", "join")
    assert walk.open == []


def test_an_armed_error_boundary_does_not_hide_a_deadlock():
    walk = Walk("parallel_gateway", "stuck_inside", x=False).complete("a")

    assert walk.incident == ("engine.deadlock", "join")


@pytest.mark.parametrize("wanted", [True, False, None])
def test_it_takes_every_way_whatever_their_conditions_say(wanted):
    """§10.6.4: parallel paths are made "without checking any conditions"."""
    walk = Walk("parallel_gateway", "unasked", wanted=wanted)

    assert sorted(walk.open) == ["a", "b"]
    assert walk.complete("a").complete("b").completed
