from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from service.access.refusals import PasswordNeeded
from service.commands.cancel_process import cancel_process
from service.commands.claim_task import claim_task
from service.commands.deliver_message import deliver_message
from service.commands.erase_text import erase_text
from service.commands.fire_timer import fire_timer
from service.commands.release_task import release_task
from service.commands.resume_process import resume_process
from service.commands.suspend_process import suspend_process
from service.commands.waive_unit import waive_unit
from service.errors import NotFound
from service.queries.history import history_of
from service.queries.reminders import late_tasks
from service.running.refusals import (
    AlreadySuspended,
    NotSuspended,
    NotTheManager,
    ProcessNotRunning,
    ProcessSuspended,
    ReasonMissing,
)
from service.store import tables
from service.store.calendars import office_calendar
from service.store.database import read, transaction
from service.store.idempotency import request_key
from service.store.timers import claim_due, next_due
from tests.integration.running import diagrams
from tests.integration.running.conftest import NOON

HOUR = timedelta(hours=1)


@pytest.fixture
def timed(world):
    return world.run("timed", diagrams.TIMED)


def _act(command, world, instance_id, by="kadis", reason="Menunggu putusan", now=NOON, **more):
    confirmed = more.pop("confirmed", True)
    return command(
        world.session,
        world.caller(by, now, confirmed=confirmed),
        instance_id=instance_id,
        reason=reason,
        now=now,
        **more,
    )


def _suspend(world, instance_id, **more):
    return _act(suspend_process, world, instance_id, **more)


def _resume(world, instance_id, **more):
    return _act(resume_process, world, instance_id, **more)


def test_a_suspended_process_says_so_and_keeps_its_open_tasks(world, timed):
    _suspend(world, timed)

    process = world.process(timed)
    assert (process.status, process.suspended_at) == ("running", NOON)
    assert world.open(timed) == ["work"]
    kind, payload, row = world.events(timed)[-1]
    assert (kind, payload["status"]) == ("ProcessSuspended", "running")
    assert "Menunggu putusan" not in row["payload"]
    world.assert_whole(timed)


def test_nobody_claims_completes_or_sends_back_while_it_is_suspended(world, at_initial):
    task_no = world.task_no(at_initial, "initial")
    _suspend(world, at_initial)
    facts = {"instance_id": at_initial, "task_no": task_no, "now": NOON}

    with pytest.raises(ProcessSuspended):
        claim_task(world.session, world.caller("sekretaris"), **facts)
    for outcome in ("teruskan", "kembalikan"):
        with pytest.raises(ProcessSuspended):
            world.complete_no(
                "sekretaris", at_initial, task_no, {}, outcome=outcome, reason="Belum lengkap"
            )

    assert world.open(at_initial) == ["initial"]
    assert world.kinds(at_initial)[-1] == "ProcessSuspended"


def test_a_task_that_was_taken_can_be_let_go_while_it_is_suspended(world, timed):
    facts = {"instance_id": timed, "task_no": world.task_no(timed, "work"), "now": NOON}
    claim_task(world.session, world.caller("sekretaris"), **facts)
    _suspend(world, timed)

    release_task(world.session, world.caller("sekretaris"), **facts)

    assert world.task(timed, "work").claimed_by is None
    world.assert_whole(timed)


def test_no_unit_is_left_out_while_it_is_suspended(world):
    supply = world.run("supply", diagrams.SUPPLY, by="ketua")
    names = [str(world.units[f"bidang_{number}"]) for number in (1, 2)]
    world.complete("ketua", supply, "choose", {"bidang": names})
    _suspend(world, supply)

    with pytest.raises(ProcessSuspended):
        waive_unit(
            world.session,
            world.caller("anggota"),
            instance_id=supply,
            task_no=world.tasks(supply, "open")[0].task_no,
            reason="Terlambat",
            now=NOON,
        )


def test_its_timers_wait_and_those_that_came_due_are_claimed_after_it_goes_on(world, timed):
    _suspend(world, timed)
    [row] = world.rows(tables.timer)
    with read(world.session) as connection:
        assert next_due(connection, NOON) is None
    with transaction(world.session) as tx:
        assert claim_due(tx, "w", NOON + 2 * HOUR) == ()
    with pytest.raises(ProcessSuspended):
        fire_timer(
            world.session,
            pemda_id=world.pemda_id,
            instance_id=timed,
            token_no=row.token_no,
            now=NOON + 2 * HOUR,
        )

    _resume(world, timed, now=NOON + 2 * HOUR)

    with transaction(world.session) as tx:
        [due] = claim_due(tx, "w", NOON + 2 * HOUR)
    fire_timer(
        world.session,
        pemda_id=world.pemda_id,
        instance_id=timed,
        token_no=due.token_no,
        now=NOON + 2 * HOUR,
    )
    assert world.open(timed) == ["second"]
    world.assert_whole(timed)


