"""Escalations thrown by an intermediate event (BPMN 2.0.2 §10.5.5, §10.5.7)."""

from tests.constructs.driver import Walk

FILE = "escalation_thrown_on_the_way"


def test_the_work_goes_on_beside_what_handles_it():
    walk = Walk(FILE, "beside").complete("a")

    assert walk.open == ["handled", "b"]
    assert walk.complete("b").open == ["handled", "after"]


def test_it_does_not_when_the_handler_interrupts():
    walk = Walk(FILE, "instead").complete("a")

    assert walk.open == ["handled"]
    assert "thrown" in walk.trace
    assert walk.complete("handled").completed


def test_nobody_need_catch_it():
    walk = Walk(FILE, "unheard").complete("a")

    assert walk.open == ["b"]
    assert walk.incident is None
