from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from uuid import UUID

import pytest
from sqlalchemy import event, func, select, update

from service.access.refusals import ClaimedByAnother, NotYourHolding, NotYourTask, PasswordNeeded
from service.commands.claim_task import claim_task
from service.commands.complete_task import complete_task
from service.commands.save_draft import save_draft
from service.errors import Conflict, NotFound
from service.forms import FieldsRejected
from service.running import limits
from service.running.refusals import (
    ChecklistBeforeAct,
    ChecklistIncomplete,
    CompleteInstead,
    FileNotYours,
    HistoryFull,
    MemberUnknown,
    NothingToAct,
    OutcomeUnknown,
    ParafMissing,
    ReasonMissing,
    RecordInstead,
    RequirementUnknown,
    TaskNotOpen,
    TimeContradicts,
)
from service.store import history, private_texts, tables
from service.store.database import read, transaction
from tests.integration.running import diagrams
from tests.integration.running.conftest import NOON
from tests.invented import OTHER_NIP

FILLED = {"catatan": "Sudah diperiksa", "jumlah": "1.500", "nip": OTHER_NIP}


@pytest.fixture
def one_task(world):
    return world.run("one-task", diagrams.ONE_TASK)


@pytest.fixture
def team_task(world):
    return world.run("team-task", diagrams.TEAM_TASK)


def _snapshot(world):
    """Everything that a refused command must leave as it is."""
    watched = (
        tables.process_instance,
        tables.user_task,
        tables.history_event,
        tables.stream_head,
        tables.private_text,
        tables.document_version,
        tables.document_act,
        tables.attachment,
        tables.team_member,
        tables.idempotency,
        tables.incident,
        tables.timer,
    )
    return {table.name: sorted(map(repr, world.rows(table))) for table in watched}


@pytest.fixture
def untouched(world):
    """Check that the store is afterwards as it was when `untouched()` was called."""
    before = []
    yield lambda: before.append(_snapshot(world))
    assert before
    assert _snapshot(world) == before[0]


# ---------------------------------------------------------------- what completing does


def test_completing_closes_the_task_and_moves_the_process_on(world, one_task):
    result = world.complete("sekretaris", one_task, "work", FILLED)

    assert (result.status, result.seq, result.opened) == ("completed", 2, ())
    process = world.process(one_task)
    assert (process.status, process.revision, process.ended_at) == ("completed", 2, NOON)
    [task] = world.tasks(one_task)
    assert (task.status, task.closed_by, task.closed_seq) == (
        "completed",
        world.people["sekretaris"],
        2,
    )
    world.assert_whole(one_task)


def test_free_text_and_private_answers_stay_out_of_state_and_history(world, one_task):
    world.complete("sekretaris", one_task, "work", FILLED)

    _, payload, row = world.events(one_task)[1]
    values = payload["input"]["values"]
    assert values["jumlah"] == 1500
    state = world.process(one_task).state
    for secret in ("Sudah diperiksa", OTHER_NIP):
        assert secret not in row["payload"]
        assert secret.encode() not in state
    ids = [UUID(values[key].removeprefix("text:")) for key in ("catatan", "nip")]
    with read(world.session) as connection:
        texts = private_texts.texts_of(connection, world.pemda_id, ids)
    assert list(texts.values()) == ["Sudah diperiksa", OTHER_NIP]
    assert payload["texts"].keys() == {str(key) for key in ids}


def test_completing_what_nobody_has_taken_takes_it_in_one_event(world, team_task):
    world.complete("anggota", team_task, "work")

    assert world.kinds(team_task) == ["ProcessStarted", "UserTaskCompleted"]
    assert world.events(team_task)[1][1]["claimed_by_completing"] is True
    done = world.tasks(team_task, "completed")[0]
    assert (done.claimed_by, done.claimed_holding, done.claimed_at) == (
        world.people["anggota"],
        world.holdings["anggota"],
        NOON,
    )


