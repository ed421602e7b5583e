"""Compensation (BPMN 2.0.2 §10.7, §13.5.5): what has completed is undone."""

import pytest

from service.engine.codec import load
from tests.constructs.driver import Walk, short

FILE = "compensation"


def records(walk):
    """Return what the process itself keeps of what could be undone, the oldest first."""
    root = load(walk.definition.spec, walk.state, walk.now).task_tree
    return [short(it["of"].rpartition("/")[2]) for it in root.internal_data.get("records", [])]


def test_what_completed_is_undone_one_after_the_other_the_latest_first():
    walk = Walk(FILE, "latest_first").complete("a", n=1).complete("b")
    assert walk.open == ["undo_b"]
    assert walk.seen("undo_b") == {"n": 1}

    assert walk.complete("undo_b").open == ["undo_a"]
    assert walk.complete("undo_a").open == ["c"]
    assert walk.complete("c").completed


def test_one_activity_may_be_named():
    walk = Walk(FILE, "one").complete("a").complete("b")

    assert walk.open == ["undo_a"]
    assert walk.complete("undo_a").open == ["c"]


def test_an_end_event_waits_too():
    walk = Walk(FILE, "at_the_end").complete("a")

    assert walk.open == ["undo_a"]
    assert walk.complete("undo_a").completed


def test_what_is_still_going_on_is_not_undone():
    walk = Walk(FILE, "not_done").complete("b")

    assert walk.open == ["a"]
    assert walk.complete("a").completed


def test_nothing_is_undone_twice():
    walk = Walk(FILE, "once").complete("a").complete("undo_a")

    assert walk.open == ["c"]


def test_an_event_that_does_not_wait_goes_on_at_once():
    walk = Walk(FILE, "not_waiting").complete("a")

    assert sorted(walk.open) == ["c", "undo_a"]
    walk.complete("c")
    assert not walk.completed
    assert walk.complete("undo_a").completed


def test_each_round_is_undone():
    walk = Walk(FILE, "rounds").complete("a", more=True).complete("a", more=False)

    walk.complete("undo_a").complete("undo_a")

    assert walk.completed


def test_each_instance_is_undone_with_its_own_data_and_a_waived_one_is_not():
    walk = Walk(FILE, "instances", xs=["p", "q", "r"], n=1)
    walk.complete("a", 0, y=1).waive("a").complete("a", 0, y=3)

    assert walk.seen("undo_a") == {
        "xs": ["p", "q", "r"],
        "n": 1,
        "x": "r",
        "loopCounter": 3,
        "y": 3,
    }
    walk.complete("undo_a", y=0, told=True)
    assert walk.seen("undo_a") == {
        "xs": ["p", "q", "r"],
        "n": 1,
        "x": "p",
        "loopCounter": 1,
        "y": 1,
        "told": True,
    }
    assert walk.complete("undo_a").completed


def test_each_turn_of_a_loop_is_undone():
    walk = Walk(FILE, "loop").complete("a", more=True).complete("a", more=False)

    assert walk.complete("undo_a").complete("undo_a").completed


def test_of_a_subprocess_all_that_completed_in_it_is_undone():
    walk = Walk(FILE, "inside").complete("a").complete("b")

    assert walk.open == ["undo_b"]
    assert walk.complete("undo_b").complete("undo_a").open == ["c"]


def test_a_boundary_event_undoes_a_subprocess_from_outside():
    walk = Walk(FILE, "black_box").complete("a").complete("b")

    assert walk.open == ["undo_sub"]
    assert walk.complete("undo_sub").open == ["c"]


def test_an_event_subprocess_undoes_its_scope_as_it_was_when_it_completed():
    walk = Walk(FILE, "as_a_whole").complete("a", own=1, outer=1).complete("b", own=2)
    assert walk.open == ["w"]
    assert walk.seen("w") == {"own": 2, "outer": 1}

    walk.complete("w", own=3, outer=2)

    assert walk.open == ["undo_b"]
    assert walk.seen("undo_b") == {"own": 3, "outer": 2}
    walk.complete("undo_b").complete("undo_a")
    assert walk.complete("v").open == ["c"]
    assert walk.data == {"outer": 2}


def test_a_subprocess_that_is_still_going_on_is_not_undone():
    walk = Walk(FILE, "going_on").complete("a").complete("d")

    assert walk.open == ["b"]
    assert walk.complete("b").completed


