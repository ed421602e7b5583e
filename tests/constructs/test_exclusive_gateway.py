"""Exclusive gateways (BPMN 2.0.2 §13.4.2)."""

import pytest

from tests.constructs.driver import Walk


@pytest.mark.parametrize(("x", "way"), [(11, "big"), (5, "positive"), (0, "rest")])
def test_the_first_flow_whose_condition_holds_is_taken_else_the_default(x, way):
    walk = Walk("exclusive_gateway", "first_true").complete("a", x=x)

    assert walk.open == [way]


def test_without_default_no_condition_that_holds_is_an_incident():
    walk = Walk("exclusive_gateway", "no_default").complete("a", x=3)

    assert walk.incident == ("engine.no-flow-chosen", "g")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({"x": None}, "feel.not-true-or-false"),
        ({}, "feel.unknown-variable"),
        ({"x": "11"}, "feel.wrong-type"),
    ],
)
def test_a_condition_without_an_answer_is_an_incident_and_never_taken_for_false(data, code):
    walk = Walk("exclusive_gateway", "first_true").complete("a", **data)

    assert walk.incident == (code, "g")
    assert walk.open == []


def test_merging_passes_every_token_on():
    walk = Walk("exclusive_gateway", "merge")

    assert walk.open == ["a", "a"]
    assert not walk.complete("a").completed
    assert walk.complete("a").completed
