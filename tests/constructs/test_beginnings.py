"""Several ways to begin a process, each by itself (BPMN 2.0.2 §10.5.2, §13.5.1, §10.3.3, §10.6.6).

What begins a process has come when it begins: nothing waits for it there, or for the other ways.
"""

import pytest

from service.engine.faults import NoReceiver, StartUnknown
from tests.constructs.driver import Walk

FILE = "beginnings"


@pytest.mark.parametrize(
    ("start", "first"), [("plain", "a"), ("letter", "b"), ("called", "c"), ("yearly", "d")]
)
def test_each_start_event_begins_a_process_by_itself(start, first):
    walk = Walk(FILE, "several", start, tahun=2026)

    assert walk.trace == [start]
    assert walk.open == [first]
    assert walk.timers == ()
    assert walk.data == {"tahun": 2026}
    assert walk.complete(first).complete("last").completed


def test_where_none_is_named_it_begins_without_a_trigger():
    assert Walk(FILE, "several").trace == ["plain"]


def test_where_several_could_be_meant_one_must_be_named():
    with pytest.raises(StartUnknown):
        Walk(FILE, "joined")


@pytest.mark.parametrize("other", ["a", "r", "start"])
def test_a_process_begins_with_nothing_else(other):
    with pytest.raises(StartUnknown):
        Walk(FILE, "several", other)


def test_of_several_definitions_in_one_start_event_any_begins_it():
    walk = Walk(FILE, "any", "start")

    assert (walk.trace, walk.open) == (["start"], ["a"])


@pytest.mark.parametrize("start", ["", "r"])
def test_a_receive_task_that_instantiates_is_done_as_the_process_begins(start):
    walk = Walk(FILE, "received", start)

    assert (walk.trace, walk.open) == (["r"], ["a"])
    with pytest.raises(NoReceiver):
        walk.deliver("surat")
    assert walk.complete("a").completed


@pytest.mark.parametrize(("start", "first"), [("letter", "a"), ("called", "b")])
def test_the_first_event_behind_a_gateway_that_instantiates_begins_a_process(start, first):
    walk = Walk(FILE, "first", start)

    assert walk.trace == ["g", start]
    assert len(walk.flows) == 2
    assert walk.open == [first]
    assert walk.complete(first).completed


def test_behind_a_gateway_that_instantiates_nothing_waits_for_the_other_events():
    walk = Walk(FILE, "first", "letter").broadcast("panggil")

    assert walk.open == ["a"]


def test_a_join_waits_for_the_branches_of_the_way_that_was_taken_alone():
    walk = Walk(FILE, "joined", "one").complete("a")
    assert walk.open == ["b"]
    assert walk.complete("b").completed

    assert Walk(FILE, "joined", "other").complete("b").completed


def test_by_whatever_way_it_begins_its_event_subprocesses_are_armed():
    for start, first in (("plain", "a"), ("letter", "b")):
        walk = Walk(FILE, "beside", start).broadcast("panggil")

        assert walk.open == [first, "ha"]


def test_a_call_begins_without_a_trigger():
    walk = Walk(FILE, "caller")

    assert walk.open == ["a"]
    assert walk.complete("a").complete("last").completed


@pytest.mark.parametrize(
    ("process", "start"), [("several", "called"), ("received", "r"), ("first", "letter")]
)
def test_it_is_replayed_byte_for_byte(process, start):
    walk = Walk(FILE, process, start)
    walk.complete(walk.open[0])

    assert walk.replayed() == walk.state
