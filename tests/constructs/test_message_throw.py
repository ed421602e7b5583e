"""Messages that a process sends: throw and end events (BPMN 2.0.2 §10.5.1, §10.5.3, §10.5.4)."""

from service.engine.limits import BUFFERED_MESSAGES
from tests.constructs.driver import Walk

FILE = "message_throw"


def test_a_message_goes_to_one_receiver_of_the_process_the_longest_armed():
    walk = Walk(FILE, "beside").complete("a")

    assert walk.open == ["r", "b2"]
    assert walk.trace[-3:] == ["t", "c", "end"]


def test_a_receive_task_takes_it_as_it_takes_one_from_outside():
    walk = Walk(FILE, "beside").deliver("surat").complete("a")

    assert walk.open == ["b2", "b1"]
    assert walk.closed == ["completed", "completed"]


def test_it_is_kept_for_a_receiver_that_does_not_wait_yet():
    walk = Walk(FILE, "early").complete("a")
    assert walk.step.buffered == 1

    assert walk.complete("b").open == ["d"]


def test_a_message_that_nobody_in_the_process_takes_is_for_others():
    walk = Walk(FILE, "outward", nomor=7, n=1).complete("a")

    (sent,) = walk.step.sent
    assert (sent.kind, sent.name, dict(sent.payload)) == ("message", "nota", {"isi": 2})
    assert sent.correlation == 7
    assert not sent.taken
    assert walk.open == ["b"]
    assert walk.step.buffered == 0


def test_a_message_that_the_process_itself_takes_or_keeps_is_for_nobody_else():
    taken = Walk(FILE, "beside").complete("a")
    kept = Walk(FILE, "early").complete("a")

    assert [sent.taken for sent in (*taken.step.sent, *kept.step.sent)] == [True, True]


def test_a_key_finds_its_own_receiver():
    walk = Walk(FILE, "keyed").complete("a", first="A", second="B", wanted="B")

    assert walk.open == ["r1", "b"]


def test_what_it_carries_is_written_where_the_receiver_keeps_its_data():
    walk = Walk(FILE, "payload", n=1).complete("a")

    assert walk.seen("w") == {"nomor": 2}
    assert walk.data == {"n": 1}


def test_an_interrupting_boundary_stops_the_very_scope_that_sends():
    walk = Walk(FILE, "interrupting").complete("a")

    assert walk.open == ["aside"]


def test_nothing_is_kept_for_a_boundary_that_is_not_armed():
    walk = Walk(FILE, "not_armed").complete("a")

    assert walk.open == ["b"]
    assert walk.step.buffered == 0
    assert not walk.step.sent[0].taken


def test_a_process_can_end_with_a_message():
    walk = Walk(FILE, "last").complete("a")

    assert walk.completed
    assert walk.sent == [("message", "nota", {}, "e")]


def test_a_message_end_ends_its_own_scope_and_wakes_who_waits():
    walk = Walk(FILE, "ends").complete("a")

    assert walk.open == ["b"]


def test_one_receiver_takes_one_of_the_messages_that_are_kept():
    walk = Walk(FILE, "much").complete("a", more=True)
    assert walk.step.buffered == 1

    assert walk.complete("a", more=False).completed
    assert walk.trace.count("c") == 1


def test_more_messages_than_are_kept_are_an_incident():
    walk = Walk(FILE, "much")
    for _ in range(BUFFERED_MESSAGES):
        walk.complete("a", more=True)
    assert walk.incident is None

    walk.complete("a", more=False)

    assert walk.incident == ("engine.buffer-full", "t")


def test_a_key_that_cannot_be_had_is_an_incident_and_nothing_is_sent():
    walk = Walk(FILE, "faulty").complete("a")

    assert walk.incident == ("feel.unknown-variable", "t")
    assert walk.sent == []


def test_it_is_replayed_byte_for_byte():
    walk = Walk(FILE, "early").complete("a").complete("b")

    assert walk.replayed() == walk.state
