"""Script tasks in FEEL (BPMN 2.0.2 §10.3.3.6, §13.3.3)."""

import pytest

from tests.constructs.driver import Walk


def test_its_value_goes_into_the_variable_that_it_names():
    walk = Walk("script_task", "one").complete("a", x=2)

    assert walk.open == ["b"]
    assert walk.data["y"] == 3
    assert walk.trace[-1] == "sum"


def test_a_context_gives_each_of_its_entries_to_a_variable():
    walk = Walk("script_task", "several", x=11)

    assert (walk.data["big"], walk.data["twice"]) == (True, 22)


@pytest.mark.parametrize(
    ("data", "code"),
    [({}, "feel.unknown-variable"), ({"x": "two"}, "feel.wrong-type")],
)
def test_a_fault_in_it_is_an_incident_that_keeps_the_act_before(data, code):
    walk = Walk("script_task", "one").complete("a", **data)

    assert walk.incident == (code, "sum")
    assert walk.open == []


def test_in_instances_it_computes_for_each_one():
    walk = Walk("script_task", "each", xs=[1, 2, 3])

    assert walk.data["squares"] == [1, 4, 9]
    assert "sq" not in walk.data


def test_it_writes_to_the_scope_that_owns_the_variable():
    walk = Walk("script_task", "inner")

    assert walk.seen("look") == {"y": 1, "z": 2}
    walk.complete("look")
    assert walk.data == {"z": 2}
