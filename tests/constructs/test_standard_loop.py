"""Standard loops (BPMN 2.0.2 §13.3.6)."""

import re

import pytest

from tests.constructs.driver import Walk


def test_tested_after_it_runs_once_at_least():
    walk = Walk("standard_loop", "after").complete("a", more=True).complete("a", more=False)

    assert walk.completed
    assert walk.trace.count("a") == 2


def test_tested_before_it_may_not_run_at_all():
    assert Walk("standard_loop", "before", more=False).open == ["b"]
    assert Walk("standard_loop", "before", more=True).open == ["a"]


def test_it_stops_at_its_maximum():
    walk = Walk("standard_loop", "at_most").complete("a").complete("a")

    assert not walk.completed
    assert walk.complete("a").completed


def test_a_subprocess_loops_as_a_whole():
    walk = Walk("standard_loop", "of_subprocess").complete("a").complete("b", more=True)

    assert walk.open == ["a"]
    assert walk.complete("a").complete("b", more=False).completed


def test_rounds_write_the_data_around_them():
    walk = Walk("standard_loop", "without_wait", n=0)

    assert walk.open == ["b"]
    assert walk.seen("b") == {"n": 5}


def test_too_many_rounds_without_a_wait_are_an_incident():
    walk = Walk("standard_loop", "without_wait", n=-1000)

    assert walk.incident is not None
    assert walk.incident[0] == "engine.too-many-steps"


def test_a_condition_without_an_answer_is_an_incident_and_the_act_stays():
    walk = Walk("standard_loop", "after").complete("a", noted=1)

    assert walk.incident == ("feel.unknown-variable", "a")
    assert walk.closed == ["completed"]
    assert walk.data == {"noted": 1}


def test_finished_rounds_leave_nothing_behind():
    walk = Walk("standard_loop", "after")
    for number in range(200):
        walk.complete("a", more=True)
        if number == 10:
            early = walk.state

    assert re.sub(rb"\d+", b"0", walk.state) == re.sub(rb"\d+", b"0", early)


@pytest.mark.parametrize(("n", "rounds"), [(0, 3), (1, 2), (3, 1)])
def test_what_changes_its_own_condition_ends_by_itself(n, rounds):
    walk = Walk("standard_loop", "counting", n=n)

    assert walk.trace.count("count") == rounds
    assert walk.open == ["a"]
    assert walk.data == {"n": n + rounds}


def test_what_never_ends_by_itself_is_an_incident():
    walk = Walk("standard_loop", "endless", n=1)

    assert walk.incident == ("engine.too-many-steps", "count")
    assert walk.open == []
