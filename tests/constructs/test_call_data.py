"""Arrows that carry data into a called process and out of it (BPMN 2.0.2 §10.4.2)."""

from tests.constructs.driver import Walk


def test_arrows_carry_values_over_the_border_and_nothing_else_crosses():
    walk = Walk("call_data", "carried", outside=4, secret=1).complete("a")
    assert walk.seen("work") == {"inside": 4}

    walk.complete("work", answer=42, noise=1)

    assert walk.seen("b") == {"outside": 4, "secret": 1, "result": 42}


def test_a_transformation_computes_what_is_carried():
    walk = Walk("call_data", "computed", x=4, y=5).complete("a")
    assert walk.seen("work") == {"inside": 9}

    assert walk.complete("work", answer=21).seen("b")["result"] == 42


def test_what_was_never_given_is_an_incident_at_the_call():
    walk = Walk("call_data", "carried").complete("a")

    assert walk.incident == ("feel.unknown-variable", "c")