def test_what_was_taken_before_keeps_its_time(world, team_task):
    claim_task(
        world.session,
        world.caller("anggota"),
        instance_id=team_task,
        task_no=world.task_no(team_task, "work"),
        now=NOON,
    )
    later = NOON + timedelta(hours=2)
    world.complete("anggota", team_task, "work", now=later)

    assert world.tasks(team_task, "completed")[0].claimed_at == NOON
    assert world.events(team_task)[2][1]["claimed_by_completing"] is False


def test_files_that_are_no_documents_are_kept_with_their_event(world, one_task):
    files = {"lampiran": [world.file("sekretaris", b"satu", "a.pdf")]}
    files["lampiran"].append(world.file("sekretaris", b"dua", "b.pdf"))

    world.complete("sekretaris", one_task, "work", FILLED, files=files)

    kept = world.rows(tables.attachment)
    assert [(row.field, row.number, row.event_seq) for row in kept] == [
        ("lampiran", 0, 2),
        ("lampiran", 1, 2),
    ]
    world.assert_whole(one_task)


def test_a_draft_is_gone_when_its_task_is_closed(world, one_task):
    save_draft(
        world.session,
        world.caller("sekretaris"),
        instance_id=one_task,
        task_no=world.task_no(one_task, "work"),
        typed={"catatan": "setengah"},
        now=NOON,
    )
    assert len(world.rows(tables.draft)) == 1

    world.complete("sekretaris", one_task, "work", FILLED)

    assert world.rows(tables.draft) == []


def test_a_completion_is_a_handful_of_statements_and_one_commit(world, database, one_task):
    caller, task_no = world.caller("sekretaris"), world.task_no(one_task, "work")
    written = []
    event.listen(
        database.engine,
        "before_cursor_execute",
        lambda _c, _cur, statement, *_: written.append(statement),
    )
    event.listen(database.engine, "commit", lambda _c: written.append("COMMIT"))
    complete_task(
        world.session, caller, instance_id=one_task, task_no=task_no, typed=FILLED, now=NOON
    )

    writes = [it for it in written if it.split()[0] in ("INSERT", "UPDATE", "DELETE")]
    after_the_first = written[written.index(writes[0]) :]
    assert after_the_first.count("COMMIT") == 1
    assert after_the_first[-1] == "COMMIT"
    # process, texts, task, event: the head of the chain moves with it
    assert len(writes) == 4
    # process with task, authority
    assert len([it for it in written if it.startswith("SELECT")]) == 2


@pytest.mark.parametrize("opened", [1, 2], ids=["one opens", "two open at once"])
def test_what_opens_is_asked_for_together_with_the_authority(world, database, opened):
    then = ("b",) if opened == 1 else ("b", "c")
    process = world.run("line", diagrams.followed("a", *then))
    caller, task_no = world.caller("sekretaris"), world.task_no(process, "a")
    asked = []
    event.listen(
        database.engine,
        "before_cursor_execute",
        lambda _c, _cur, statement, *_: asked.append(statement),
    )
    complete_task(world.session, caller, instance_id=process, task_no=task_no, typed={}, now=NOON)

    # process with task; then authority, earlier rounds and the calendar together
    assert len([it for it in asked if it.startswith(("SELECT", "WITH"))]) == 2
    assert sorted(world.open(process)) == list(then)


# ---------------------------------------------------------------- who may


def test_another_jabatan_of_the_office_may_not(world, one_task, untouched):
    untouched()
    with pytest.raises(NotYourTask):
        world.complete("kadis", one_task, "work", FILLED)


@pytest.mark.parametrize("outsider", ["stranger", "bkad", "admin"])
def test_who_may_not_see_the_process_does_not_find_it(world, one_task, untouched, outsider):
    untouched()
    with pytest.raises(NotFound):
        world.complete(outsider, one_task, "work", FILLED)


def test_a_task_that_another_has_taken_is_refused_with_the_jabatan(world, team_task):
    task_no = world.task_no(team_task, "work")
    claim_task(
        world.session,
        world.caller("anggota"),
        instance_id=team_task,
        task_no=task_no,
        now=NOON,
    )

    with pytest.raises(ClaimedByAnother) as refused:
        world.complete("anggota_dua", team_task, "work")

    assert refused.value.params == {"jabatan": "Jabatan anggota"}


