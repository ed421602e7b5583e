"""Receive tasks and how messages find them (BPMN 2.0.2 §10.3.3, §13.3.3)."""

import pytest

from service.engine.faults import BufferFull, NoReceiver, ValueRefused
from service.engine.limits import BUFFERED_MESSAGES
from tests.constructs.driver import Walk


def test_a_receive_task_waits_and_a_message_completes_it():
    walk = Walk("receive_task", "one").complete("a")

    assert [task.kind for task in walk.tasks] == ["receive"]
    walk.deliver("surat", nomor="900/1")

    assert walk.open == ["b"]
    assert walk.closed == ["completed"]
    assert walk.data == {"nomor": "900/1"}


def test_a_person_may_record_what_arrived():
    walk = Walk("receive_task", "one").complete("a").complete("r", nomor="900/1")

    assert walk.open == ["b"]
    assert walk.data == {"nomor": "900/1"}


def test_a_message_that_comes_too_early_is_kept():
    walk = Walk("receive_task", "one").deliver("surat", nomor=1).deliver("surat", nomor=2)
    assert walk.step.buffered == 2

    walk.complete("a")

    assert walk.open == ["b"]
    assert walk.data == {"nomor": 1}
    assert walk.step.buffered == 1


def test_a_process_that_ends_keeps_no_message():
    walk = Walk("receive_task", "one").deliver("surat").deliver("surat").complete("a")
    assert walk.step.buffered == 1

    assert walk.complete("b").completed
    assert walk.step.buffered == 0


def test_a_receive_task_that_finds_its_message_is_told_neither_opened_nor_closed():
    walk = Walk("receive_task", "one").deliver("surat").complete("a")

    assert [task.element_id for task in walk.step.opened] == ["one.b"]
    assert walk.closed == ["completed"]


def test_it_is_entered_once_in_the_trace():
    walk = Walk("receive_task", "one").complete("a")

    entered = [item for item in walk.step.trace if item.kind == "entered"]

    assert [item.element_id for item in entered] == ["one.r"]


def test_a_message_goes_to_one_receiver_the_longest_armed():
    walk = Walk("receive_task", "two_receivers").complete("a")
    assert walk.open == ["r1", "r2"]

    assert walk.deliver("surat").open == ["r2"]


@pytest.mark.parametrize(("key", "left"), [("B", ["r1"]), ("A", ["r2"])])
def test_a_key_finds_its_own_receiver(key, left):
    walk = Walk("receive_task", "by_number").complete("a", first="A", second="B")

    assert walk.deliver("surat", key).open == left


def test_a_message_with_a_key_that_nobody_waits_for_is_kept():
    walk = Walk("receive_task", "by_number").complete("a", first="A", second="B")

    walk.deliver("surat", "C")

    assert walk.open == ["r1", "r2"]
    assert walk.step.buffered == 1


def test_a_kept_message_finds_the_receiver_with_its_key():
    walk = Walk("receive_task", "by_number").deliver("surat", "B", nomor=2)

    assert walk.complete("a", first="A", second="B").open == ["r1"]


def test_each_instance_takes_one_message():
    walk = Walk("receive_task", "many").deliver("surat")

    assert walk.open == ["r"]
    assert walk.deliver("surat").open == ["b"]


def test_a_message_that_nothing_could_take_is_refused():
    with pytest.raises(NoReceiver):
        Walk("receive_task", "one").deliver("nota")


def test_only_so_many_messages_are_kept():
    walk = Walk("receive_task", "one")
    for _ in range(BUFFERED_MESSAGES):
        walk.deliver("surat")

    with pytest.raises(BufferFull):
        walk.deliver("surat")


def test_a_payload_that_state_cannot_hold_is_refused():
    with pytest.raises(ValueRefused):
        Walk("receive_task", "one").deliver("surat", nomor=1.5)
    with pytest.raises(ValueRefused):
        Walk("receive_task", "one").deliver("surat", 1.5)