def test_each_instance_of_a_subprocess_is_restored_with_its_data():
    walk = Walk(FILE, "each_scope", xs=["p", "q"]).complete("a", y=1).complete("a", y=2)

    assert walk.seen("undo_a") == {"xs": ["p", "q"], "x": "q", "loopCounter": 2, "y": 2}
    walk.complete("undo_a")
    assert walk.seen("undo_a") == {"xs": ["p", "q"], "x": "p", "loopCounter": 1, "y": 1}
    assert walk.complete("undo_a").completed


def test_a_called_process_is_undone_with_its_data():
    walk = Walk(FILE, "called", n=1).complete("a", place="hall")

    assert walk.open == ["undo_a"]
    assert walk.seen("undo_a") == {"n": 1, "place": "hall"}
    assert walk.complete("undo_a").completed


def test_a_called_process_may_undo():
    walk = Walk(FILE, "by_call").complete("a").complete("u", fee=5)

    assert walk.open == ["c"]
    assert walk.data == {"fee": 5}


def test_what_an_event_based_gateway_chose_can_be_undone():
    assert Walk(FILE, "behind_choice").deliver("surat").open == ["undo_r"]


def test_several_may_undo_together():
    walk = Walk(FILE, "by_instances", xs=["p", "q"]).complete("a")
    assert walk.open == ["undo_a", "undo_a"]

    assert walk.complete("undo_a").complete("undo_a").open == ["c"]


def test_what_happened_beside_an_activity_is_undone_before_it():
    walk = Walk(FILE, "beside").deliver("surat").complete("b")
    assert records(walk) == ["b"]

    walk.complete("a")

    assert walk.open == ["undo_b"]
    assert walk.complete("undo_b").complete("undo_a").completed


def test_a_handler_of_an_error_undoes_its_own_steps_and_then_the_scope_that_it_handles():
    walk = Walk(FILE, "handler").complete("a").complete("b").complete("h")
    assert walk.open == ["undo_h"]

    assert walk.complete("undo_h").open == ["undo_a"]
    assert walk.complete("undo_a").open == ["k"]
    assert walk.complete("k").open == ["c"]


def test_what_an_error_leaves_is_undone_before_the_error_is_handled():
    walk = Walk(FILE, "failing").complete("a").complete("b").complete("x")

    assert walk.open == ["undo_b"]
    assert walk.complete("undo_b").open == ["undo_a"]
    assert walk.complete("undo_a").open == ["d"]
    assert walk.complete("d").completed


def test_of_a_scope_that_handles_the_error_itself_only_what_failed_is_undone_by_itself():
    walk = Walk(FILE, "failing_inside").complete("z").complete("b").complete("x")
    assert walk.open == ["undo_b"]
    assert walk.timers == ()

    assert walk.complete("undo_b").open == ["h"]
    assert walk.complete("h").completed


def test_a_scope_that_was_interrupted_has_not_completed_and_is_not_undone():
    walk = Walk(FILE, "interrupted").complete("a").deliver("surat").complete("h")

    assert walk.open == ["c"]


def test_a_scope_that_was_terminated_is_not_undone():
    assert Walk(FILE, "terminated").complete("a").open == ["c"]


def test_interrupting_a_scope_stops_the_undoing_in_it():
    walk = Walk(FILE, "cut_short").complete("a").fire()

    assert walk.open == ["d"]
    assert walk.closed == ["cancelled"]


def test_a_fault_while_undoing_is_retried_from_there():
    walk = Walk(FILE, "fault").complete("a").complete("u")
    assert walk.incident == ("feel.unknown-variable", "g")

    walk.complete("d", n=1).retry()

    assert walk.completed


def test_the_state_grows_by_its_records_only():
    walk = Walk(FILE, "rounds").complete("a", more=True)
    size = len(walk.state)

    for _ in range(100):
        walk.complete("a", more=True)

    assert records(walk) == ["a"] * 101
    assert len(walk.state) - size < 100 * 40


@pytest.mark.parametrize("process", ["latest_first", "inside", "as_a_whole", "failing"])
def test_doing_it_again_gives_the_same_state(process):
    walk = Walk(FILE, process).complete("a").complete("b")

    assert walk.replayed() == walk.state
