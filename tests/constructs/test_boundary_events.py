"""Boundary events (BPMN 2.0.2 §10.5.4, §13.5.3)."""

from datetime import timedelta

import pytest

from tests.constructs.driver import BEGAN, Walk

FILE = "boundary_events"


def test_an_interrupting_timer_cancels_its_task():
    walk = Walk(FILE, "timer").fire()

    assert walk.open == ["aside"]
    assert walk.closed == ["cancelled"]
    assert walk.timers == ()
    assert walk.complete("aside").completed


def test_a_timer_is_disarmed_when_its_task_is_done():
    walk = Walk(FILE, "timer")
    token = walk.timers[0].token_no

    walk.complete("a")

    assert walk.step.disarmed == (token,)
    assert walk.completed


def test_a_non_interrupting_timer_leaves_the_task_and_fires_once():
    walk = Walk(FILE, "timer_beside").fire()

    assert walk.open == ["a", "aside"]
    assert walk.timers == ()
    assert walk.complete("a").complete("aside").completed


def test_an_interrupting_message_cancels_its_task_and_brings_its_payload():
    walk = Walk(FILE, "message").deliver("surat", nomor=1)

    assert walk.open == ["aside"]
    assert walk.seen("aside") == {"nomor": 1}


def test_a_non_interrupting_message_may_come_again_and_again():
    walk = Walk(FILE, "message_beside").deliver("surat").deliver("surat").deliver("surat")

    assert walk.open == ["a", "aside", "aside", "aside"]


def test_a_boundary_takes_no_message_from_before_its_time():
    walk = Walk(FILE, "early").deliver("surat")
    assert walk.step.buffered == 1

    assert walk.complete("first").open == ["a"]
    assert walk.complete("a").completed


@pytest.mark.parametrize("process", ["cycle", "cycle_feel"])
def test_a_cycle_fires_as_often_as_it_says(process):
    walk = Walk(FILE, process, cadence="R3/PT1H")
    dues = []
    while walk.timers:
        dues.append(walk.timers[0].due - BEGAN)
        walk.fire()

    assert dues == [timedelta(hours=1), timedelta(hours=2), timedelta(hours=3)]
    assert walk.open == ["a", "aside", "aside", "aside"]


def test_firings_that_a_worker_missed_fall_out():
    walk = Walk(FILE, "cycle").fire(late=timedelta(minutes=90))

    assert walk.open == ["a", "aside"]
    assert [timer.due - BEGAN for timer in walk.timers] == [timedelta(hours=3)]


def test_a_cycle_with_a_start_long_ago_goes_on_with_its_next_firing():
    walk = Walk(FILE, "cycle_feel", cadence="R/2000-01-01T00:00:00Z/PT1M")
    walk.now += timedelta(seconds=30)

    walk.fire()

    assert walk.timers[0].due == BEGAN + timedelta(minutes=1)


def test_a_cycle_keeps_the_rhythm_that_it_was_armed_with():
    walk = Walk(FILE, "cycle_feel", cadence="R3/PT1H").fire().complete("aside", cadence="R9/P1D")

    assert walk.fire().timers[0].due == BEGAN + timedelta(hours=3)


def test_a_message_ends_a_loop_as_a_whole():
    walk = Walk(FILE, "on_loop").complete("a", more=True).deliver("surat")

    assert walk.open == ["aside"]


def test_a_message_beside_a_loop_leaves_it_going():
    walk = Walk(FILE, "beside_loop").deliver("surat").complete("a", more=True).deliver("surat")

    assert sorted(walk.open) == ["a", "aside", "aside"]
    walk.complete("a", more=False)
    assert walk.open == ["aside", "aside"]


def test_a_timer_cancels_every_instance():
    walk = Walk(FILE, "on_instances").complete("a").fire()

    assert walk.open == ["aside"]
    assert walk.closed == ["cancelled", "cancelled"]


def test_a_message_beside_instances_leaves_them():
    walk = Walk(FILE, "beside_instances").deliver("surat").complete("a").deliver("surat")

    assert sorted(walk.open) == ["a", "aside", "aside"]


def test_an_interrupted_subprocess_loses_all_inside_even_tokens_at_a_join():
    walk = Walk(FILE, "on_subprocess").complete("a").deliver("surat")

    assert walk.open == ["aside"]
    assert walk.complete("aside").completed


def test_an_interrupted_call_loses_what_it_called():
    walk = Walk(FILE, "on_call").fire()

    assert walk.open == ["aside"]
    assert walk.closed == ["cancelled"]


def test_a_reminder_and_a_deadline_stand_side_by_side():
    walk = Walk(FILE, "two").fire()
    assert walk.open == ["a", "reminded"]

    assert walk.fire().open == ["reminded", "late"]
