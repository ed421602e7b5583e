"""Incidents at joins that wait, with nothing left to enter (decisions/0002)."""

import pytest

from service.engine.api import CorrectVariable, GiveUpJob, ResumeProcess, SuspendProcess
from service.engine.faults import NoSuchIncident, ProcessSuspended
from tests.constructs.driver import Walk

FILE = "incidents_at_rest"


def stopped():
    """Return a case in which an inclusive join may fire, but its condition has no answer."""
    return Walk(FILE, "beside").complete("a").complete("b")


def test_a_join_that_cannot_choose_is_an_incident():
    assert stopped().incident == ("feel.unknown-variable", "join")


def test_it_stops_no_neighbour():
    walk = stopped().complete("c")

    assert walk.incident is None
    assert walk.open == ["d"]
    assert walk.complete("d").incident is None
    assert not walk.completed


def test_it_can_be_retried():
    walk = stopped().retry()
    assert walk.incident == ("feel.unknown-variable", "join")
    assert walk.step.incident.number == 1

    walk.complete("c", ok=True).retry()

    assert walk.step.resolved == 1
    assert walk.open == ["d", "yes"]


def test_a_deadlock_that_leaves_no_token_to_enter_can_be_retried_too():
    walk = Walk(FILE, "nothing_else", x=True).complete("a").complete("b")
    assert walk.incident == ("engine.deadlock", "join")

    assert walk.retry().incident == ("engine.deadlock", "join")


def test_no_incident_is_retried_that_was_never_raised():
    walk = Walk(FILE, "nothing_else", x=True).complete("a").complete("b")

    with pytest.raises(NoSuchIncident):
        walk.retry(2)


def test_a_deadlock_that_is_met_again_can_be_retried_under_either_number():
    walk = Walk(FILE, "nothing_else", x=True).complete("a").complete("b")

    walk.make(SuspendProcess()).make(ResumeProcess())

    assert walk.step.incident.number == 2
    assert walk.retry(1).step.incident.number == 1
    assert walk.retry(2).step.incident.number == 2


def test_a_job_that_was_given_up_may_still_go_on_so_it_is_no_deadlock():
    walk = Walk(FILE, "beside_a_job", x=True)
    walk.make(GiveUpJob(walk.number("j"))).complete("a").complete("b")
    assert walk.incident is None

    walk.retry()
    assert walk.step.resolved == 1
    assert walk.incident is None

    assert walk.complete("j").incident == ("engine.deadlock", "join")
    assert walk.replayed() == walk.state


def test_a_join_that_an_incident_holds_is_left_alone_when_a_suspended_process_goes_on():
    walk = stopped().complete("c").complete("d").make(SuspendProcess())
    with pytest.raises(ProcessSuspended):
        walk.retry()

    walk.make(ResumeProcess())

    assert walk.incident is None
    assert walk.retry().incident == ("feel.unknown-variable", "join")


def test_what_was_corrected_while_the_process_was_suspended_counts_for_the_retry():
    walk = Walk(FILE, "beside", ok=1).complete("a").complete("b")
    assert walk.incident is not None
    walk.complete("c")

    walk.make(SuspendProcess()).make(CorrectVariable("ok", value=True)).make(ResumeProcess())

    assert walk.incident is None
    assert walk.retry().open == ["d", "yes"]
    assert walk.replayed() == walk.state


def test_doing_it_again_gives_the_same_state():
    walk = stopped().complete("c", ok=True).retry().complete("yes")

    assert walk.replayed() == walk.state
