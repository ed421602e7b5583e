"""Lanes (BPMN 2.0.2 §10.8): they say who performs, and change nothing of the flow."""

from tests.constructs.driver import Walk, short


def lanes_of_open_tasks(walk):
    return [short(walk.definition.lane(task.path).id) for task in walk.tasks]


def test_a_step_belongs_to_its_innermost_lane():
    assert lanes_of_open_tasks(Walk("lanes", "laned")) == ["unit"]


def test_a_step_in_a_subprocess_belongs_to_a_lane_there_or_to_that_of_the_subprocess():
    walk = Walk("lanes", "laned").complete("a")

    assert lanes_of_open_tasks(walk) == ["team"]
    assert lanes_of_open_tasks(walk.complete("b")) == ["office"]


def test_a_token_goes_from_lane_to_lane_by_the_flows_alone():
    walk = Walk("lanes", "laned").complete("a").complete("b").complete("c")

    assert walk.completed
