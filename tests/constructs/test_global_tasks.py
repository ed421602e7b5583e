"""Global tasks (BPMN 2.0.2 §10.3.6, §10.4.3): a call activity that calls one is that task."""

import pytest

from tests.constructs.driver import Walk

FILE = "global_tasks"


@pytest.mark.parametrize(("amount", "level"), [(2, "secretary"), (5, "head")])
def test_each_is_done_where_it_is_called_on_the_data_there(amount, level):
    walk = Walk(FILE, "one")
    assert [(task.kind, task.path) for task in walk.tasks] == [("user", "one/one.ask")]

    walk.complete("ask", amount=amount)

    assert walk.trace == ["start", "ask", "add", "judge"]
    assert walk.data == {"amount": amount, "total": 2 * amount, "level": level}
    assert [task.kind for task in walk.tasks] == ["manual"]
    assert walk.complete("say").completed


def test_a_call_of_one_loops_and_has_boundary_events_as_any_activity():
    walk = Walk(FILE, "many")
    assert walk.open == ["each", "each"]

    walk.fire("late")

    assert walk.open == ["again"]
    assert walk.complete("again").completed


def test_it_is_replayed_byte_for_byte():
    walk = Walk(FILE, "one").complete("ask", amount=5)

    assert walk.replayed() == walk.state
