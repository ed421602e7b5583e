"""Manual tasks (BPMN 2.0.2 §10.3.3): done by hand, confirmed by a person."""

from tests.constructs.driver import Walk


def test_a_manual_task_waits_for_a_person_like_a_user_task():
    walk = Walk("manual", "one")

    assert [task.kind for task in walk.tasks] == ["manual"]
    assert walk.complete("a").completed