def test_a_jabatan_that_ended_since_the_page_was_opened_ends_the_authority(
    world, one_task, untouched
):
    caller, task_no = world.caller("sekretaris"), world.task_no(one_task, "work")
    world.retire("sekretaris")
    untouched()

    with pytest.raises(NotYourHolding):
        complete_task(
            world.session, caller, instance_id=one_task, task_no=task_no, typed=FILLED, now=NOON
        )


def test_a_completed_task_is_not_completed_again(world, team_task):
    caller, task_no = world.caller("anggota_dua"), world.task_no(team_task, "work")
    world.complete("anggota", team_task, "work")

    with pytest.raises(TaskNotOpen) as refused:
        complete_task(
            world.session, caller, instance_id=team_task, task_no=task_no, typed={}, now=NOON
        )

    assert isinstance(refused.value, Conflict)
    assert refused.value.params == {"jabatan": "Jabatan anggota"}
    assert len(world.events(team_task)) == 2


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({}, "catatan"),
        ({"catatan": "x", "jumlah": "banyak"}, "jumlah"),
        ({"catatan": "x", "status": "completed"}, "status"),
    ],
)
def test_answers_that_the_form_refuses_change_nothing(world, one_task, untouched, typed, field):
    untouched()
    with pytest.raises(FieldsRejected) as refused:
        world.complete("sekretaris", one_task, "work", typed)

    assert list(refused.value.errors) == [field]


def test_a_step_without_form_takes_no_answers(world, team_task, untouched):
    untouched()
    with pytest.raises(FieldsRejected):
        world.complete("anggota", team_task, "work", {"loopCounter": 1})


def test_a_file_that_somebody_else_uploaded_is_refused(world, one_task, untouched):
    files = {"lampiran": [world.file("kadis", b"rahasia kepala")]}
    untouched()

    with pytest.raises(FileNotYours):
        world.complete("sekretaris", one_task, "work", FILLED, files=files)


def test_a_file_keeps_the_kind_under_which_it_was_brought(world, one_task, untouched):
    """What it holds was judged by that name; another one here would go round it."""
    brought = world.file("sekretaris", b"satu", "a.docx")
    files = {"lampiran": [world.file("sekretaris", b"dua", "b.pdf"), brought]}
    untouched()

    with pytest.raises(FieldsRejected) as refused:
        world.complete("sekretaris", one_task, "work", {**FILLED, "jumlah": "x"}, files=files)

    assert {key: code for key, (code, _) in refused.value.errors.items()} == {
        "jumlah": "forms.not-a-number",
        "lampiran": "forms.file-not-as-named",
    }


def test_a_failure_after_the_first_statement_leaves_nothing_behind(
    world, one_task, untouched, monkeypatch
):
    def fail(*_args, **_kwargs):
        raise RuntimeError("the disk is full")

    untouched()
    monkeypatch.setattr("service.store.record.append_all", fail)

    with pytest.raises(RuntimeError):
        world.complete("sekretaris", one_task, "work", FILLED)


@pytest.mark.parametrize("room", [limits.Room(events=1), limits.Room(state_bytes=10)])
def test_a_process_has_an_end_to_its_growth(world, one_task, untouched, room):
    untouched()

    limits.set_room(room)
    try:
        with pytest.raises(HistoryFull):
            world.complete("sekretaris", one_task, "work", FILLED)
    finally:
        limits.set_room(limits.Room())


# ---------------------------------------------------------------- versions of documents


def test_the_file_of_one_form_becomes_the_document_of_each_step_that_shows_it(world):
    forms = diagrams.FORMS | {"of-its-step": diagrams.OF_ITS_STEP}
    version = world.publish("line", diagrams.TWO_DOCUMENTS, forms=forms)
    made = world.start(version).instance_id
    for step in ("report", "letter", "both"):
        files = {"berkas": [world.file("sekretaris", step.encode(), f"{step}.pdf")]}
        world.complete("sekretaris", made, step, {}, files=files)

    versions = {(row.document, row.number) for row in world.rows(tables.document_version)}
    assert versions == {("laporan", 1), ("surat", 1)}
    # Of two documents it cannot be told which it is.
    assert [row.field for row in world.rows(tables.attachment)] == ["berkas"]
    world.assert_whole(made)


