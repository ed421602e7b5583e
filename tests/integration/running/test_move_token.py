from __future__ import annotations

import hashlib

import pytest

from service.access.refusals import PasswordNeeded
from service.commands.approve_repair import approve_repair
from service.commands.move_token import Aim, move_token
from service.commands.refuse_repair import refuse_repair
from service.commands.suspend_process import suspend_process
from service.errors import NotFound
from service.queries.history import history_of
from service.queries.repairs import repairs_of
from service.running.refusals import (
    NoSuchRequest,
    NotTheManager,
    ParafMissing,
    ProcessNotRunning,
    ReasonMissing,
    RepairNotPossible,
    RepairWaits,
    SecondPersonNeeded,
)
from service.running.version_moves import MovedOnMeanwhile
from service.store import tables
from service.store.idempotency import request_key
from tests.integration.running import diagrams
from tests.integration.running.conftest import NOON

REASON = "Langkahnya sudah dilakukan di luar Alur"


@pytest.fixture
def review(at_initial):
    return at_initial


def _move(world, instance_id, source, target, by="sekretaris", process="review", **more):
    given = {"reason": REASON} | more
    confirmed = given.pop("confirmed", True)
    token_no = world.task_no(instance_id, source)
    return move_token(
        world.session,
        world.caller(by, confirmed=confirmed),
        instance_id=instance_id,
        aim=Aim(token_no, f"{process}/{target}", given.pop("seen_state", None)),
        now=NOON,
        **given,
    )


def _decide(command, world, instance_id, number, by="kadis", **more):
    confirmed = more.pop("confirmed", True)
    return command(
        world.session,
        world.caller(by, confirmed=confirmed),
        instance_id=instance_id,
        number=number,
        now=NOON,
        **more,
    )


def _approve(world, instance_id, number, **more):
    return _decide(approve_repair, world, instance_id, number, **more)


def _refuse(world, instance_id, number, **more):
    return _decide(refuse_repair, world, instance_id, number, **({"reason": "Tidak perlu"} | more))


# ---------------------------------------------------------------- without a second person


def test_back_to_an_earlier_step_one_person_moves_it(world, review):
    _move(world, review, "initial", "draft")

    assert world.open(review) == ["draft"]
    assert [row.status for row in world.tasks(review)] == [
        "completed",
        "completed",
        "cancelled",
        "open",
    ]
    kind, payload, row = world.events(review)[-1]
    assert (kind, payload["path"], payload["target"]) == (
        "TokenMoved",
        "review/initial",
        "review/draft",
    )
    assert "left_out" not in payload or payload["left_out"] == []
    assert REASON not in row["payload"]
    world.assert_whole(review)


def test_past_steps_that_decide_nothing_one_person_moves_it(world):
    timed = world.run("timed", diagrams.TIMED)
    assert len(world.rows(tables.timer)) == 1

    _move(world, timed, "work", "second", process="timed")

    assert world.open(timed) == ["second"]
    assert world.rows(tables.timer) == []
    world.complete("sekretaris", timed, "second")
    assert world.process(timed).status == "completed"
    world.assert_whole(timed)


def test_a_suspended_process_can_be_moved_and_waits_there_when_it_goes_on(world, review):
    suspend_process(
        world.session, world.caller("kadis"), instance_id=review, reason="Keliru", now=NOON
    )

    _move(world, review, "initial", "draft")

    assert world.open(review) == []
    world.assert_whole(review)


# ---------------------------------------------------------------- with a second person


def test_what_leaves_out_a_paraf_moves_nothing_before_a_second_person_approves(world, review):
    asked = _move(world, review, "initial", "approve")

    assert world.open(review) == ["initial"]
    kind, payload, _ = world.events(review)[-1]
    assert (kind, payload["left_out"]) == ("RepairRequested", ["review/initial"])
    world.assert_whole(review)

    _approve(world, review, asked.seq)

    assert world.open(review) == ["approve"]
    kind, payload, row = world.events(review)[-1]
    assert (kind, payload["request"]) == ("TokenMoved", asked.seq)
    assert payload["asked"]["person_id"] == str(world.people["sekretaris"])
    assert row["actor_id"] == world.people["kadis"]
    world.assert_whole(review)


def test_who_asked_does_not_approve(world, review):
    asked = _move(world, review, "initial", "approve")

    with pytest.raises(SecondPersonNeeded):
        _approve(world, review, asked.seq, by="sekretaris")

    assert world.open(review) == ["initial"]


def test_who_asked_does_not_approve_in_another_jabatan_either(world, review):
    asked = _move(world, review, "initial", "approve")
    world.acting("sekretaris", "kadis")

    with pytest.raises(SecondPersonNeeded):
        _approve(world, review, asked.seq, by="sekretaris")


def test_a_second_person_refuses_and_another_request_can_come(world, review):
    asked = _move(world, review, "initial", "approve")

    _refuse(world, review, asked.seq)

    assert world.open(review) == ["initial"]
    assert world.kinds(review)[-2:] == ["RepairRequested", "RepairRefused"]
    with pytest.raises(NoSuchRequest):
        _approve(world, review, asked.seq)
    assert _move(world, review, "initial", "approve").seq == asked.seq + 2
    world.assert_whole(review)


