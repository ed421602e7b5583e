"""Events with several definitions, and definitions at the root of a file (BPMN 2.0.2 §10.5.1).

Any of them is enough (multiple), or all of them must come (parallel multiple); an event that
throws throws all (§10.5.4, §13.5.2, §13.5.3).
"""

import pytest

from service.engine.faults import NoReceiver
from tests.constructs.driver import Walk

FILE = "multiple_events"


@pytest.mark.parametrize(
    "come",
    [
        lambda walk: walk.deliver("surat"),
        lambda walk: walk.broadcast("libur"),
        lambda walk: walk.fire(),
        lambda walk: walk.complete("a", x=1),
    ],
    ids=["message", "signal", "timer", "condition"],
)
def test_the_first_that_comes_is_enough_and_nothing_else_is_waited_for(come):
    walk = come(Walk(FILE, "any"))

    assert "b" in walk.open
    assert walk.timers == ()
    assert walk.trace.count("c") == 1


def test_what_comes_brings_its_payload():
    assert Walk(FILE, "any").broadcast("libur", tanggal=17).data == {"tanggal": 17}


def test_a_message_that_was_kept_is_enough_at_once():
    walk = Walk(FILE, "kept").deliver("surat", nomor=1).complete("a")

    assert walk.open == ["b"]
    assert walk.data == {"nomor": 1}
    assert walk.broadcast("libur").open == ["b"]


@pytest.mark.parametrize("first", ["surat", "libur", "timer"])
def test_of_a_parallel_one_all_must_come_in_any_order(first):
    walk = Walk(FILE, "all")
    come = {
        "surat": lambda: walk.deliver("surat", nomor=1),
        "libur": lambda: walk.broadcast("libur", tanggal=17),
        "timer": walk.fire,
    }
    come.pop(first)()
    come.pop(next(iter(come)))()
    assert walk.open == []

    come.popitem()[1]()

    assert walk.open == ["b"]
    assert walk.data == {"nomor": 1, "tanggal": 17}


def test_of_a_parallel_one_what_has_come_counts_once():
    walk = Walk(FILE, "all").broadcast("libur").broadcast("libur")

    assert walk.open == []
    assert walk.deliver("surat").fire().open == ["b"]


def test_what_has_come_of_a_parallel_one_is_no_longer_waited_for():
    walk = Walk(FILE, "all").deliver("surat")

    assert walk.deliver("surat").step.buffered == 1


def test_what_has_come_is_told_once_as_no_longer_awaited():
    walk = Walk(FILE, "all").deliver("surat")

    assert len(walk.step.silenced) == 1


def test_a_kept_message_is_one_of_all():
    walk = Walk(FILE, "all_kept").deliver("surat").complete("a")
    assert walk.open == []

    assert walk.broadcast("libur").open == ["b"]


def test_it_may_stand_behind_an_event_based_gateway():
    walk = Walk(FILE, "choice").broadcast("libur")

    assert walk.open == ["b"]
    assert walk.timers == ()


# ---------------------------------------------------------------- at the border of an activity


@pytest.mark.parametrize(
    "come",
    [
        lambda walk: walk.deliver("surat"),
        lambda walk: walk.broadcast("libur"),
        lambda walk: walk.fire(),
    ],
    ids=["message", "signal", "timer"],
)
def test_any_interrupts_its_task(come):
    walk = come(Walk(FILE, "border"))

    assert walk.open == ["aside"]
    assert walk.closed == ["cancelled"]
    assert walk.timers == ()
    assert walk.complete("aside").completed


def test_beside_its_task_each_comes_as_often_as_it_does_alone():
    walk = Walk(FILE, "border_beside").deliver("surat").fire().deliver("surat").fire()

    assert walk.open == ["a", *["aside"] * 4]
    assert walk.timers == ()


def test_all_together_interrupt_their_task():
    walk = Walk(FILE, "border_all").deliver("surat")
    assert walk.open == ["a"]

    assert walk.fire().open == ["aside"]
    assert walk.timers == ()