@pytest.fixture
def review(with_team):
    return with_team


def _draft(world, review, content=b"rka 1", **more):
    files = {"berkas": [world.file("anggota", content, "rka.pdf")]}
    return world.complete("anggota", review, "draft", ticks=["Peraturan"], files=files, **more)


def _initial(world, review, **more):
    given = {"ticks": ["Telaahan"]} | more
    return world.complete("sekretaris", review, "initial", **given)


def test_the_team_that_was_named_gets_the_tasks_of_its_roles(world, review):
    task = world.task(review, "draft")

    assert task.candidate == f"team:{review}:anggota_tim"
    assert world.kinds(review) == ["ProcessStarted", "UserTaskCompleted", "TeamFormed"]
    members = {(row.role, row.person_id) for row in world.rows(tables.team_member)}
    assert members == {
        ("ketua_tim", world.people["ketua"]),
        ("anggota_tim", world.people["anggota"]),
    }
    with pytest.raises(NotYourTask):
        world.complete("anggota_dua", review, "draft", ticks=["Peraturan"])


@pytest.mark.parametrize("named", ["stranger", "admin"])
def test_only_people_of_the_office_can_be_named_for_the_team(world, untouched, named):
    instance_id = world.run("review", diagrams.REVIEW, by="ketua")
    typed = {
        "ketua_tim": str(world.holdings["ketua"]),
        "anggota_tim": [str(world.holdings[named])],
    }
    untouched()

    with pytest.raises((FieldsRejected, MemberUnknown)):
        world.complete("ketua", instance_id, "team", typed)


def test_a_file_becomes_a_version_of_its_document(world, review):
    _draft(world, review)

    [version] = world.rows(tables.document_version)
    assert (version.document, version.number, version.element_id) == ("rka", 1, "draft")
    told = world.events(review)[-1][1]["documents"]
    assert [(it["document"], it["number"], it["sha256"]) for it in told] == [
        ("rka", 1, version.sha256)
    ]
    world.assert_whole(review)


def test_the_due_instant_is_counted_in_working_time(world, review):
    # Opened on Monday 10.00 WIB with one day: the end of Tuesday.
    assert world.task(review, "draft").due_at == NOON.replace(day=24, hour=9)


def test_a_paraf_points_to_the_newest_version(world, review):
    _draft(world, review)
    _initial(world, review)

    [act] = world.rows(tables.document_act)
    [version] = world.rows(tables.document_version)
    assert (act.act, act.version, act.sha256, act.void_at) == ("paraf", 1, version.sha256, None)
    assert (act.person_id, act.holding_id) == (
        world.people["sekretaris"],
        world.holdings["sekretaris"],
    )
    payload = world.events(review)[-1][1]
    assert payload["outcome"] == "teruskan"
    assert payload["confirmed_at"] == NOON - timedelta(minutes=1)


def test_a_paraf_needs_a_version_to_stand_on(world, review, untouched):
    world.complete("anggota", review, "draft", ticks=["Peraturan"])
    untouched()

    with pytest.raises(NothingToAct):
        _initial(world, review, ticks=["Draft", "Telaahan"])


@pytest.mark.parametrize("typed_before", [None, timedelta(minutes=5, seconds=1)])
def test_a_paraf_asks_for_the_password_again(world, review, untouched, typed_before):
    _draft(world, review)
    caller = world.caller("sekretaris", confirmed=False)
    if typed_before is not None:
        caller = replace(caller, confirmed_at=NOON - typed_before)
    untouched()

    with pytest.raises(PasswordNeeded):
        complete_task(
            world.session,
            caller,
            instance_id=review,
            task_no=world.task_no(review, "initial"),
            typed={},
            ticks=["Telaahan"],
            now=NOON,
        )


