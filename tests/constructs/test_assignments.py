"""`alur:assign`: variables that get a value when a node ends."""

from tests.constructs.driver import Walk

FILE = "assignments"


def test_assignments_happen_in_order_and_see_what_the_person_entered():
    walk = Walk(FILE, "behind_task").complete("a", n=2)

    assert walk.seen("b") == {"n": 3, "twice": 6}


def test_they_may_stand_behind_a_start():
    assert Walk(FILE, "behind_start").seen("b") == {"round": 0}


def test_behind_instances_they_happen_once_when_all_are_done():
    walk = Walk(FILE, "behind_instances", xs=[1, 2]).complete("a", y=3).complete("a", y=4)

    assert walk.seen("b")["total"] == 7


def test_behind_a_boundary_they_happen_only_when_it_does():
    assert Walk(FILE, "behind_boundary").fire().seen("b") == {"overdue": True}
    assert "overdue" not in Walk(FILE, "behind_boundary").complete("a").data


def test_behind_a_subprocess_they_write_the_scope_around_it():
    assert Walk(FILE, "behind_subprocess", n=1).complete("a", m=9).seen("b") == {"n": 2}


def test_one_that_cannot_be_evaluated_is_an_incident_and_can_be_tried_again():
    walk = Walk(FILE, "behind_task").complete("a")

    assert walk.incident == ("feel.unknown-variable", "a")
    assert walk.open == []
    assert walk.retry().incident == ("feel.unknown-variable", "a")
    assert walk.step.incident.number == 1


def test_the_flow_behind_an_assignment_is_in_the_trace_once():
    walk = Walk(FILE, "behind_task").complete("a", n=2)

    assert [flow for flow in walk.flows if flow] == walk.flows
    assert walk.trace.count("a") == 1
