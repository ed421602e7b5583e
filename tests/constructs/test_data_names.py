"""Properties, and data objects by their references (BPMN 2.0.2 §10.4.1): variables by name."""

from tests.constructs.driver import Walk


def test_a_data_object_has_the_name_of_its_reference_and_belongs_to_its_scope():
    walk = Walk("data_names", "named").complete("a", rka=1, other=2)

    assert walk.seen("b") == {"rka": 1, "other": 2}
    assert walk.complete("b").seen("c") == {"other": 2}


def test_a_property_of_a_subprocess_is_a_variable_of_its_own():
    walk = Walk("data_names", "named", nilai="outside").complete("a", nilai="inside")

    assert walk.seen("b") == {"nilai": "inside"}
    assert walk.complete("b").seen("c") == {"nilai": "outside"}