def test_approval_comes_after_the_paraf_on_the_same_version(world, review):
    _draft(world, review)
    _initial(world, review)

    world.complete("kadis", review, "approve")

    acts = {row.act: row.version for row in world.rows(tables.document_act)}
    assert acts == {"paraf": 1, "approved_for_signature": 1}
    assert world.open(review) == ["assess"]


def test_an_approval_without_a_standing_paraf_is_refused(world, review, untouched):
    _draft(world, review)
    _initial(world, review)
    with transaction(world.session) as tx:
        tx.execute(
            update(tables.document_act)
            .where(tables.document_act.c.pemda_id == world.pemda_id)
            .values(void_at=NOON)
        )
    untouched()

    with pytest.raises(ParafMissing):
        world.complete("kadis", review, "approve")


def test_a_new_version_voids_what_was_done_on_the_old_one(world, review):
    _draft(world, review)
    _initial(world, review)
    world.complete("kadis", review, "approve", outcome="kembalikan", reason="Angka salah")
    _draft(world, review, b"rka 2")

    [act] = world.rows(tables.document_act)
    assert (act.void_at, act.void_reason) == (NOON, "newer_version")
    voided = world.events(review)[-1][1]["voided"]
    assert [(it["act"], it["number"]) for it in voided] == [("paraf", 1)]
    assert [row.number for row in world.rows(tables.document_version)] == [1, 2]
    _initial(world, review)
    world.complete("kadis", review, "approve")
    standing = [row for row in world.rows(tables.document_act) if row.void_at is None]
    assert {(row.act, row.version) for row in standing} == {
        ("paraf", 2),
        ("approved_for_signature", 2),
    }
    world.assert_whole(review)


def test_sending_back_needs_a_reason(world, review, untouched):
    _draft(world, review)
    untouched()

    for reason in (None, "", "  "):
        with pytest.raises(ReasonMissing):
            world.complete("sekretaris", review, "initial", outcome="kembalikan", reason=reason)


def test_sending_back_goes_where_it_is_drawn_and_does_no_act(world, review):
    _draft(world, review)
    world.complete("sekretaris", review, "initial", outcome="kembalikan", reason="Belum lengkap")

    task = world.task(review, "draft")
    assert (task.returned, task.round) == (True, 1)
    assert world.rows(tables.document_act) == []
    kind, payload, row = world.events(review)[-1]
    assert (kind, payload["outcome"], payload["returned"]) == (
        "UserTaskCompleted",
        "kembalikan",
        True,
    )
    assert "Belum lengkap" not in row["payload"]
    assert task.opened_seq == row["seq"]
    world.assert_whole(review)


def test_sending_back_needs_neither_kelengkapan_nor_password(world, review):
    _draft(world, review)
    caller = world.caller("sekretaris", confirmed=False)

    complete_task(
        world.session,
        caller,
        instance_id=review,
        task_no=world.task_no(review, "initial"),
        typed={},
        outcome="kembalikan",
        reason="Belum lengkap",
        now=NOON,
    )

    assert world.open(review) == ["draft"]


def test_rounds_are_counted_by_returns(world, review):
    _draft(world, review)
    assert world.task(review, "initial").round == 0
    world.complete("sekretaris", review, "initial", outcome="kembalikan", reason="1")
    _draft(world, review, b"2")
    assert (world.task(review, "initial").round, world.task(review, "initial").returned) == (
        1,
        False,
    )
    world.complete("sekretaris", review, "initial", outcome="kembalikan", reason="2")

    assert world.task(review, "draft").round == 2


def test_only_a_drawn_outcome_can_be_chosen(world, review, untouched):
    _draft(world, review)
    untouched()

    with pytest.raises(OutcomeUnknown):
        world.complete("sekretaris", review, "initial", outcome="loncat", reason="x")


# ---------------------------------------------------------------- kelengkapan


def test_a_line_that_is_not_there_holds_the_step_up(world, review, untouched):
    untouched()
    with pytest.raises(ChecklistIncomplete) as refused:
        world.complete("anggota", review, "draft")

    assert refused.value.params == {"lines": "Peraturan"}


