from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from service.access.refusals import OnlyRecorders
from service.commands.deliver_message import deliver_message
from service.engine.faults import NoReceiver
from service.errors import NotFound
from service.running.refusals import ProcessNotRunning
from service.store.idempotency import request_key
from tests.integration.running import diagrams
from tests.integration.running.conftest import NOON

if TYPE_CHECKING:
    from collections.abc import Mapping

LETTER: Mapping[str, str | int] = {"perihal": "Permintaan data Ibu Contoh", "lembar": 3}


@pytest.fixture
def letter(world):
    return world.run("letter", diagrams.LETTER)


def _deliver(world, instance_id, by="sekretaris", name="surat", **more):
    return deliver_message(
        world.session,
        world.caller(by),
        instance_id=instance_id,
        name=name,
        payload=LETTER,
        now=NOON,
        **more,
    )


def test_a_message_moves_the_process_that_waits_for_it(world, letter):
    world.complete("sekretaris", letter, "work")
    assert world.open(letter) == []

    _deliver(world, letter)

    assert world.open(letter) == ["second"]
    kind, payload, _ = world.events(letter)[-1]
    assert (kind, payload["message"]) == ("MessageReceived", "surat")
    assert payload["input"]["payload"]["lembar"] == 3
    world.assert_whole(letter)


def test_a_message_closes_the_task_of_who_would_have_recorded_the_arrival(world):
    instance_id = world.run("part", diagrams.PART)
    assert world.open(instance_id) == ["arrival"]

    _deliver(world, instance_id)

    assert world.open(instance_id) == ["second"]
    [arrival] = world.tasks(instance_id, "completed")
    assert (arrival.element_id, arrival.closed_by, arrival.closed_seq) == ("arrival", None, 2)
    world.assert_whole(instance_id)


def test_what_a_message_says_stays_out_of_state_and_history(world, letter):
    _deliver(world, letter)

    _, payload, row = world.events(letter)[-1]
    assert "Ibu Contoh" not in row["payload"]
    assert b"Ibu Contoh" not in world.process(letter).state
    assert payload["input"]["payload"]["perihal"].removeprefix("text:") in payload["texts"]


def test_a_message_that_comes_early_is_kept(world, letter):
    _deliver(world, letter)
    assert world.open(letter) == ["work"]

    world.complete("sekretaris", letter, "work")

    assert world.open(letter) == ["second"]
    world.assert_whole(letter)


def test_a_message_that_nothing_can_take_is_refused(world, letter):
    with pytest.raises(NoReceiver):
        _deliver(world, letter, name="undangan")

    assert world.kinds(letter) == ["ProcessStarted"]


@pytest.mark.parametrize("by", ["kadis", "bidang_1"])
def test_only_recorders_record_a_message(world, letter, by):
    with pytest.raises(OnlyRecorders):
        _deliver(world, letter, by=by)


@pytest.mark.parametrize("by", ["stranger", "admin"])
def test_who_may_not_see_the_process_does_not_find_it(world, letter, by):
    with pytest.raises(NotFound):
        _deliver(world, letter, by=by)


def test_the_same_request_twice_is_one_message(world, letter):
    request = request_key("k", "/pesan", b"")

    assert _deliver(world, letter, request=request) == _deliver(world, letter, request=request)
    assert world.kinds(letter) == ["ProcessStarted", "MessageReceived"]


def test_a_message_to_an_ended_process_is_refused(world, letter):
    _deliver(world, letter)
    world.complete("sekretaris", letter, "work")
    world.complete("sekretaris", letter, "second")

    with pytest.raises(ProcessNotRunning):
        _deliver(world, letter)
