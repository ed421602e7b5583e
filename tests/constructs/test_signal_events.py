"""Signal events (BPMN 2.0.2 §10.5.1, §10.5.4, §13.5.2): one throw, everybody who waits."""

import pytest

from service.engine.faults import ValueRefused
from tests.constructs.driver import Walk

FILE = "signal_events"


def test_a_throw_wakes_all_that_waits_in_the_order_of_arming():
    walk = Walk(FILE, "beside").complete("a")

    assert walk.open == ["b2", "b1"]
    assert walk.trace[-4:] == ["t", "c2", "c1", "end"]


def test_what_waits_later_waits_for_the_next_one():
    walk = Walk(FILE, "late").complete("a").complete("b")

    assert walk.open == ["after"]
    assert not walk.complete("after").completed
    assert walk.broadcast("hari libur").completed


def test_one_signal_is_one_even_for_who_waits_again_at_once():
    walk = Walk(FILE, "chain").broadcast("hari libur")

    assert walk.open == []
    assert walk.broadcast("hari libur").open == ["b"]


def test_two_signals_of_one_name_are_one():
    assert Walk(FILE, "names").complete("a").open == ["b"]


def test_a_signal_from_outside_that_nobody_waits_for_is_no_error():
    walk = Walk(FILE, "beside")

    walk.broadcast("hari kerja")

    assert walk.open == ["a"]
    assert walk.step.buffered == 0


def test_a_signal_from_outside_wakes_all_and_brings_its_payload():
    walk = Walk(FILE, "beside").broadcast("hari libur", tanggal=17)

    assert walk.open == ["a", "b2", "b1"]
    assert walk.data == {"tanggal": 17}


def test_what_the_process_throws_is_told_for_others():
    walk = Walk(FILE, "late").complete("a")

    assert walk.sent == [("signal", "hari libur", {}, "t")]
    assert walk.complete("after").sent == []


def test_a_signal_from_outside_is_not_told_again():
    assert Walk(FILE, "beside").broadcast("hari libur").sent == []


# ---------------------------------------------------------------- at the border of an activity


def test_an_interrupting_boundary_stops_the_very_scope_that_throws():
    walk = Walk(FILE, "interrupting").complete("a")

    assert walk.open == ["aside"]
    assert walk.trace[-2:] == ["t", "b"]
    assert walk.complete("aside").completed


def test_what_an_interrupting_boundary_stops_gets_nothing_of_the_signal():
    walk = Walk(FILE, "inside_too").broadcast("hari libur")

    assert walk.open == ["aside"]
    assert "c" not in walk.trace


def test_a_non_interrupting_boundary_leaves_the_activity_and_takes_every_signal():
    walk = Walk(FILE, "beside_border").complete("a")
    assert sorted(walk.open) == ["aside", "x"]

    walk.broadcast("hari libur")
    assert walk.open.count("aside") == 2

    assert walk.complete("x").open == ["aside", "aside", "aside"]


def test_a_signal_cancels_the_task_that_it_interrupts():
    walk = Walk(FILE, "task_border").broadcast("hari libur")

    assert walk.open == ["aside"]
    assert walk.closed == ["cancelled"]


def test_a_boundary_waits_no_longer_when_its_task_is_done():
    walk = Walk(FILE, "task_border").complete("a")

    assert walk.completed


# ---------------------------------------------------------------- at the end


def test_a_signal_end_throws_before_its_subprocess_ends():
    assert Walk(FILE, "ends").complete("a").open == ["aside"]


def test_a_process_can_end_with_a_signal():
    walk = Walk(FILE, "last", n=1).complete("a")

    assert walk.completed
    assert walk.sent == [("signal", "hari libur", {"nomor": 2, "kepada": "semua"}, "e")]


def test_a_signal_end_ends_its_own_path_only():
    assert Walk(FILE, "two_ends").complete("a").open == ["b"]


# ---------------------------------------------------------------- what it carries


def test_everybody_gets_the_payload_in_the_data_that_it_owns():
    walk = Walk(FILE, "payload", n=1).complete("a")

    assert sorted(walk.open) == ["b", "w"]
    assert walk.seen("w") == {"nomor": 2}
    assert walk.data == {"n": 1, "nomor": 2}


def test_a_payload_that_cannot_be_had_is_an_incident_and_nobody_hears_anything():
    walk = Walk(FILE, "faulty").complete("a")
    assert walk.incident == ("feel.unknown-variable", "t")
    assert walk.open == ["mend"]
    assert walk.sent == []

    walk.complete("mend", n=3).retry()

    assert walk.open == ["b"]
    assert walk.sent == [("signal", "hari libur", {"nomor": 3}, "t")]


def test_a_payload_that_state_cannot_hold_is_the_fault_of_who_throws_it():
    assert Walk(FILE, "unwritable").complete("a").incident == ("engine.not-a-value", "t")


def test_a_payload_from_outside_that_state_cannot_hold_is_refused():
    with pytest.raises(ValueRefused):
        Walk(FILE, "beside").broadcast("hari libur", tanggal=1.5)


def test_a_variable_may_be_set_behind_a_throw():
    assert Walk(FILE, "assigned").complete("a").data == {"sudah": True}


# ---------------------------------------------------------------- beside other constructs


def test_an_event_based_gateway_goes_on_with_a_signal():
    walk = Walk(FILE, "choice").broadcast("hari libur")

    assert walk.open == ["b"]
    assert walk.timers == ()


def test_one_signal_may_wake_more_than_a_command_may_do_steps_by_itself():
    walk = Walk(FILE, "many", n=700).broadcast("hari libur")

    assert walk.incident is None
    assert walk.open == ["b"]


def test_it_is_replayed_byte_for_byte():
    walk = Walk(FILE, "beside_border").complete("a").broadcast("hari libur").complete("x")

    assert walk.replayed() == walk.state