def test_a_step_can_be_completed_without_a_line_for_a_reason(world, review):
    world.complete("anggota", review, "draft", without="Peraturan menyusul")

    payload = world.events(review)[-1][1]
    assert payload["checklist"] == [{"name": "Peraturan", "state": "missing"}]
    assert payload["without_reason"].removeprefix("text:") in payload["texts"]


@pytest.mark.parametrize("reason", ["", "   "])
def test_completing_without_a_line_says_why(world, review, untouched, reason):
    untouched()
    with pytest.raises(ReasonMissing):
        world.complete("anggota", review, "draft", without=reason)


def test_nothing_may_be_missing_before_a_paraf(world, review, untouched):
    _draft(world, review)
    untouched()

    with pytest.raises(ChecklistBeforeAct):
        _initial(world, review, ticks=[], without="menyusul")


def test_what_an_earlier_step_made_is_ticked_by_itself(world, review):
    _draft(world, review)
    _initial(world, review)

    assert world.events(review)[-1][1]["checklist"] == [
        {"name": "Draft", "state": "made"},
        {"name": "Telaahan", "state": "ticked"},
    ]


def test_a_line_that_the_step_does_not_have_cannot_be_ticked(world, review, untouched):
    untouched()
    with pytest.raises(RequirementUnknown):
        world.complete("anggota", review, "draft", ticks=["Peraturan", "Restu"])


# ---------------------------------------------------------------- outside agencies


@pytest.fixture
def assessed(world, review):
    """The draft is approved; TAPD's part is waited for."""
    _draft(world, review)
    _initial(world, review)
    world.complete("kadis", review, "approve")
    return review


RESULT = {"nomor": "900/12", "tanggal": "2026-11-23", "putusan_asistensi": "diterima"}


def test_the_sekretariat_records_what_arrived_on_behalf_of_the_agency(world, assessed):
    arrived = NOON - timedelta(hours=3)
    world.arrive("sekretaris", assessed, "assess", RESULT, occurred_at=arrived)

    kind, payload, row = world.events(assessed)[-1]
    assert (kind, row["behalf"], payload["by_agency"]) == ("ArrivalRecorded", "TAPD", False)
    assert (row["occurred_at"], row["recorded_at"]) == (arrived, NOON)
    assert row["jabatan"] == "Jabatan sekretaris"
    assert world.process(assessed).status == "completed"
    world.assert_whole(assessed)


def test_the_agencys_own_account_completes_its_part(world, assessed):
    world.arrive("bkad", assessed, "assess", RESULT)

    _, payload, row = world.events(assessed)[-1]
    assert (row["behalf"], payload["by_agency"], payload["agency"]) == (None, True, "TAPD")


def test_the_agencys_decision_is_the_forms_choice(world, assessed):
    world.arrive("sekretaris", assessed, "assess", RESULT | {"putusan_asistensi": "perbaikan"})

    assert world.open(assessed) == ["draft"]
    task = world.task(assessed, "draft")
    assert (task.returned, task.round) == (False, 0)


def test_an_arrival_without_a_decision_is_refused_at_its_field(world, assessed, untouched):
    untouched()
    with pytest.raises(FieldsRejected) as refused:
        world.arrive("sekretaris", assessed, "assess", {"nomor": "1", "tanggal": "2026-11-23"})

    assert list(refused.value.errors) == ["putusan_asistensi"]


@pytest.mark.parametrize("outsider", ["kadis", "bidang_1"])
def test_only_the_agency_or_a_recorder_records_an_arrival(world, assessed, untouched, outsider):
    untouched()
    with pytest.raises(NotYourTask):
        world.arrive(outsider, assessed, "assess", RESULT)


def test_a_stranger_does_not_find_what_is_waited_for(world, assessed, untouched):
    untouched()
    with pytest.raises(NotFound):
        world.arrive("stranger", assessed, "assess", RESULT)


