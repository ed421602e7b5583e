from __future__ import annotations

import pytest

from service.access.refusals import PasswordNeeded
from service.commands.cancel_process import cancel_process
from service.errors import NotFound
from service.queries.history import standing_after
from service.running.refusals import (
    NotTheManager,
    ProcessNotRunning,
    ReasonMissing,
    TaskNotOpen,
)
from service.store import tables
from service.store.idempotency import request_key
from tests.integration.running import diagrams
from tests.integration.running.conftest import NOON


@pytest.fixture
def timed(world):
    return world.run("timed", diagrams.TIMED)


def _cancel(world, instance_id, by="kadis", reason="Salah tahun", **more):
    confirmed = more.pop("confirmed", True)
    return cancel_process(
        world.session,
        world.caller(by, confirmed=confirmed),
        instance_id=instance_id,
        reason=reason,
        now=NOON,
        **more,
    )


def test_a_cancelled_process_waits_for_nobody(world, timed):
    result = _cancel(world, timed)

    assert result.status == "cancelled"
    process = world.process(timed)
    assert (process.status, process.ended_at) == ("cancelled", NOON)
    assert [row.status for row in world.tasks(timed)] == ["cancelled"]
    assert world.rows(tables.timer) == []
    kind, payload, row = world.events(timed)[-1]
    assert (kind, [it["how"] for it in payload["closed"]]) == ("ProcessCancelled", ["cancelled"])
    assert "Salah tahun" not in row["payload"]
    world.assert_whole(timed)


def test_in_the_replay_of_a_cancelled_process_nothing_stands_any_more(world, timed):
    before = len(world.events(timed))
    _cancel(world, timed)
    kadis = world.caller("kadis")

    assert standing_after(world.session, kadis, timed, before).waiting
    assert not standing_after(world.session, kadis, timed, before + 1).waiting


def test_nothing_goes_on_in_a_cancelled_process(world, timed):
    task_no = world.task_no(timed, "work")
    _cancel(world, timed)

    with pytest.raises((TaskNotOpen, ProcessNotRunning)):
        world.complete_no("sekretaris", timed, task_no)
    with pytest.raises(ProcessNotRunning):
        _cancel(world, timed)


@pytest.mark.parametrize("by", ["ketua", "anggota", "bidang_1"])
def test_only_head_and_secretary_cancel(world, timed, by):
    with pytest.raises(NotTheManager):
        _cancel(world, timed, by=by)


@pytest.mark.parametrize("by", ["stranger", "admin", "bkad"])
def test_who_may_not_see_the_process_does_not_find_it(world, timed, by):
    with pytest.raises(NotFound):
        _cancel(world, timed, by=by)


def test_cancelling_asks_for_password_and_reason(world, timed):
    with pytest.raises(PasswordNeeded):
        _cancel(world, timed, confirmed=False)
    with pytest.raises(ReasonMissing):
        _cancel(world, timed, reason="")

    assert world.process(timed).status == "running"


def test_the_same_request_twice_cancels_once(world, timed):
    request = request_key("k", "/batalkan", b"")

    assert _cancel(world, timed, request=request) == _cancel(world, timed, request=request)
    assert world.kinds(timed) == ["ProcessStarted", "ProcessCancelled"]