def test_all_together_beside_a_task_are_waited_for_again():
    walk = Walk(FILE, "border_all_beside")
    for _ in range(2):
        walk.deliver("surat").broadcast("libur")

    assert walk.open == ["a", "aside", "aside"]
    assert walk.complete("a").complete("aside").complete("aside").completed


def test_all_together_take_no_message_from_before_their_time():
    walk = Walk(FILE, "border_early").deliver("surat").complete("first").broadcast("libur")

    assert walk.open == ["a"]
    assert walk.complete("a").completed


@pytest.mark.parametrize("x", [1, 2])
def test_one_boundary_may_catch_an_error_and_an_escalation(x):
    assert Walk(FILE, "caught").complete("a", x=x).open == ["aside"]


# ---------------------------------------------------------------- of event subprocesses


@pytest.mark.parametrize("kind", ["message", "signal"])
def test_any_begins_an_event_subprocess(kind):
    walk = Walk(FILE, "handled")
    walk = walk.deliver("surat", n=1) if kind == "message" else walk.broadcast("libur", n=1)

    assert walk.open == ["b"]
    assert walk.seen("b") == {"n": 1}
    assert walk.complete("b").completed


def test_any_begins_one_beside_as_often_as_it_comes():
    walk = Walk(FILE, "handled_beside").deliver("surat").broadcast("libur").deliver("surat")

    assert walk.open == ["a", "b", "b", "b"]
    with pytest.raises(NoReceiver):
        walk.complete("a").deliver("surat")


def test_all_together_begin_one():
    walk = Walk(FILE, "handled_all").deliver("surat")
    assert walk.open == ["a"]

    assert walk.broadcast("libur").open == ["b"]


def test_all_together_begin_one_beside_again_and_again():
    walk = Walk(FILE, "handled_all_beside")
    for _ in range(2):
        walk.deliver("surat").broadcast("libur")

    assert walk.open == ["a", "b", "b"]
    assert walk.complete("a").complete("b").complete("b").completed


# ---------------------------------------------------------------- what is thrown


def test_all_is_thrown_with_the_same_payload():
    walk = Walk(FILE, "throws", n=1).complete("a")

    assert sorted(walk.open) == ["after", "b1", "b2"]
    assert walk.sent == [
        ("signal", "libur", {"nomor": 2}, "t"),
        ("message", "surat", {"nomor": 2}, "t"),
    ]


def test_all_is_thrown_even_when_the_first_stops_the_scope():
    walk = Walk(FILE, "stops_itself").complete("a")

    assert walk.open == ["aside"]
    assert [item[:2] for item in walk.sent] == [("signal", "libur"), ("message", "surat")]


def test_what_ends_the_scope_is_thrown_last():
    walk = Walk(FILE, "ends").complete("a")

    assert walk.open == ["aside"]
    assert [item[:2] for item in walk.sent] == [("signal", "libur")]

    ended = Walk(FILE, "terminates").complete("a")
    assert ended.completed
    assert [item[:2] for item in ended.sent] == [("message", "nota")]


def test_an_escalation_is_thrown_beside_a_signal():
    walk = Walk(FILE, "escalates").complete("a")

    assert sorted(walk.open) == ["aside", "x"]
    assert walk.trace.count("t") == 1
    assert [item[:2] for item in walk.sent] == [("signal", "libur")]


# ---------------------------------------------------------------- definitions by reference


def test_a_definition_at_the_root_is_read_as_one_in_its_place():
    walk = Walk(FILE, "by_reference").complete("a")

    assert [item[:2] for item in walk.sent] == [("signal", "libur")]
    assert walk.waits == ["c"]
    assert walk.deliver("surat").completed
    assert Walk(FILE, "by_reference").broadcast("libur").open == ["aside"]


@pytest.mark.parametrize("process", ["all", "border_all_beside", "handled_all_beside"])
def test_it_is_replayed_byte_for_byte(process):
    walk = Walk(FILE, process).deliver("surat").broadcast("libur").deliver("surat")

    assert walk.replayed() == walk.state
