"""Event subprocesses (BPMN 2.0.2 §10.3.5, §13.5.4)."""

from datetime import timedelta

import pytest

from service.engine.faults import NoReceiver, TimerNotArmed
from tests.constructs.driver import BEGAN, Walk

FILE = "event_subprocess"


def test_an_interrupting_message_stops_what_goes_on_and_ends_the_process_normally():
    walk = Walk(FILE, "message").deliver("surat", nomor=1)

    assert walk.open == ["b"]
    assert walk.closed == ["cancelled"]
    assert walk.seen("b") == {"nomor": 1}
    assert walk.complete("b").completed


def test_once_it_has_interrupted_no_second_message_is_taken():
    walk = Walk(FILE, "message").deliver("surat")

    with pytest.raises(NoReceiver):
        walk.deliver("surat")


def test_it_waits_for_nobody_when_its_scope_ends_first():
    walk = Walk(FILE, "timer")
    token = walk.timers[0].token_no

    walk.complete("a")

    assert walk.completed
    assert walk.step.disarmed == (token,)


def test_a_non_interrupting_one_runs_beside_as_often_as_its_message_comes():
    walk = Walk(FILE, "message_beside").deliver("surat").deliver("surat")

    assert walk.open == ["a", "b", "b"]
    walk.complete("b").complete("a")
    assert not walk.completed
    assert walk.complete("b").completed


def test_none_begins_any_more_while_the_last_ones_are_being_finished():
    walk = Walk(FILE, "message_beside").deliver("surat").complete("a")

    with pytest.raises(NoReceiver):
        walk.deliver("surat")
    assert walk.complete("b").completed


def test_a_signal_begins_one_in_every_scope_that_waits_for_it():
    assert Walk(FILE, "signal").broadcast("libur").open == ["b"]
    assert Walk(FILE, "signal_beside").broadcast("libur").broadcast("libur").open == [
        "a",
        "b",
        "b",
    ]


def test_an_interrupting_timer_stops_what_goes_on():
    walk = Walk(FILE, "timer").fire()

    assert walk.now == BEGAN + timedelta(hours=1)
    assert walk.open == ["b"]
    assert walk.timers == ()


def test_a_date_fires_once():
    walk = Walk(FILE, "timer_date").fire()

    assert walk.open == ["a", "b"]
    assert walk.timers == ()


def test_a_cycle_fires_as_often_as_it_says():
    walk = Walk(FILE, "cycle").fire().fire().fire()

    assert walk.open == ["a", "b", "b", "b"]
    assert walk.timers == ()
    with pytest.raises(TimerNotArmed):
        walk.make(walk.recorded[-1].command)


def test_a_timer_that_cannot_be_read_is_an_incident_before_anything_else_happens():
    walk = Walk(FILE, "computed", wait="besok")

    assert walk.incident == ("iso8601.not-a-duration", "late_start")
    assert walk.open == []


def test_an_error_is_caught_in_its_own_scope_and_by_the_exact_code():
    walk = Walk(FILE, "error").complete("a")

    assert walk.open == ["b"]
    assert walk.complete("b").completed


def test_an_event_subprocess_is_nearer_than_a_boundary_event():
    walk = Walk(FILE, "nearest").complete("a")
    assert walk.open == ["b"]

    assert walk.complete("b").open == ["c"]


def test_what_an_event_subprocess_throws_leaves_the_scope_that_it_handles():
    walk = Walk(FILE, "rethrown").complete("a").complete("b")

    assert walk.open == ["d"]


def test_an_error_of_a_called_process_comes_to_the_caller():
    assert Walk(FILE, "from_call").complete("a").open == ["b"]


def test_an_escalation_may_leave_its_scope_going():
    walk = Walk(FILE, "escalated")

    assert sorted(walk.open) == ["a", "b"]
    assert walk.complete("a").complete("b").completed


def test_an_escalation_may_interrupt_its_scope():
    walk = Walk(FILE, "escalated_away")

    assert walk.open == ["b"]
    assert "a" not in walk.trace


def test_an_escalation_on_the_way_that_nobody_hears_changes_nothing():
    assert Walk(FILE, "unheard").open == ["a"]


def test_an_escalation_from_a_non_interrupting_one_goes_outward():
    walk = Walk(FILE, "upward").deliver("surat").complete("b")

    assert walk.open == ["a", "d"]


def test_the_subprocess_around_goes_on_normally_after_an_interruption():
    walk = Walk(FILE, "inside").deliver("surat").complete("b")

    assert walk.open == ["c"]


def test_an_interruption_stops_tokens_running_handlers_and_the_other_starts():
    walk = Walk(FILE, "all_stop").fire()
    assert sorted(walk.open) == ["a", "b", "c", "r"]

    walk.complete("a").deliver("surat")

    assert walk.open == ["d"]
    assert walk.timers == ()
    assert walk.complete("d").completed


def test_terminate_ends_the_event_subprocess_alone():
    walk = Walk(FILE, "terminated").deliver("surat").complete("b")

    assert walk.open == ["a"]


def test_it_sees_and_writes_the_data_of_its_scope_and_keeps_its_own():
    walk = Walk(FILE, "data").deliver("surat", own=1, shared=2, outer=3)
    assert walk.seen("b") == {"own": 1, "shared": 2, "outer": 3}
    assert walk.seen("a") == {"shared": 2, "outer": 3}

    walk.complete("b", shared=4, own=5)

    assert walk.seen("a") == {"shared": 4, "outer": 3}
    assert walk.data == {"outer": 3}


def test_it_may_hold_another_one():
    walk = Walk(FILE, "nested").deliver("surat").fire()

    assert walk.open == ["a", "c"]


def test_each_instance_has_its_own():
    walk = Walk(FILE, "each").fire()

    assert walk.open == ["a", "b"]
    assert walk.complete("b").fire().complete("b").completed


@pytest.mark.parametrize("process", ["message_beside", "each", "data"])
def test_doing_it_again_gives_the_same_state(process):
    walk = Walk(FILE, process)
    if walk.timers:
        walk.fire()
    else:
        walk.deliver("surat", shared=1)
    walk.complete("a")

    assert walk.replayed() == walk.state
