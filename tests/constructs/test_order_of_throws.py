"""When what is thrown occurs, and whom it reaches (BPMN 2.0.2 §10.5.4; decisions/0002).

What is thrown occurs at once when the token comes to the event, and reaches what waits then. Which
of two branches is first the standard leaves open; here the one that throws is the last.
"""

from tests.constructs.driver import Walk

FILE = "order_of_throws"


def test_a_throw_reaches_what_waits_in_a_branch_that_is_drawn_behind_it():
    walk = Walk(FILE, "beside").complete("a")

    assert walk.open == ["b"]
    assert walk.trace[-3:] == ["t", "c", "end"]
    assert walk.replayed() == walk.state


def test_it_does_not_reach_what_comes_to_wait_after_it():
    walk = Walk(FILE, "behind").complete("a")
    assert walk.open == []

    walk.broadcast("dua")

    assert walk.open == []
    assert walk.sent == [("signal", "dua", {}, "u")]
    assert walk.broadcast("satu").open == ["b"]


def test_two_throws_come_in_the_order_in_which_their_tokens_came():
    walk = Walk(FILE, "two").complete("a")

    assert [name for _, name, _, _ in walk.sent] == ["satu", "dua"]
    assert walk.completed


def test_an_escalation_is_put_behind_nothing_for_who_catches_it_waits_already():
    walk = Walk(FILE, "escalates").complete("a")

    assert walk.open == ["b"]
    assert "n" not in walk.trace
