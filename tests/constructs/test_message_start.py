"""A message start event (BPMN 2.0.2 §10.5.2, §13.5.1): starting records that the message came."""

import pytest

from service.engine.faults import NoReceiver
from tests.constructs.driver import Walk

FILE = "message_start"


def test_starting_the_process_is_the_message_that_begins_it():
    walk = Walk(FILE, "letter", tahun=2026)

    assert walk.trace == ["start"]
    assert walk.open == ["a"]
    assert walk.data == {"tahun": 2026}
    assert walk.complete("a").completed


def test_a_message_that_comes_later_does_not_begin_it_again():
    with pytest.raises(NoReceiver):
        Walk(FILE, "letter").deliver("surat")


def test_the_message_that_began_it_is_kept_for_nobody():
    walk = Walk(FILE, "again").complete("a")

    assert not walk.completed
    assert walk.deliver("surat").completed


def test_it_is_replayed_byte_for_byte():
    walk = Walk(FILE, "again").complete("a")

    assert walk.replayed() == walk.state
