"""Incidents: the act alone is committed, no error state is ever stored (decisions §1.6)."""

import pytest

from service.engine.faults import NoSuchIncident, TaskNotOpen
from tests.constructs.driver import Walk

FILE = "incidents"


def stopped():
    """Return a case in which the condition behind task a has no answer yet."""
    return Walk(FILE, "beside").complete("a", noted=1)


def test_the_act_is_committed_and_its_consequences_wait():
    walk = stopped()

    assert walk.incident == ("feel.unknown-variable", "g")
    assert walk.closed == ["completed"]
    assert walk.data == {"noted": 1}
    with pytest.raises(TaskNotOpen):
        walk.make(walk.recorded[-1].command)


def test_a_neighbour_is_not_blocked():
    walk = stopped()

    assert walk.open == ["b"]
    assert walk.complete("b", ok=True).incident is None


def test_a_retry_goes_on_from_where_it_stopped():
    walk = stopped().complete("b", ok=True).retry()

    assert walk.step.resolved == 1
    assert walk.open == ["yes_done"]
    assert walk.complete("yes_done").completed


def test_a_retry_that_fails_again_keeps_its_number_and_changes_nothing():
    walk = stopped()
    before = walk.state

    walk.retry()

    assert walk.step.incident.number == 1
    assert walk.step.resolved is None
    assert walk.state == before


def test_an_incident_is_resolved_once():
    walk = stopped().complete("b", ok=False).retry()

    with pytest.raises(NoSuchIncident):
        walk.retry()


def test_the_process_does_not_end_while_a_token_is_held():
    walk = stopped().complete("b")

    assert not walk.completed


def test_the_act_in_an_instance_stays_when_the_completion_condition_fails():
    walk = Walk(FILE, "of_instances").complete("a")

    assert walk.incident == ("feel.unknown-variable", "a")
    assert walk.open == ["a", "a"]

    walk.complete("a", enough=False)
    assert walk.incident is None
    walk.retry()
    assert walk.incident == ("feel.unknown-variable", "a")


def test_the_completion_condition_is_looked_at_after_the_last_instance_too():
    walk = Walk(FILE, "of_instances")
    walk.complete("a", enough=False).complete("a", enough=False)

    walk.complete("a")

    assert walk.incident == ("feel.unknown-variable", "a")
    assert walk.open == []


def test_the_act_in_a_loop_stays_when_its_condition_fails():
    walk = Walk(FILE, "of_loop").complete("a")

    assert walk.incident == ("feel.unknown-variable", "a")
    assert walk.open == []


def test_a_process_that_stops_at_its_first_step_is_started_all_the_same():
    walk = Walk(FILE, "at_start", judul="RKA")

    assert walk.incident == ("feel.unknown-variable", "g")
    assert walk.data == {"judul": "RKA"}


def test_a_timer_that_fired_stays_fired():
    walk = Walk(FILE, "of_timer").fire()

    assert walk.incident == ("feel.unknown-variable", "g")
    assert walk.timers == ()


def test_a_loop_that_never_rests_is_an_incident():
    walk = Walk(FILE, "endless", xs=[], done=False)

    assert walk.incident is not None
    assert walk.incident[0] == "engine.too-many-steps"


@pytest.mark.parametrize("process", ["beside", "of_instances", "of_loop", "of_timer"])
def test_a_case_with_an_incident_is_replayed_to_the_same_state(process):
    walk = Walk(FILE, process)
    walk.fire() if walk.timers else walk.complete("a")

    assert walk.replayed() == walk.state


def test_the_last_act_of_a_called_process_is_committed_though_its_result_is_missing():
    walk = Walk(FILE, "of_result").complete("a")

    assert walk.incident == ("feel.unknown-variable", "call")
    assert walk.closed == ["completed"]
    assert walk.retry().incident == ("feel.unknown-variable", "call")


def test_a_result_that_is_there_comes_back_though_no_end_event_is_drawn():
    walk = Walk(FILE, "of_result").complete("a", answer=1)

    assert walk.completed
    assert walk.data == {"result": 1}
