"""Tasks of a process that another one calls: shown as what they are in its own diagram."""

from __future__ import annotations

import pytest

from service.commands.complete_task import complete_task
from service.commands.open_document import open_document
from service.queries.act_queue import act_queue
from service.queries.inbox import my_tasks
from service.queries.instances import process_view
from service.queries.tasks import task_view
from service.queries.times import times_of
from tests.integration.running import diagrams
from tests.integration.running.conftest import NOON, TODAY


@pytest.fixture
def drafting(world):
    """The called process waits for its draft."""
    version = world.publish("calling", diagrams.CALLING, called={"signing": diagrams.SIGNING})
    instance_id = world.start(version, by="ketua").instance_id
    world.complete("ketua", instance_id, "draft")
    return instance_id


@pytest.fixture
def initialling(world, drafting):
    """The called process waits for a paraf."""
    files = {"berkas": [world.file("anggota")]}
    world.complete("anggota", drafting, "draft", {}, files=files)
    return drafting


def test_a_task_of_a_called_process_is_shown_from_its_own_diagram(world, drafting):
    task_no = world.task_no(drafting, "draft")

    view = task_view(
        world.session, world.caller("anggota"), drafting, task_no, today=TODAY, now=NOON
    )

    assert (view.place.title, view.place.role) == ("draft", "anggota_tim")


def test_a_paraf_in_a_called_process_waits_in_the_queue_and_is_given_from_it(world, initialling):
    caller = world.caller("sekretaris")
    [card] = my_tasks(world.session, caller, today=TODAY).cards
    assert (card.title, card.acts) == ("initial", True)
    [queued] = act_queue(world.session, caller, today=TODAY, now=NOON)
    assert [(act.kind, act.document, act.opened) for act in queued.acts] == [
        ("paraf", "rka", False)
    ]

    version = queued.acts[0].version
    assert version is not None
    open_document(world.session, caller, instance_id=initialling, sha256=version.sha256, now=NOON)
    complete_task(
        world.session,
        caller,
        instance_id=initialling,
        task_no=queued.task.task_no,
        typed={},
        reviewed={"rka": version.sha256},
        now=NOON,
    )

    assert world.open(initialling) == ["sign"]
    assert act_queue(world.session, caller, today=TODAY, now=NOON) == ()
    world.assert_whole(initialling)


def test_the_queue_of_the_head_holds_what_a_called_process_wants_signed(world, initialling):
    world.complete("sekretaris", initialling, "initial")

    [queued] = act_queue(world.session, world.caller("kadis"), today=TODAY, now=NOON)

    assert [act.kind for act in queued.acts] == ["sign"]


def test_the_page_of_the_process_tells_of_a_called_task_and_shows_it_at_the_call(
    world, initialling
):
    view = process_view(world.session, world.caller("ketua"), initialling, today=TODAY)

    [step] = view.open_steps
    assert (step.place.title, step.place.role) == ("initial", "sekretaris")
    assert step.place.drawn_id == "call"
    # Its own draft and, by the draft of the called one, the call.
    assert view.done == {"draft", "call"}


def test_the_times_of_a_process_name_the_steps_of_the_one_that_it_calls(world, initialling):
    found = times_of(world.session, world.caller("ketua"), initialling, now=NOON)

    assert [(it.place.title, it.place.role) for it in found.steps] == [
        ("draft", "ketua_tim"),
        ("draft", "anggota_tim"),
        ("initial", "sekretaris"),
    ]
