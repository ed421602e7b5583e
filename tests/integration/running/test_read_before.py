"""Completing by what the same request has read of the task before, as a page does.

It saves reading, and nothing else: whatever is no longer so is looked at anew.
"""

from __future__ import annotations

import pytest
from sqlalchemy import event

from service.access.refusals import ClaimedByAnother, NotYourHolding
from service.commands.claim_task import claim_task
from service.commands.complete_task import complete_task
from service.commands.release_task import release_task
from service.forms import FieldsRejected
from service.queries.task_asked import task_asked
from service.running.refusals import FileNotYours, TaskNotOpen
from service.store.idempotency import KeyReused, request_key
from tests.integration.running import diagrams
from tests.integration.running.conftest import NOON


@pytest.fixture
def process(world):
    return world.run("team-task", diagrams.TEAM_TASK)


@pytest.fixture
def seen_by(world, process):
    """Read the task as its page does, in the name of somebody."""

    def look(name, element="work"):
        asked = task_asked(
            world.session,
            world.caller(name),
            process,
            world.task_no(process, element),
            ahead=True,
            now=NOON,
        )
        assert asked.seen is not None
        return asked.seen

    return look


@pytest.fixture
def complete(world, process):
    first = world.task_no(process, "work")

    def act(name, seen, **more):
        return complete_task(
            world.session,
            world.caller(name),
            instance_id=process,
            task_no=first if seen is None else seen.task.task_no,
            typed=more.pop("typed", {}),
            seen=seen,
            now=NOON,
            **more,
        )

    return act


def _claim(world, process, name):
    task_no = world.task_no(process, "work")
    claim_task(world.session, world.caller(name), instance_id=process, task_no=task_no, now=NOON)


def test_what_was_read_before_is_not_read_again(world, database, process, seen_by, complete):
    seen, caller = seen_by("anggota"), world.caller("anggota")
    asked = []
    event.listen(
        database.engine,
        "before_cursor_execute",
        lambda _c, _cur, statement, *_: asked.append(statement.split()[0]),
    )
    complete_task(
        world.session,
        caller,
        instance_id=process,
        task_no=seen.task.task_no,
        typed={},
        seen=seen,
        request=request_key("k", "/selesai", b"body"),
        now=NOON,
    )

    # the authority, in the transaction that writes
    assert sum(word in ("SELECT", "WITH") for word in asked) == 1
    assert world.kinds(process) == ["ProcessStarted", "UserTaskCompleted"]
    world.assert_whole(process)


def test_who_took_the_task_meanwhile_keeps_it(world, process, seen_by, complete):
    seen = seen_by("anggota")
    _claim(world, process, "anggota_dua")

    with pytest.raises(ClaimedByAnother):
        complete("anggota", seen)

    assert world.kinds(process) == ["ProcessStarted", "UserTaskClaimed"]


def test_who_let_the_task_go_meanwhile_leaves_it_to_others(world, process, seen_by, complete):
    _claim(world, process, "anggota_dua")
    seen = seen_by("anggota")
    task_no, caller = seen.task.task_no, world.caller("anggota_dua")
    release_task(world.session, caller, instance_id=process, task_no=task_no, now=NOON)

    complete("anggota", seen)

    assert world.kinds(process)[-1] == "UserTaskCompleted"
    world.assert_whole(process)


def test_who_was_slower_is_told_so(world, process, seen_by, complete):
    seen = seen_by("anggota")
    complete("anggota_dua", None)

    with pytest.raises(TaskNotOpen):
        complete("anggota", seen)

    assert world.kinds(process).count("UserTaskCompleted") == 1


def test_who_lost_the_jabatan_meanwhile_completes_nothing(world, process, seen_by, complete):
    seen = seen_by("anggota")
    caller = world.caller("anggota")
    world.retire("anggota")

    with pytest.raises(NotYourHolding):
        complete_task(
            world.session,
            caller,
            instance_id=process,
            task_no=seen.task.task_no,
            typed={},
            seen=seen,
            now=NOON,
        )

    assert world.kinds(process) == ["ProcessStarted"]


def test_the_same_request_again_gets_the_first_answer(world, process, seen_by, complete):
    seen, request = seen_by("anggota"), request_key("k", "/selesai", b"body")

    first = complete("anggota", seen, request=request)
    again = complete("anggota", seen, request=request)

    assert again == first
    assert world.kinds(process).count("UserTaskCompleted") == 1


def test_the_key_of_another_request_is_refused(world, process, seen_by, complete):
    complete("anggota", seen_by("anggota"), request=request_key("k", "/selesai", b"1"))
    second = seen_by("anggota", "second")

    with pytest.raises(KeyReused):
        complete("anggota", second, request=request_key("k", "/selesai", b"2"))

    assert world.open(process) == ["second"]


def test_what_was_typed_wrong_is_refused(world, process, seen_by, complete):
    with pytest.raises(FieldsRejected):
        complete("anggota", seen_by("anggota"), typed={"unknown": "x"})

    assert world.kinds(process) == ["ProcessStarted"]


def test_a_file_is_looked_at_whatever_was_read_before(world, process, seen_by, complete):
    of_another = world.file("sekretaris")

    with pytest.raises(FileNotYours):
        complete("anggota", seen_by("anggota"), files={"berkas": [of_another]})
