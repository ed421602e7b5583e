"""Conditional events (BPMN 2.0.2 §10.5.4, §10.5.5, §13.5.2, §13.5.3)."""

import pytest

from tests.constructs.driver import Walk

FILE = "conditional_events"


def test_it_waits_until_its_condition_is_true():
    walk = Walk(FILE, "waits", x=1)
    assert walk.open == ["a", "a2"]

    assert walk.complete("a", x=4).open == ["a2"]
    assert walk.complete("a2", x=6).open == ["b"]


def test_what_is_true_when_it_is_reached_goes_at_once():
    assert Walk(FILE, "waits", x=6).open == ["a", "a2", "b"]


@pytest.mark.parametrize("data", [{}, {"x": None}])
def test_what_does_not_exist_yet_or_is_null_is_not_true_yet(data):
    walk = Walk(FILE, "waits", **data)

    assert walk.open == ["a", "a2"]
    assert walk.complete("a", x=6).open == ["a2", "b"]


def test_of_two_that_become_true_the_longest_armed_goes_first():
    walk = Walk(FILE, "order").complete("a", x=6)

    assert walk.trace[-3:] == ["end", "c2", "c1"]
    assert walk.open == ["b2", "b1"]


def test_it_is_looked_at_when_nothing_moves_by_itself_any_more():
    walk = Walk(FILE, "at_rest").complete("a", x=6)

    assert walk.open == ["d"]
    assert walk.data == {"x": 0}


# ---------------------------------------------------------------- at the border of an activity


def test_an_interrupting_boundary_cancels_its_task_when_its_condition_becomes_true():
    walk = Walk(FILE, "interrupting").complete("a").complete("other", x=6)

    assert walk.open == ["aside"]
    assert sorted(walk.closed) == ["cancelled", "completed"]


def test_a_condition_that_is_true_already_cancels_its_task_at_once():
    walk = Walk(FILE, "interrupting", x=6).complete("a")

    assert walk.open == ["other", "aside"]
    assert [task.element_id for task in walk.step.opened] == ["interrupting.aside"]


def test_what_a_task_writes_in_the_end_does_not_interrupt_it_any_more():
    walk = Walk(FILE, "interrupting").complete("a").complete("b", x=6)

    assert walk.open == ["other"]


def test_what_a_step_inside_writes_interrupts_its_subprocess():
    assert Walk(FILE, "sub_border").complete("a", x=6).open == ["aside"]


def test_a_non_interrupting_one_goes_each_time_that_it_becomes_true():
    walk = Walk(FILE, "beside", more=True).complete("other", x=6)
    assert walk.open.count("aside") == 1

    walk.complete("other", x=7)
    assert walk.open.count("aside") == 1

    walk.complete("other", x=0).complete("other", x=6)
    assert walk.open.count("aside") == 2
    assert walk.open.count("b") == 1


def test_a_non_interrupting_one_goes_once_when_it_is_true_from_the_first():
    walk = Walk(FILE, "beside", x=6, more=True)

    assert walk.open.count("aside") == 1
    assert walk.complete("other").open.count("aside") == 1


# ---------------------------------------------------------------- of event subprocesses


def test_an_interrupting_event_subprocess_stops_its_scope_when_its_condition_becomes_true():
    walk = Walk(FILE, "stops").complete("a", x=6)

    assert walk.open == ["b"]
    assert sorted(walk.closed) == ["cancelled", "completed"]
    assert walk.complete("b").completed


def test_a_non_interrupting_one_begins_each_time_that_its_condition_becomes_true():
    walk = Walk(FILE, "stands_by", more=True)
    for x in (6, 7, 0, 6):
        walk.complete("a", x=x)

    assert walk.open.count("b") == 2


def test_no_event_subprocess_begins_once_its_scope_has_come_to_its_end():
    walk = Walk(FILE, "stands_by").complete("a", x=6, more=False)

    assert walk.completed


# ---------------------------------------------------------------- beside other constructs


def test_of_an_event_based_gateway_it_is_one_of_the_events():
    walk = Walk(FILE, "race").complete("a", x=6)

    assert walk.open == ["b"]
    assert walk.timers == ()


def test_it_goes_before_an_inclusive_join_looks_for_who_can_still_come():
    walk = Walk(FILE, "before_join").complete("a", x=1)

    assert walk.open == ["b"]
    assert walk.trace.count("join") == 1


def test_each_instance_looks_with_its_own_data():
    walk = Walk(FILE, "in_instances", more=True)
    for number in (2, 2, 1):
        walk.complete("a", x=number)

    assert walk.trace.count("c") == 2


def test_as_many_may_become_true_at_once_as_there_are_instances():
    walk = Walk(FILE, "many", n=600).complete("a", x=1)

    assert walk.incident is None
    assert walk.open == ["b"]


def test_inside_a_call_only_what_was_handed_in_counts():
    walk = Walk(FILE, "called", x=1)
    assert walk.complete("a", x=6).complete("i").open == []

    assert Walk(FILE, "called", x=6).complete("i").open == ["a", "w"]


def test_a_loop_waits_again_when_it_takes_back_what_it_waited_for():
    walk = Walk(FILE, "again", n=0, ready=False, more=True)
    walk.complete("a", ready=True).complete("a", ready=True)

    assert walk.data == {"n": 2, "ready": False, "more": True}
    assert walk.open == ["a"]


# ---------------------------------------------------------------- faults


@pytest.mark.parametrize(("wrong", "code"), [("enam", "feel.wrong-type")])
def test_a_condition_without_an_answer_is_an_incident_and_stops_nothing_else(wrong, code):
    walk = Walk(FILE, "faulty").complete("a", x=wrong)

    assert walk.incident == (code, "c")
    assert walk.trace[-1] == "end"
    assert walk.open == ["d"]

    walk.complete("d", x=6)
    assert walk.incident is None
    assert walk.open == []

    assert walk.retry().open == ["b"]
    assert walk.step.resolved == 1


def test_a_retry_that_finds_no_answer_again_changes_nothing():
    walk = Walk(FILE, "faulty").complete("a", x="enam")
    before = walk.state

    walk.retry()

    assert walk.incident == ("feel.wrong-type", "c")
    assert walk.state == before


def test_it_is_replayed_byte_for_byte():
    walk = Walk(FILE, "faulty").complete("a", x="enam").complete("d", x=6).retry()

    assert walk.replayed() == walk.state