def test_tenggat_stay_what_they_were(world, timed):
    before = world.task(timed, "work").due_at
    _suspend(world, timed)
    _resume(world, timed, now=NOON + 30 * HOUR)

    assert world.task(timed, "work").due_at == before


def test_a_message_comes_when_the_process_goes_on(world):
    letter = world.run("letter", diagrams.LETTER)
    world.complete("sekretaris", letter, "work")
    _suspend(world, letter)

    deliver_message(
        world.session,
        world.caller("sekretaris"),
        instance_id=letter,
        name="surat",
        payload={"lembar": 3},
        now=NOON,
    )
    assert world.open(letter) == []
    assert world.events(letter)[-1][1]["held"] is True
    _resume(world, letter)

    assert world.open(letter) == ["second"]
    world.assert_whole(letter)


def test_who_is_late_in_a_suspended_process_is_not_told_of_to_superiors(world):
    late = NOON + timedelta(days=10)
    with read(world.session) as connection:
        clock = office_calendar(connection, world.pemda_id, world.office_id, "Asia/Pontianak")

    def told():
        found = late_tasks(world.session, world.pemda_id, world.office_id, clock, late)
        return {it.instance_id for it in found}

    other, suspended = (world.run("dated", diagrams.DATED, year=year) for year in (2027, 2028))
    assert told() == {other, suspended}
    _suspend(world, suspended)

    assert told() == {other}


def test_a_suspended_process_can_be_cancelled(world, timed):
    _suspend(world, timed)
    _act(cancel_process, world, timed)

    process = world.process(timed)
    assert (process.status, process.suspended_at) == ("cancelled", None)
    with pytest.raises(ProcessNotRunning):
        _resume(world, timed)
    world.assert_whole(timed)


def test_the_history_says_why_and_for_how_long(world, timed):
    _suspend(world, timed)
    _resume(world, timed, reason="Putusan sudah ada", now=NOON + 2 * HOUR)

    entries = history_of(world.session, world.caller("kadis"), timed).entries
    told = {entry.title: dict(entry.details) for entry in entries}
    assert told["Proses ditunda"]["Alasan"] == "Menunggu putusan"
    assert told["Proses dilanjutkan"]["Alasan"] == "Putusan sudah ada"
    assert "Ditunda sejak" in told["Proses dilanjutkan"]


def test_the_reason_can_be_erased(world, timed):
    _suspend(world, timed)
    text_id = world.events(timed)[-1][1]["reason"].removeprefix("text:")

    erase_text(
        world.session,
        world.caller("kadis"),
        instance_id=timed,
        text_ids=[UUID(text_id)],
        reason="Permintaan",
        now=NOON,
    )

    world.assert_whole(timed)


@pytest.mark.parametrize("by", ["ketua", "anggota", "bidang_1"])
@pytest.mark.parametrize("command", [suspend_process, resume_process])
def test_only_head_and_secretary_suspend_and_resume(world, timed, by, command):
    if command is resume_process:
        _suspend(world, timed)

    with pytest.raises(NotTheManager):
        _act(command, world, timed, by=by)


@pytest.mark.parametrize("by", ["stranger", "admin", "bkad"])
@pytest.mark.parametrize("command", [suspend_process, resume_process])
def test_who_may_not_see_the_process_does_not_find_it(world, timed, by, command):
    with pytest.raises(NotFound):
        _act(command, world, timed, by=by)


@pytest.mark.parametrize("command", [suspend_process, resume_process])
def test_both_ask_for_password_and_reason(world, timed, command):
    with pytest.raises(PasswordNeeded):
        _act(command, world, timed, confirmed=False)
    with pytest.raises(ReasonMissing):
        _act(command, world, timed, reason=" ")


def test_it_is_suspended_once_and_resumed_once(world, timed):
    with pytest.raises(NotSuspended):
        _resume(world, timed)
    request = request_key("k", "/tunda", b"")
    assert _suspend(world, timed, request=request) == _suspend(world, timed, request=request)
    with pytest.raises(AlreadySuspended):
        _suspend(world, timed)
    _resume(world, timed)
    with pytest.raises(NotSuspended):
        _resume(world, timed)

    assert world.kinds(timed) == ["ProcessStarted", "ProcessSuspended", "ProcessResumed"]
