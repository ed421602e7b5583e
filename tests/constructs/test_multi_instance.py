"""Multi-instance activities (BPMN 2.0.2 §13.3.7)."""

from decimal import Decimal
from itertools import permutations

import pytest

from tests.constructs.driver import Walk

LETTERS = ["a", "b", "c"]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_parallel_instances_give_their_results_in_the_order_of_the_list(order):
    walk = Walk("multi_instance", "parallel", xs=LETTERS)
    numbers = [task.task_no for task in walk.tasks]
    assert [walk.seen("a", at)["x"] for at in range(3)] == LETTERS
    assert [task.instance for task in walk.tasks] == [0, 1, 2]

    for index in order:
        at = [task.task_no for task in walk.tasks].index(numbers[index])
        walk.complete("a", at=at, y=LETTERS[index].upper())

    assert walk.open == ["behind"]
    assert walk.data == {"xs": LETTERS, "ys": ["A", "B", "C"]}


def test_sequential_instances_come_one_after_the_other():
    walk = Walk("multi_instance", "sequential", xs=LETTERS)

    for letter in LETTERS:
        assert walk.open == ["a"]
        assert walk.seen("a")["x"] == letter
        walk.complete("a", y=letter.upper())

    assert walk.data["ys"] == ["A", "B", "C"]


@pytest.mark.parametrize("process", ["parallel", "sequential"])
def test_an_empty_list_ends_the_activity_at_once(process):
    walk = Walk("multi_instance", process, xs=[])

    assert walk.open == ["behind"]
    assert walk.data == {"xs": [], "ys": []}


def test_the_counter_of_an_instance_says_which_one_it_is():
    walk = Walk("multi_instance", "parallel", xs=LETTERS)

    assert [walk.seen("a", at)["loopCounter"] for at in range(3)] == [1, 2, 3]


def test_the_completion_condition_cancels_the_others_and_leaves_nulls():
    walk = Walk("multi_instance", "until", xs=LETTERS).complete("a", at=1, y="no")

    assert walk.open == ["behind"]
    assert sorted(walk.closed) == ["cancelled", "cancelled", "completed"]
    assert walk.data["ys"] == [None, "no", None]


def test_the_completion_condition_sees_how_many_are_done():
    walk = Walk("multi_instance", "until", xs=LETTERS).complete("a", y="yes")
    assert walk.open == ["a", "a"]

    walk.complete("a", y="yes")

    assert walk.open == ["behind"]
    assert walk.data["ys"] == ["yes", "yes", None]


def test_a_sequence_may_end_early():
    walk = Walk("multi_instance", "until_sequential", xs=LETTERS).complete("a", y="yes")
    assert walk.open == ["a"]

    assert walk.complete("a", y="no").open == ["behind"]


@pytest.mark.parametrize("count", [1, 3, Decimal("2.0")])
def test_a_number_says_how_many(count):
    assert Walk("multi_instance", "counted", n=count).open == ["a"] * int(count)


def test_none_of_them_is_a_number_too():
    assert Walk("multi_instance", "counted", n=0).open == ["behind"]


@pytest.mark.parametrize(
    ("n", "code"),
    [
        (-1, "engine.cardinality"),
        ("3", "engine.cardinality"),
        (Decimal("2.5"), "engine.cardinality"),
        (None, "engine.cardinality"),
        (1001, "engine.too-many-instances"),
    ],
)
def test_a_number_that_is_none_is_an_incident(n, code):
    assert Walk("multi_instance", "counted", n=n).incident == (code, "a")


def test_a_thousand_instances_do_not_count_as_automatic_steps():
    walk = Walk("multi_instance", "counted", n=1000)

    assert walk.incident is None
    assert len(walk.open) == 1000


@pytest.mark.parametrize("xs", [{"xs": "a, b"}, {"xs": None}, {}])
def test_a_list_that_is_none_is_an_incident(xs):
    assert Walk("multi_instance", "parallel", **xs).incident == ("engine.not-a-list", "a")


def test_the_list_is_looked_at_once():
    walk = Walk("multi_instance", "sequential", xs=["a", "b"])

    walk.complete("a", y=1)

    assert walk.seen("a")["x"] == "b"
    assert walk.complete("a", y=2).data == {"xs": ["a", "b"], "ys": [1, 2]}


def test_a_waived_instance_gives_no_result_even_of_what_it_began_with():
    walk = Walk("multi_instance", "collected_item", xs=["a", "b"]).waive("a")
    assert walk.closed == ["waived"]

    walk.complete("a")

    assert walk.completed
    assert walk.data["ys"] == [None, "b"]


def test_instances_of_a_subprocess_own_what_is_written_in_them():
    walk = Walk("multi_instance", "of_subprocess", xs=["a", "b"])
    walk.complete("a", y="first").complete("a", y="second")

    assert [walk.seen("b", at)["y"] for at in (0, 1)] == ["first", "second"]
    assert [task.instance for task in walk.tasks] == [0, 1]

    walk.complete("b", at=1).complete("b")

    assert walk.data == {"xs": ["a", "b"], "ys": ["first", "second"]}
