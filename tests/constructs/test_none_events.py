"""None start, intermediate and end events (BPMN 2.0.2 §13.5.1, §13.5.2, §13.5.6)."""

import pytest

from service.engine.api import CompleteTask
from service.engine.faults import ProcessEnded
from tests.constructs.driver import Walk


def test_a_process_without_a_wait_runs_through_at_once():
    walk = Walk("none_events", "straight")

    assert walk.completed
    assert walk.trace == ["start", "passed", "end"]


def test_the_first_end_event_leaves_other_tokens_alone():
    walk = Walk("none_events", "two_ends").complete("a")

    assert not walk.completed
    assert walk.open == ["b"]
    assert walk.complete("b").completed


def test_nothing_can_be_done_in_a_process_that_has_ended():
    walk = Walk("none_events", "straight")

    with pytest.raises(ProcessEnded):
        walk.make(CompleteTask(1, {}))
