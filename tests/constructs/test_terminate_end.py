"""Terminate end events (BPMN 2.0.2 §10.5.3): they end their own scope and nothing else."""

from tests.constructs.driver import Walk


def test_a_process_ends_with_all_that_is_open_and_waits():
    walk = Walk("terminate_end", "whole").complete("a")

    assert walk.completed
    assert sorted(walk.closed) == ["cancelled", "completed"]
    assert len(walk.step.disarmed) == 1
    assert walk.open == []
    assert walk.timers == ()


def test_a_subprocess_ends_and_the_process_goes_on():
    walk = Walk("terminate_end", "of_subprocess").complete("a")

    assert walk.open == ["behind"]
    assert not walk.completed


def test_one_instance_ends_and_the_others_do_not():
    walk = Walk("terminate_end", "of_instance").complete("a")

    assert sorted(walk.open) == ["a", "b"]
    assert walk.complete("a").open == ["behind"]
