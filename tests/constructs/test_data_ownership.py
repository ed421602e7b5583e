"""Data live in scopes, not in tokens (engine-design §5.1; BPMN 2.0.2 §10.4.1)."""

from itertools import permutations

import pytest

from tests.constructs.driver import Walk

FILE = "data_ownership"


def test_branches_see_each_others_writes():
    walk = Walk(FILE, "branches").complete("a", x=1)

    assert walk.seen("b") == {"x": 1}


@pytest.mark.parametrize("order", list(permutations("ab")))
def test_a_join_merges_nothing_and_the_last_act_wins(order):
    walk = Walk(FILE, "branches", own="before")
    for name in order:
        walk.complete(name, x=name, **{f"of_{name}": 1})

    assert walk.seen("c") == {"own": "before", "x": order[-1], "of_a": 1, "of_b": 1}


def test_what_an_instance_writes_stays_in_it():
    walk = Walk(FILE, "instances", xs=[1, 2], y="outside").complete("a", y="inside", z=1)

    assert walk.seen("a")["y"] == "outside"
    assert walk.complete("a").seen("c") == {"xs": [1, 2], "y": "outside"}


def test_what_a_subprocess_declares_is_its_own_and_the_rest_is_not():
    walk = Walk(FILE, "subprocess").complete("a", m=1, free=2)

    assert walk.seen("b") == {"m": 1, "free": 2}
    assert walk.complete("b").seen("c") == {"free": 2}


def test_rounds_of_a_loop_write_the_enclosing_data():
    walk = Walk(FILE, "loop").complete("a", more=True, n=1)

    assert walk.seen("a") == {"more": True, "n": 1}


def test_the_caller_cannot_change_state_through_what_it_gave():
    given = [1]
    walk = Walk(FILE, "branches").complete("a", x=given)

    given.append(2)

    assert walk.seen("b") == {"x": [1]}
