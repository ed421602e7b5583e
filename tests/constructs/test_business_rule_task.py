"""Business rule tasks with decisions of DMN (BPMN 2.0.2 §10.3.3.5, §13.3.3; DMN 1.5)."""

import pytest

from tests.constructs.driver import Walk


@pytest.mark.parametrize(("amount", "level"), [(0, "secretary"), (49, "secretary"), (50, "head")])
def test_the_rule_that_matches_gives_the_variable_its_value(amount, level):
    walk = Walk("business_rule_task", "one").complete("a", amount=amount)

    assert walk.open == ["b"]
    assert walk.data["level"] == level
    assert walk.trace[-1] == "rule"


@pytest.mark.parametrize(("amount", "rule"), [(49, 1), (50, 2)])
def test_the_step_tells_which_rules_of_which_table_matched(amount, rule):
    decided = Walk("business_rule_task", "one").complete("a", amount=amount).step.decided

    assert [it.rules for it in decided] == [(("Level", (rule,)),)]


def test_inputs_get_what_the_task_says_and_several_values_are_a_context():
    walk = Walk("business_rule_task", "named").complete("a", price=30)

    assert walk.data["route"] == {"signs": "head", "urgent": True}


def test_in_instances_it_decides_for_each_one():
    walk = Walk("business_rule_task", "each", amounts=[10, 60]).complete("a")

    assert walk.data["levels"] == ["secretary", "head"]
    assert "lv" not in walk.data


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({}, "feel.unknown-variable"),
        ({"amount": -1}, "dmn.no-rule"),
        ({"amount": "much"}, "feel.wrong-type"),
        ({"amount": None}, "dmn.no-rule"),
    ],
)
def test_no_answer_is_an_incident_that_keeps_the_act_before(data, code):
    walk = Walk("business_rule_task", "one").complete("a", **data)

    assert walk.incident == (code, "rule")
    assert walk.open == []


def test_an_input_of_another_type_is_an_incident_even_where_the_decision_has_an_answer():
    walk = Walk("business_rule_task", "mild").complete("a", amount="much")

    assert walk.incident == ("feel.wrong-type", "rule")


def test_inside_the_decision_null_stands_for_a_fault_as_the_standard_says():
    walk = Walk("business_rule_task", "mild").complete("a", amount=1)

    assert walk.data["found"] == "none"


def test_the_notation_of_camunda_8_says_the_same():
    walk = Walk("business_rule_task", "foreign").complete("a", amount=70)

    assert walk.data["level"] == "head"
