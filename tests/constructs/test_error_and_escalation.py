"""Error and escalation ends and who catches them (BPMN 2.0.2 §10.5.6, §10.5.7)."""

from tests.constructs.driver import Walk

FILE = "error_and_escalation"


def test_the_exact_code_comes_before_a_handler_of_all():
    walk = Walk(FILE, "exact").complete("a")

    assert walk.open == ["handled"]
    assert walk.complete("handled").completed


def test_a_handler_of_all_catches_every_other_code():
    assert Walk(FILE, "catch_all").complete("a").open == ["other"]


def test_an_error_that_nobody_catches_is_an_incident():
    walk = Walk(FILE, "uncaught").complete("a")

    assert walk.incident == ("engine.uncaught-error", "thrown")


def test_an_error_goes_outward_to_the_nearest_handler():
    assert Walk(FILE, "outward").complete("a").open == ["handled"]


def test_an_error_leaves_a_called_process():
    assert Walk(FILE, "through_call").complete("a").open == ["handled"]


def test_an_error_in_one_instance_cancels_them_all():
    walk = Walk(FILE, "of_instances").complete("a", bad=False).complete("a", bad=True)

    assert walk.open == ["handled"]
    assert walk.closed == ["completed", "cancelled"]


def test_an_escalation_may_leave_its_activity_going():
    walk = Walk(FILE, "escalated").complete("a")

    assert sorted(walk.open) == ["b", "told"]
    assert walk.complete("b").complete("told").completed


def test_an_escalation_may_interrupt():
    assert Walk(FILE, "escalated_away").complete("a").open == ["told"]


def test_an_escalation_that_nobody_hears_changes_nothing():
    walk = Walk(FILE, "unheard").complete("a")

    assert walk.incident is None
    assert walk.open == ["b"]
    assert walk.complete("b").completed
