"""Decision tables: what the rules that match make together."""

from __future__ import annotations

import pytest

from service.dmn import read_decisions
from tests.unit.dmn.written import decision, definitions, input_data, needs_input, of_table, text

OVERLAPPING = (["< 10", "1"], ["< 5", "2"], ["< 3", "1"])


def outcome(raw, n):
    return read_decisions(raw).outcome("d", {"n": n})


def codes(found):
    return [problem.code for problem in found.problems]


@pytest.mark.parametrize(
    ("policy", "more", "n", "expected"),
    [
        ("UNIQUE", {}, 7, 1),
        ("FIRST", {}, 4, 1),
        ("FIRST", {}, 20, None),
        ("ANY", {}, 7, 1),
        ("PRIORITY", {"values": "2, 1"}, 1, 2),
        ("PRIORITY", {"values": "1, 2"}, 1, 1),
        ("RULE ORDER", {}, 1, [1, 2, 1]),
        ("RULE ORDER", {}, 20, []),
        ("OUTPUT ORDER", {"values": "2, 1"}, 1, [2, 1, 1]),
        ("COLLECT", {}, 4, [1, 2]),
        ("COLLECT", {}, 20, []),
        ("COLLECT", {"aggregation": "SUM"}, 1, 4),
        ("COLLECT", {"aggregation": "MIN"}, 4, 1),
        ("COLLECT", {"aggregation": "MAX"}, 4, 2),
        ("COLLECT", {"aggregation": "COUNT"}, 1, 3),
        ("COLLECT", {"aggregation": "COUNT"}, 20, 0),
        ("COLLECT", {"aggregation": "SUM"}, 20, None),
    ],
)
def test_a_hit_policy_makes_of_the_matching_rules_what_the_standard_says(
    policy, more, n, expected
):
    assert outcome(of_table(*OVERLAPPING, policy=policy, **more), n).value == expected


@pytest.mark.parametrize(("policy", "n"), [("UNIQUE", 4), ("ANY", 4)])
def test_rules_that_contradict_each_other_give_null_and_a_problem(policy, n):
    found = outcome(of_table(*OVERLAPPING, policy=policy), n)

    assert found.value is None
    assert codes(found) == ["dmn.rules-overlap"]


def test_rules_that_agree_may_overlap_with_any():
    found = outcome(of_table(["< 10", '"ya"'], ["< 5", '"ya"'], policy="ANY"), 1)

    assert (found.value, found.problems) == ("ya", ())


def test_no_rule_and_no_default_is_null_and_a_problem():
    found = outcome(of_table(["< 10", "1"]), 20)

    assert found.value is None
    assert codes(found) == ["dmn.no-rule"]


def test_without_a_rule_the_default_is_the_result():
    raw = of_table(["< 10", "1"]).replace(
        b'<output id="out0">',
        b'<output id="out0"><defaultOutputEntry><text>9</text></defaultOutputEntry>',
    )

    found = outcome(raw, 20)

    assert (found.value, found.problems) == (9, ())


def test_several_outputs_are_a_context_by_their_names():
    raw = of_table(["< 10", "1", '"a"'], ["-", "2", '"b"'], outputs=("x", "y"), policy="FIRST")

    assert outcome(raw, 3).value == {"x": 1, "y": "a"}
    assert outcome(raw, 30).value == {"x": 2, "y": "b"}


@pytest.mark.parametrize(
    ("cell", "matching", "other"),
    [
        ("-", 1, None),
        ("", 1, None),
        ("5", 5, 6),
        ("1, 5", 5, 6),
        ("[1..5]", 5, 6),
        ("(1..5)", 4, 5),
        ("> 5", 6, 5),
        ("< 2, > 5", 1, 3),
        ("not(5)", 6, 5),
        ("not(1, 2)", 3, 2),
        ("? > 5 and ? < 9", 7, 9),
        ("[1, 5]", 5, 6),
        ("n", 5, None),
    ],
)
def test_a_cell_is_passed_as_unary_tests_say(cell, matching, other):
    raw = of_table([cell, '"ya"'], ["-", '"tidak"'], policy="FIRST")

    assert outcome(raw, matching).value == "ya"
    if other is not None:
        assert outcome(raw, other).value == "tidak"


def test_a_value_that_the_output_does_not_list_is_null_and_a_problem():
    found = outcome(of_table(["-", "3"], values="1, 2"), 1)

    assert found.value is None
    assert codes(found) == ["dmn.output-not-listed"]


def test_an_input_that_its_column_does_not_list_is_null_and_a_problem():
    raw = of_table(["-", "1"]).replace(
        b"</input><output", text("1, 2", "inputValues").encode() + b"</input><output"
    )

    assert outcome(raw, 2).value == 1
    found = outcome(raw, 3)
    assert found.value is None
    assert codes(found) == ["dmn.input-not-listed"]


def test_an_output_that_does_not_fit_the_type_of_its_decision_is_null():
    raw = definitions(input_data(), decision(needs_input(), text('"a"', id="x"), type_="number"))

    assert outcome(raw, 1).value is None


def test_a_fault_in_a_cell_does_not_match_and_is_told():
    found = outcome(of_table(['< "a"', "1"], ["-", "2"], policy="FIRST"), 1)

    assert found.value == 2
    assert codes(found) == ["feel.wrong-type"]
    assert [problem.element for problem in found.problems] == ["r0i0"]
