"""Call activities (BPMN 2.0.2 §13.3.5): data of their own, named values cross the border."""

from tests.constructs.driver import Walk


def test_only_what_the_mapping_names_crosses_the_border():
    walk = Walk("call_activity", "caller", outside=4, secret=1).complete("a")

    assert walk.seen("work") == {"inside": 5}

    walk.complete("work", answer=42, noise=1)

    assert walk.seen("b") == {"outside": 4, "secret": 1, "result": 42}


def test_a_result_that_was_never_given_is_an_incident_at_the_call():
    walk = Walk("call_activity", "caller", outside=4).complete("a").complete("work")

    assert walk.incident == ("feel.unknown-variable", "c")


def test_an_argument_that_does_not_exist_is_an_incident_at_the_call():
    walk = Walk("call_activity", "caller").complete("a")

    assert walk.incident == ("feel.unknown-variable", "c")


def test_two_calls_of_one_process_do_not_meet():
    walk = Walk("call_activity", "twice")

    assert [walk.seen("work", at)["inside"] for at in (0, 1)] == [1, 2]
    assert [task.path for task in walk.tasks] == [
        "twice/twice.first/called.work",
        "twice/twice.second/called.work",
    ]

    walk.complete("work", at=1, answer="dua").complete("work", answer="satu")

    assert walk.completed
    assert walk.data == {"one": "satu", "two": "dua"}


def test_each_instance_of_a_call_has_its_own_data_and_gives_its_own_result():
    walk = Walk("call_activity", "many", xs=["a", "b"])

    assert [walk.seen("work", at) for at in (0, 1)] == [{"inside": "a"}, {"inside": "b"}]
    assert [task.instance for task in walk.tasks] == [0, 1]

    walk.complete("work", at=1, answer="B").complete("work", answer="A")

    assert walk.data == {"xs": ["a", "b"], "ys": ["A", "B"]}


def test_a_called_process_may_call():
    walk = Walk("call_activity", "outer", n=1).complete("a").complete("work", answer=9)

    assert walk.complete("b").completed
    assert walk.data == {"n": 9}
