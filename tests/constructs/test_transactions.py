"""Transactions (BPMN 2.0.2 §10.3.5, §13.5.6): a subprocess that can be cancelled."""

import pytest

from tests.constructs.driver import Walk

FILE = "transactions"


def test_a_transaction_that_is_not_cancelled_ends_as_a_subprocess_does():
    walk = Walk(FILE, "booked").complete("a").complete("b", ok=True)

    assert walk.open == ["d"]
    assert walk.complete("d").completed


def test_cancelled_it_undoes_what_completed_in_it_and_is_left_by_its_boundary_event():
    walk = Walk(FILE, "booked").complete("a").complete("b", ok=False)
    assert walk.open == ["undo_b"]

    assert walk.complete("undo_b").open == ["undo_a"]
    assert walk.complete("undo_a").open == ["c"]
    assert walk.complete("c").completed


def test_a_transaction_that_has_completed_is_undone_as_any_other_scope():
    walk = Walk(FILE, "undone_later").complete("a").complete("b", ok=True)

    assert walk.open == ["undo_b"]
    assert walk.complete("undo_b").complete("undo_a").completed


def test_where_nothing_is_to_be_undone_it_is_left_at_once():
    assert Walk(FILE, "nothing_done").complete("a").open == ["c"]


def test_a_subprocess_inside_may_cancel_it_and_is_undone_with_its_data():
    walk = Walk(FILE, "deep").complete("a").complete("b", own=1).complete("x", own=2)
    assert walk.open == ["undo_b"]
    assert walk.seen("undo_b") == {"own": 2}

    assert walk.complete("undo_b").open == ["undo_a"]
    assert walk.complete("undo_a").open == ["c"]


def test_what_still_goes_on_in_it_stops_before_anything_is_undone():
    walk = Walk(FILE, "beside").complete("a")
    assert sorted(walk.open) == ["b", "x"]

    walk.complete("b")

    assert walk.open == ["undo_a"]
    assert walk.timers == ()
    assert walk.complete("undo_a").open == ["c"]


def test_an_error_that_leaves_it_is_a_hazard_that_undoes_nothing():
    assert Walk(FILE, "hazard").complete("a").open == ["h"]


def test_a_hazard_that_leaves_a_scope_around_undoes_what_completed_there_only():
    walk = Walk(FILE, "hazard_around").complete("z").complete("a")

    assert walk.open == ["undo_z"]
    assert walk.complete("undo_z").open == ["h"]


def test_one_instance_cancels_all_that_still_go_on_and_those_that_completed_stay_done():
    walk = Walk(FILE, "instances", xs=["p", "q", "r"])
    walk.complete("a").complete("a").complete("a").complete("b", ok=True)

    walk.complete("b", ok=False)

    assert walk.seen("undo_a")["x"] == "r"
    walk.complete("undo_a")
    assert walk.seen("undo_a")["x"] == "q"
    assert walk.complete("undo_a").open == ["c"]


def test_an_event_subprocess_of_it_may_cancel_it():
    walk = Walk(FILE, "handled").complete("a").deliver("surat").complete("w")

    assert walk.open == ["undo_a"]
    assert walk.complete("undo_a").open == ["c"]


@pytest.mark.parametrize("process", ["booked", "deep"])
def test_doing_it_again_gives_the_same_state(process):
    walk = Walk(FILE, process).complete("a").complete("b", ok=False)

    assert walk.replayed() == walk.state
