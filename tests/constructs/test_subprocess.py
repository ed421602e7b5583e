"""Embedded subprocesses (BPMN 2.0.2 §13.3.4) and data objects of the scopes around (§10.4.1)."""

from tests.constructs.driver import Walk


def test_data_of_a_scope_is_seen_inside_and_not_outside():
    walk = Walk("subprocess", "nested", top=1)
    walk.complete("a", top=2, middle=3, free=4)

    assert walk.seen("b") == {"top": 2, "middle": 3, "free": 4}

    walk.complete("b", middle=5)

    assert walk.seen("c") == {"top": 2, "free": 4}


def test_a_data_object_two_scopes_up_can_be_read_and_written():
    walk = Walk("subprocess", "nested", top="dari luar")

    assert walk.seen("a") == {"top": "dari luar"}

    walk.complete("a", top="dari dalam").complete("b").complete("c")

    assert walk.data == {"top": "dari dalam"}


def test_a_subprocess_ends_when_no_token_is_left_in_it():
    walk = Walk("subprocess", "two_ends").complete("a")

    assert walk.open == ["b"]
    assert walk.complete("b").open == ["behind"]
    assert [task.path for task in walk.tasks] == ["two_ends/two_ends.behind"]


def test_a_path_names_the_subprocesses_on_the_way():
    walk = Walk("subprocess", "nested")

    assert [task.path for task in walk.tasks] == ["nested/nested.outer/nested.inner/nested.a"]
