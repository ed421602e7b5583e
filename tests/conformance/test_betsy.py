"""What betsy expects of an engine is what Alur does, or Alur refuses the diagram."""

from __future__ import annotations

from functools import cache

import pytest

from tests.conformance.betsy import judged, judgements
from tests.conformance.corpora import BETSY
from tests.conformance.placeholders import in_feel, readable
from tests.unit.diagrams.written import (
    boundary,
    chain,
    diagram,
    end,
    flow,
    node,
    start,
    timer,
)

#: How many of betsy's 131 diagrams are executed and right. A new construct raises it.
RIGHT = 107

with_betsy = pytest.mark.skipif(
    not BETSY.is_dir(), reason="betsy's diagrams are not on this machine"
)


@cache
def found():
    return tuple(judgements())


def named(verdict):
    return [each.name for each in found() if each.verdict == verdict]


@with_betsy
def test_no_diagram_of_betsy_is_executed_otherwise_than_it_expects():
    assert len(found()) == 131
    assert [each for each in found() if each.verdict == "wrong"] == []


@with_betsy
def test_as_many_diagrams_of_betsy_are_right_as_ever():
    assert len(named("right")) >= RIGHT


@with_betsy
def test_what_is_refused_says_why():
    assert all(each.reasons for each in found() if each.verdict == "refused")


# ------------------------------------------------------------ the bench itself


def script(node_id, text, tag="scriptTask"):
    return node(tag, node_id, f"<bpmn:script>{text}</bpmn:script>")


def two_steps(first="SCRIPT_task1"):
    return diagram(
        start(),
        script("a", first),
        script("b", "SCRIPT_task2"),
        end(),
        chain("s", "a", "b", "e"),
    )


def verdict_on(raw, *expected, **outcome):
    case = {"input": None, "integerVariable": 0, "expect": list(expected), **outcome}
    return judged(raw, "own", "P", [case]).verdict


def test_each_work_item_counts_as_often_as_it_was_done():
    assert verdict_on(two_steps(), "task2", "task1") == "right"
    assert verdict_on(two_steps(), "task1") == "wrong"
    assert verdict_on(two_steps(), "task1", "task2", "task2") == "wrong"


def test_a_marker_counts_where_it_is_expected():
    marking = two_steps("CREATE_MARKER_FILE")

    assert verdict_on(marking, "MARKER", "task2") == "right"
    assert verdict_on(marking, "task2") == "right"
    assert verdict_on(two_steps(), "MARKER", "task1", "task2") == "wrong"


def test_an_incident_counts_as_an_error_and_nothing_else_does():
    failing = diagram(
        start(),
        script("a", "SCRIPT_task1"),
        node("exclusiveGateway", "g"),
        end("e1"),
        end("e2"),
        chain("s", "a", "g"),
        flow("f1", "g", "e1", "missing = 1"),
        flow("f2", "g", "e2", "missing = 2"),
    )

    assert verdict_on(failing, "task1", outcome="runtime error") == "right"
    assert verdict_on(failing, "task1") == "wrong"
    assert verdict_on(two_steps(), "task1", "task2", outcome="runtime error") == "wrong"


@pytest.mark.parametrize(
    "text", ["INCREMENT_INTEGER_VARIABLE_AND_LOG", "SET_STRING_DATA", "LOG_DATA", "THROW_ERROR"]
)
def test_a_script_that_computes_or_throws_stays_a_script(text):
    assert b"scriptTask" in readable(two_steps(text)).raw
    assert verdict_on(two_steps(text), "task1", "task2") == "refused"


@pytest.mark.parametrize(("due", "items"), [("PT9S", ["task2"]), ("PT11S", ["task1"])])
def test_time_passes_while_a_task_waits_for_ten_seconds(due, items):
    waiting = diagram(
        start(),
        script("w", "WAIT_TEN_SECONDS"),
        script("a", "SCRIPT_task1"),
        end(),
        chain("s", "w", "a", "e"),
        boundary("late", "w", timer(due)),
        script("b", "SCRIPT_task2"),
        end("e2"),
        chain("late", "b", "e2"),
    )

    assert verdict_on(waiting, *items) == "right"


def test_two_tasks_that_wait_do_so_at_the_same_time():
    waiting = diagram(
        start(),
        node("parallelGateway", "split"),
        script("w1", "WAIT_TEN_SECONDS"),
        script("w2", "WAIT_TEN_SECONDS"),
        node("parallelGateway", "join"),
        end(),
        chain("s", "split", "w1", "join", "e"),
        chain("split", "w2", "join"),
        boundary("late", "w2", timer("PT15S")),
        script("b", "SCRIPT_task2"),
        end("e2"),
        chain("late", "b", "e2"),
    )

    assert verdict_on(waiting) == "right"


def test_a_cycle_may_be_faster_than_a_minute():
    cycling = diagram(
        start(),
        script("w", "WAIT_TEN_SECONDS"),
        end(),
        chain("s", "w", "e"),
        boundary("again", "w", timer("R3/PT2S", "timeCycle"), 'cancelActivity="false"'),
        script("b", "SCRIPT_task2"),
        end("e2"),
        chain("again", "b", "e2"),
    )

    assert verdict_on(cycling, "task2", "task2", "task2") == "right"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('test.contains("a")', 'contains(test, "a")'),
        ('!test.contains("a")', 'not(contains(test, "a"))'),
        ("${integerVariable}", "integerVariable"),
        ("integerVariable<3", "integerVariable<3"),
    ],
)
def test_conditions_are_written_as_feel(written, expected):
    assert in_feel(written) == expected