@pytest.mark.parametrize("stated", [timedelta(seconds=1), timedelta(days=-400)])
def test_an_arrival_is_neither_in_the_future_nor_before_the_process(
    world, assessed, untouched, stated
):
    untouched()
    with pytest.raises(TimeContradicts):
        world.arrive("sekretaris", assessed, "assess", RESULT, occurred_at=NOON + stated)


def test_the_first_day_that_there_is_contradicts_too(world, assessed, untouched):
    untouched()
    stated = datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14)))
    with pytest.raises(TimeContradicts):
        world.arrive("sekretaris", assessed, "assess", RESULT, occurred_at=stated)


def test_an_arrival_is_recorded_and_a_task_completed_never_the_other_way(
    world, assessed, untouched
):
    untouched()
    with pytest.raises(RecordInstead):
        world.complete("sekretaris", assessed, "assess", RESULT)


def test_a_task_of_ours_is_not_recorded_as_an_arrival(world, one_task, untouched):
    untouched()
    with pytest.raises(CompleteInstead):
        world.arrive("sekretaris", one_task, "work", FILLED)


# ---------------------------------------------------------------- incidents


def test_a_step_that_cannot_go_on_keeps_the_persons_act_and_raises_an_incident(world):
    instance_id = world.run("faulty", diagrams.FAULTY)

    result = world.complete("sekretaris", instance_id, "work")

    assert (result.incident, result.status) == (1, "running")
    assert world.kinds(instance_id) == ["ProcessStarted", "UserTaskCompleted", "IncidentRaised"]
    [incident] = world.rows(tables.incident)
    assert (incident.element_id, incident.resolved_at) == ("gw", None)
    assert world.open(instance_id) == []
    assert [row.status for row in world.tasks(instance_id)] == ["completed"]
    world.assert_whole(instance_id)


# ---------------------------------------------------------------- the chain


def test_a_changed_state_is_named_by_verify(world, one_task):
    world.complete("sekretaris", one_task, "work", FILLED)
    with transaction(world.session) as tx:
        tx.execute(
            update(tables.process_instance)
            .where(
                tables.process_instance.c.pemda_id == world.pemda_id,
                tables.process_instance.c.id == one_task,
            )
            .values(state=world.process(one_task).state + b" ")
        )

    fault = world.fault(one_task)
    assert (fault.code, fault.seq) == ("verify.state-changed", 2)


def test_a_changed_byte_of_the_diagram_is_named_by_verify(world, one_task):
    with transaction(world.session) as tx:
        changed = tx.execute(
            select(tables.sop_version.c.xml_sha256).where(
                tables.sop_version.c.pemda_id == world.pemda_id
            )
        ).scalar()
        tx.execute(
            update(tables.blob_chunk)
            .where(
                tables.blob_chunk.c.pemda_id == world.pemda_id,
                tables.blob_chunk.c.sha256 == changed,
            )
            .values(data=diagrams.ONE_TASK.replace(b"work", b"WORK"))
        )

    fault = world.fault(one_task)
    assert (fault.code, fault.detail) == ("verify.definition-changed", changed)


def test_a_changed_byte_of_a_document_is_named_by_verify(world, review):
    _draft(world, review)
    [version] = world.rows(tables.document_version)
    with transaction(world.session) as tx:
        tx.execute(
            update(tables.blob_chunk)
            .where(
                tables.blob_chunk.c.pemda_id == world.pemda_id,
                tables.blob_chunk.c.sha256 == version.sha256,
            )
            .values(data=b"rka 9")
        )

    fault = world.fault(review)
    assert (fault.code, fault.detail) == ("verify.file-changed", version.sha256)


def test_every_event_counts_once(world, review):
    _draft(world, review)

    with read(world.session) as connection:
        head = history.head_of(connection, world.stream(review))
        counted = connection.execute(
            select(func.count())
            .select_from(tables.history_event)
            .where(
                tables.history_event.c.pemda_id == world.pemda_id,
                tables.history_event.c.stream_id == review,
            )
        ).scalar()
    assert head.seq == counted == len(world.events(review))
