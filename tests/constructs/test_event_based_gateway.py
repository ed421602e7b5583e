"""Event-based gateways (BPMN 2.0.2 §10.6.6, §13.4.4): the first event decides."""

import pytest

from tests.constructs.driver import Walk

FILE = "event_based_gateway"


@pytest.mark.parametrize(
    ("message", "way", "flow"), [("yes", "agreed", "to_yes"), ("no", "refused", "to_no")]
)
def test_the_first_message_decides_and_nothing_else_is_waited_for(message, way, flow):
    walk = Walk(FILE, "three").complete("before").deliver(message)

    assert walk.open == [way]
    assert walk.waits == []
    assert walk.flows[-2] == flow
    assert walk.complete(way).completed


def test_a_timer_decides_when_nothing_came_before_it():
    walk = Walk(FILE, "three").complete("before").fire("pause")

    assert walk.open == ["late"]


def test_no_flow_is_taken_before_something_happens():
    walk = Walk(FILE, "three").complete("before")

    assert walk.flows == ["flow_1", "flow_2"]
    assert walk.waits == ["pause"]


def test_a_message_that_came_before_the_gateway_decides_at_once():
    walk = Walk(FILE, "three").deliver("no").complete("before")

    assert walk.open == ["refused"]
    assert walk.waits == []


def test_of_two_messages_that_came_before_the_first_flow_drawn_decides_and_the_other_is_kept():
    walk = Walk(FILE, "three").deliver("no").deliver("yes").complete("before")

    assert walk.open == ["agreed"]


def test_what_a_kept_message_makes_needless_never_began():
    walk = Walk(FILE, "three").deliver("yes").complete("before")

    assert walk.step.disarmed == ()
    assert [taken.kind for taken in walk.step.trace if taken.element_id == "three.pause"] == []


def test_of_two_timers_the_shorter_one_decides():
    walk = Walk(FILE, "two_timers")
    assert walk.waits == ["short", "long"]

    assert walk.fire().open == ["second"]
    assert walk.waits == []


def test_a_person_may_record_what_arrived_at_a_receive_task():
    walk = Walk(FILE, "receiving")
    assert walk.open == ["yes"]

    walk.complete("yes")
    assert walk.open == ["agreed"]
    assert walk.waits == []


def test_a_receive_task_that_is_not_chosen_closes():
    walk = Walk(FILE, "receiving").fire("pause")

    assert walk.open == ["late"]
    assert walk.closed == ["cancelled"]


def test_it_waits_anew_each_time_a_token_comes():
    walk = Walk(FILE, "again").fire("pause")
    first = walk.now
    walk.complete("remind").fire("pause")

    assert (walk.now - first).days == 2
    walk.complete("remind")
    assert walk.deliver("yes").completed


def test_instances_wait_for_themselves():
    walk = Walk(FILE, "many").deliver("yes", 2)
    assert walk.waits == ["pause"]

    walk.fire("pause")
    assert walk.open == ["late"]
    assert walk.complete("late").open == ["after"]


def test_an_interrupted_scope_takes_the_gateway_with_it():
    walk = Walk(FILE, "stopped").fire("late")

    assert walk.open == ["a"]
    assert walk.waits == []
    assert walk.complete("a").completed


def test_the_walk_is_replayed_to_the_same_bytes():
    walk = Walk(FILE, "again").fire("pause").complete("remind").deliver("yes")

    assert walk.replayed() == walk.state
