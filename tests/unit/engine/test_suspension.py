"""A suspended process stands still, keeps what comes, and goes on as if nothing had been."""

import pytest

from service.engine.api import (
    BroadcastSignal,
    CompleteTask,
    DeliverMessage,
    FireTimer,
    ResumeProcess,
    SuspendProcess,
    WaiveTask,
)
from service.engine.faults import (
    AlreadySuspended,
    BufferFull,
    NoReceiver,
    NotSuspended,
    ProcessSuspended,
)
from service.engine.limits import BUFFERED_MESSAGES
from tests.constructs.driver import Walk


def test_nothing_is_completed_waived_or_fired_while_it_is_suspended():
    walk = Walk("message_catch", "one")
    task = walk.tasks[0].task_no
    walk.make(SuspendProcess())

    for command in (CompleteTask(task, {}), WaiveTask(task), FireTimer(task)):
        with pytest.raises(ProcessSuspended):
            walk.make(command)
    with pytest.raises(AlreadySuspended):
        walk.make(SuspendProcess())
    assert walk.open == ["a"]


def test_suspending_and_resuming_leaves_the_state_as_it_was():
    walk = Walk("message_catch", "one")
    before = walk.state

    walk.make(SuspendProcess())
    assert walk.state != before
    walk.make(ResumeProcess())

    assert walk.state == before
    assert walk.complete("a").deliver("surat").open == ["b"]


def test_what_runs_is_not_resumed():
    with pytest.raises(NotSuspended):
        Walk("message_catch", "one").make(ResumeProcess())


def test_a_message_is_held_back_and_given_when_the_process_goes_on():
    walk = Walk("message_catch", "one").complete("a").make(SuspendProcess())

    walk.deliver("surat", nomor=1)
    assert walk.open == []
    walk.make(ResumeProcess())

    assert walk.open == ["b"]
    assert walk.data == {"nomor": 1}
    assert walk.step.unclaimed == ()


def test_held_messages_are_given_in_the_order_in_which_they_came():
    walk = Walk("message_catch", "one").make(SuspendProcess())
    walk.deliver("surat", nomor=1).deliver("surat", nomor=2)

    walk.make(ResumeProcess()).complete("a")

    assert walk.data == {"nomor": 1}


def test_a_message_that_nobody_could_take_is_refused_also_while_it_is_suspended():
    walk = Walk("message_catch", "one").make(SuspendProcess())

    with pytest.raises(NoReceiver):
        walk.deliver("tidak dikenal")


def test_held_messages_have_the_limit_of_kept_ones():
    walk = Walk("message_catch", "one").make(SuspendProcess())
    for _ in range(BUFFERED_MESSAGES):
        walk.make(DeliverMessage("surat", {}))

    with pytest.raises(BufferFull):
        walk.deliver("surat")
    assert len(walk.make(ResumeProcess()).state) > 0


def test_a_signal_reaches_who_waited_for_it_once_the_process_goes_on():
    walk = Walk("signal_events", "beside").make(SuspendProcess())

    walk.make(BroadcastSignal("hari libur", {"tanggal": 17}))
    assert walk.open == ["a"]
    walk.make(ResumeProcess())

    assert walk.open == ["a", "b2", "b1"]
    assert walk.data == {"tanggal": 17}


def test_replay_gives_the_same_bytes():
    walk = Walk("message_catch", "one").complete("a").make(SuspendProcess())
    walk.deliver("surat", nomor=1).make(ResumeProcess()).complete("b")

    assert walk.completed
    assert walk.replayed() == walk.state