def test_who_asked_may_take_it_back(world, review):
    asked = _move(world, review, "initial", "approve")

    _refuse(world, review, asked.seq, by="sekretaris")

    assert world.kinds(review)[-1] == "RepairRefused"


def test_one_request_at_a_time(world, review):
    _move(world, review, "initial", "approve")

    with pytest.raises(RepairWaits):
        _move(world, review, "initial", "draft")


def test_it_is_approved_once(world, review):
    asked = _move(world, review, "initial", "approve")
    _approve(world, review, asked.seq)

    with pytest.raises(NoSuchRequest):
        _approve(world, review, asked.seq)
    with pytest.raises(NoSuchRequest):
        _refuse(world, review, asked.seq)


def test_what_went_on_meanwhile_is_not_moved(world, review):
    asked = _move(world, review, "initial", "approve")
    world.complete("sekretaris", review, "initial", ticks=["Telaahan"])

    with pytest.raises(RepairNotPossible):
        _approve(world, review, asked.seq)

    assert world.open(review) == ["approve"]


def test_what_was_seen_is_what_happens(world, review):
    seen = hashlib.sha256(world.process(review).state).hexdigest()
    _move(world, review, "initial", "draft", seen_state=seen)

    with pytest.raises(MovedOnMeanwhile):
        _move(world, review, "draft", "initial", seen_state=seen)


# ---------------------------------------------------------------- no way around a paraf


def test_a_process_moved_past_a_paraf_cannot_be_approved_for_signature(world, review):
    asked = _move(world, review, "initial", "approve")
    _approve(world, review, asked.seq)

    with pytest.raises(ParafMissing):
        world.complete("kadis", review, "approve")

    assert world.rows(tables.document_act) == []
    assert world.open(review) == ["approve"]


# ---------------------------------------------------------------- who, and what is told


@pytest.mark.parametrize("by", ["ketua", "anggota", "bidang_1"])
def test_only_head_and_secretary_move_approve_and_refuse(world, review, by):
    with pytest.raises(NotTheManager):
        _move(world, review, "initial", "draft", by=by)
    asked = _move(world, review, "initial", "approve")
    for decide in (_approve, _refuse):
        with pytest.raises(NotTheManager):
            decide(world, review, asked.seq, by=by)


@pytest.mark.parametrize("by", ["stranger", "admin", "bkad"])
def test_who_may_not_see_the_process_does_not_find_it(world, by):
    timed = world.run("timed", diagrams.TIMED)
    with pytest.raises(NotFound):
        _move(world, timed, "work", "second", by=by, process="timed")
    for decide in (_approve, _refuse):
        with pytest.raises(NotFound):
            decide(world, timed, 1, by=by)


def test_each_act_asks_for_the_password_and_a_reason(world, review):
    with pytest.raises(PasswordNeeded):
        _move(world, review, "initial", "draft", confirmed=False)
    with pytest.raises(ReasonMissing):
        _move(world, review, "initial", "draft", reason=" ")
    asked = _move(world, review, "initial", "approve")
    for decide in (_approve, _refuse):
        with pytest.raises(PasswordNeeded):
            decide(world, review, asked.seq, confirmed=False)
    with pytest.raises(ReasonMissing):
        _refuse(world, review, asked.seq, reason="")


def test_a_process_that_has_ended_is_not_moved(world):
    timed = world.run("timed", diagrams.TIMED)
    task_no = world.task_no(timed, "work")
    world.complete("sekretaris", timed, "work")

    with pytest.raises(ProcessNotRunning):
        move_token(
            world.session,
            world.caller("kadis"),
            instance_id=timed,
            aim=Aim(task_no, "timed/second"),
            reason=REASON,
            now=NOON,
        )


def test_the_same_request_twice_asks_once(world, review):
    request = request_key("k", "/pindah", b"")

    first = _move(world, review, "initial", "approve", request=request)

    assert _move(world, review, "initial", "approve", request=request) == first
    assert world.kinds(review).count("RepairRequested") == 1


def test_every_repair_is_told_with_reason_asker_and_approver(world, review):
    asked = _move(world, review, "initial", "approve")
    _approve(world, review, asked.seq)
    kadis = world.caller("kadis")

    told = repairs_of(world.session, kadis, review)

    assert [entry.kind for entry in told] == ["RepairRequested", "TokenMoved"]
    request, done = (dict(entry.details) for entry in told)
    assert told[1].title == "Dipindahkan dari initial ke approve"
    assert (request["Alasan"], done["Alasan"]) == (REASON, REASON)
    assert done["Langkah yang dilewati"] == "initial"
    assert done["Diminta oleh"] == "Jabatan sekretaris"
    assert told[1].jabatan == "Jabatan kadis"
    assert history_of(world.session, kadis, review).entries[-1].title == told[1].title
