"""Intermediate message events (BPMN 2.0.2 §10.5.4, §13.5.2)."""

from tests.constructs.driver import Walk


def test_it_waits_for_its_message_and_is_no_task():
    walk = Walk("message_catch", "one").complete("a")

    assert walk.open == []
    assert not walk.completed
    assert walk.deliver("surat", nomor=1).open == ["b"]
    assert walk.data == {"nomor": 1}


def test_a_message_that_comes_too_early_is_kept():
    assert Walk("message_catch", "one").deliver("surat").complete("a").open == ["b"]


def test_a_key_is_compared_when_the_message_comes():
    walk = Walk("message_catch", "by_number").complete("a", number=7)

    assert walk.deliver("surat", 8).open == []
    assert walk.deliver("surat", 7).open == ["b"]
