"""*Pindahkan proses ke versi SOP baru*, for every kind of change: what moves, what is refused, and
that history, replay and tables say the same afterwards (decisions/0011)."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from sqlalchemy import update

from service.access.refusals import PasswordNeeded
from service.commands.claim_task import claim_task
from service.commands.deliver_message import deliver_message
from service.commands.fire_timer import fire_timer
from service.commands.move_process import Destination, move_process
from service.commands.retry_incident import retry_incident
from service.commands.save_draft import save_draft
from service.errors import NotFound
from service.queries.history import history_of, standing_after
from service.queries.instances import process_view
from service.queries.tasks import task_view
from service.queries.times import times_of
from service.running.reexecution import reexecute
from service.running.refusals import (
    NotTheManager,
    ProcessNotRunning,
    ReasonMissing,
    TaskNotOpen,
)
from service.running.version_moves import (
    AlreadyThere,
    MovedOnMeanwhile,
    NotMovable,
    NotThatVersion,
    TrialVersionOnly,
)
from service.store import tables
from service.store.database import read, transaction
from service.store.idempotency import request_key
from service.store.ids import new_id
from tests.integration.running import diagrams
from tests.integration.running.conftest import EFFECTIVE, NOON, TODAY
from tests.integration.running.diagrams import line, nested, sides

LATER = NOON + timedelta(minutes=10)


def sha256(raw):
    return hashlib.sha256(raw).hexdigest()


def another(world, version_id, xml, status="trial", forms=diagrams.FORMS, called=None):
    """Publish a further version of the SOP of a version."""
    made = world.publish("other", xml, status, forms, called)
    with transaction(world.session) as tx:
        rows = {row.id: row for row in world.rows(tables.sop_version)}
        tx.execute(
            update(tables.sop_version)
            .where(
                tables.sop_version.c.pemda_id == world.pemda_id, tables.sop_version.c.id == made
            )
            .values(
                sop_id=rows[version_id].sop_id,
                process_id=rows[version_id].process_id,
                number=1 + sum(row.sop_id == rows[version_id].sop_id for row in rows.values()),
            )
        )
    return made


def moved(world, instance_id, version_id, by="kadis", pairs=None, reason="Versi baru", **more):
    named = {f"{_root(world, instance_id)}/{one}": other for one, other in (pairs or {}).items()}
    named = {one: f"{_root(world, instance_id)}/{other}" for one, other in named.items()}
    to = Destination(version_id, named, more.pop("seen_state", None))
    caller = world.caller(by, LATER, confirmed=more.pop("confirmed", True))
    return move_process(
        world.session, caller, instance_id=instance_id, to=to, reason=reason, now=LATER, **more
    )


def _root(world, instance_id):
    return world.tasks(instance_id)[0].path.partition("/")[0]


def claim(world, instance_id, element, by):
    claim_task(
        world.session,
        world.caller(by),
        instance_id=instance_id,
        task_no=world.task_no(instance_id, element),
        now=NOON,
    )


def running(world, before, after, **more):
    """Return a process of one diagram and the version of the other."""
    version = world.publish(before[0], before[1], **more)
    instance_id = world.start(version).instance_id
    return instance_id, another(world, version, after, **more)


# ---------------------------------------------------------------- diagrams


LINE = ("line", line("a", "b"))


# ---------------------------------------------------------------- steps


def test_a_moved_process_goes_on_under_the_new_version_to_its_end(world):
    instance_id, newer = running(world, LINE, line("a", "n", "b"))
    before = world.process(instance_id)

    result = moved(world, instance_id, newer)

    process = world.process(instance_id)
    assert (process.version_id, process.revision) == (newer, before.revision + 1)
    assert process.state == before.state
    assert (result.status, result.seq) == ("running", 2)
    world.assert_whole(instance_id)
    for step in ("a", "n", "b"):
        world.complete("sekretaris", instance_id, step, now=LATER)
    assert world.process(instance_id).status == "completed"
    world.assert_whole(instance_id)


def test_the_event_names_both_versions_their_diagrams_and_who_moved_it_and_why(world):
    instance_id, newer = running(world, LINE, line("a", "n", "b"))
    older = world.process(instance_id).version_id

    moved(world, instance_id, newer, by="sekretaris", reason="Permenpan berubah")

    kind, payload, row = world.events(instance_id)[-1]
    assert kind == "ProcessMoved"
    assert payload["input"] == {
        "command": "move_process",
        "from": str(older),
        "to": str(newer),
        "pairs": {},
        "zone": "Asia/Pontianak",
    }
    assert (payload["from_diagram"], payload["diagram"]) == (
        sha256(LINE[1]),
        sha256(line("a", "n", "b")),
    )
    assert (payload["from_version"], payload["version"]) == (1, 2)
    assert payload["state_sha256"] == sha256(world.process(instance_id).state)
    assert row["actor_id"] == world.people["sekretaris"]
    assert row["holding_id"] == world.holdings["sekretaris"]
    assert "Permenpan" not in row["payload"]


@pytest.mark.parametrize(
    ("after", "done"),
    [
        pytest.param(line("a", "b", a="<bpmn:documentation/>"), (), id="text or label only"),
        pytest.param(line("a", "n", "b"), (), id="new step after the active one"),
        pytest.param(line("n", "a", "b"), (), id="new step before the active one"),
        pytest.param(line("b"), ("a",), id="removed step that is done"),
        pytest.param(line("a"), (), id="removed step that is not reached"),
        pytest.param(line("a", "b", lanes={"b": "kepala_dinas"}), (), id="lane of a later step"),
    ],
)
def test_what_the_process_does_not_stand_on_may_change(world, after, done):
    instance_id, newer = running(world, LINE, after)
    for step in done:
        world.complete("sekretaris", instance_id, step)
    [task] = world.tasks(instance_id, "open")

    moved(world, instance_id, newer)

    assert world.tasks(instance_id, "open") == [task]
    world.assert_whole(instance_id)


def test_a_removed_active_step_is_refused_with_what_people_call_it(world):
    instance_id, newer = running(world, LINE, line("b"))
    before = world.process(instance_id)

    with pytest.raises(NotMovable) as refusal:
        moved(world, instance_id, newer)

    assert "“a” sedang berjalan dan tidak ada lagi" in refusal.value.params["reasons"]
    assert world.process(instance_id) == before
    assert world.kinds(instance_id) == ["ProcessStarted"]


def test_a_removed_active_step_moves_to_the_one_that_was_chosen_with_claim_and_tenggat(world):
    timed = '<alur:step seq="1" time="1 Hari" timeIso="P1D"/>'
    instance_id, newer = running(world, ("line", line("a", "b", a=timed)), line("b", "c"))
    claim(world, instance_id, "a", "sekretaris")
    [before] = world.tasks(instance_id, "open")

    moved(world, instance_id, newer, pairs={"a": "b"})

    [task] = world.tasks(instance_id, "open")
    assert (task.task_no, task.element_id, task.path) == (before.task_no, "b", "line/b")
    assert task.due_at == before.due_at is not None
    assert (task.claimed_by, task.claimed_at) == (before.claimed_by, before.claimed_at)
    world.assert_whole(instance_id)
    world.complete("sekretaris", instance_id, "b", now=LATER)
    assert world.open(instance_id) == ["c"]
    world.assert_whole(instance_id)


def test_a_step_that_becomes_a_manual_one_is_told_so_to_the_replay(world):
    by_hand = line("a", "b").replace(b'<bpmn:userTask id="a"', b'<bpmn:manualTask id="a"')
    by_hand = by_hand.replace(b"</bpmn:userTask>", b"</bpmn:manualTask>", 1)
    instance_id, newer = running(world, LINE, by_hand)

    with pytest.raises(NotMovable):
        moved(world, instance_id, newer)
    moved(world, instance_id, newer, pairs={"a": "a"})

    assert world.task(instance_id, "a").kind == "manual"
    world.assert_whole(instance_id)


def test_a_step_that_goes_to_another_lane_waits_for_its_people_and_is_free_again(world):
    after = line("a", "b", lanes={"a": "anggota_tim"})
    instance_id, newer = running(world, LINE, after)
    claim(world, instance_id, "a", "sekretaris")

    moved(world, instance_id, newer)

    task = world.task(instance_id, "a")
    assert (task.role, task.claimed_by, task.claimed_at) == ("anggota_tim", None, None)
    world.assert_whole(instance_id)
    world.complete("anggota", instance_id, "a", now=LATER)
    assert world.open(instance_id) == ["b"]
    world.assert_whole(instance_id)


def test_a_claim_and_a_draft_stay_when_only_the_form_changes(world):
    noted = line("a", "b", a='<alur:form key="note"/>')
    amounts = line("a", "b", a='<alur:form key="amount"/>')
    instance_id, newer = running(world, ("line", noted), amounts)
    claim(world, instance_id, "a", "sekretaris")
    task_no = world.task_no(instance_id, "a")
    save_draft(
        world.session,
        world.caller("sekretaris"),
        instance_id=instance_id,
        task_no=task_no,
        typed={"catatan": ["Sudah ditelaah"], "jumlah": ["7"]},
        now=NOON,
    )

    moved(world, instance_id, newer)

    caller = world.caller("sekretaris", LATER)
    view = task_view(world.session, caller, instance_id, task_no, today=TODAY, now=LATER)
    assert view.draft is not None
    assert view.draft.typed == {"catatan": ["Sudah ditelaah"], "jumlah": ["7"]}
    assert view.form is not None
    assert [field.key for field in view.form.fields] == ["jumlah"]
    assert world.task(instance_id, "a").claimed_by == world.people["sekretaris"]
    world.complete("sekretaris", instance_id, "a", {"jumlah": "7"}, now=LATER)
    world.assert_whole(instance_id)


# ---------------------------------------------------------------- side by side


def test_a_changed_condition_ahead_counts_and_a_held_process_goes_on_by_it(world):
    mended = diagrams.FAULTY.replace(b"jumlah &gt; 10", b"jumlah = null or jumlah &gt; 10")
    version = world.publish("faulty", diagrams.FAULTY)
    instance_id = world.start(version).instance_id
    world.complete("sekretaris", instance_id, "work")
    newer = another(world, version, mended)

    moved(world, instance_id, newer)
    retry_incident(
        world.session,
        world.caller("kadis", LATER),
        instance_id=instance_id,
        number=1,
        now=LATER,
    )

    assert world.open(instance_id) == ["large"]
    world.assert_whole(instance_id)


def test_a_parallel_branch_added_between_fork_and_join_is_refused(world):
    instance_id, newer = running(world, ("line", sides("a", "b")), sides("a", "b", "c"))

    with pytest.raises(NotMovable) as refusal:
        moved(world, instance_id, newer)

    assert (
        "“titik temu sesudah a” menunggu pula cabang dari “c”" in refusal.value.params["reasons"]
    )


def test_a_changed_join_at_which_a_branch_waits_is_refused(world):
    instance_id, newer = running(world, ("line", sides("a", "b")), sides("a", "b", "c"))
    world.complete("sekretaris", instance_id, "a")

    with pytest.raises(NotMovable) as refusal:
        moved(world, instance_id, newer)

    assert (
        "Sebagian cabang sudah menunggu di “titik temu sesudah a”"
        in refusal.value.params["reasons"]
    )


def test_branches_that_are_no_longer_joined_are_refused(world):
    instance_id, newer = running(
        world, ("line", sides("a", "b")), sides("a", "b", join="exclusiveGateway")
    )

    with pytest.raises(NotMovable) as refusal:
        moved(world, instance_id, newer)

    assert "dikerjakan dua kali" in refusal.value.params["reasons"]


def test_a_branch_that_waits_at_an_unchanged_join_is_joined_after_the_move(world):
    after = sides("a", "b").replace(b'name="last"', b'name="Menyampaikan"')
    instance_id, newer = running(world, ("line", sides("a", "b")), after)
    world.complete("sekretaris", instance_id, "a")

    moved(world, instance_id, newer)
    world.complete("sekretaris", instance_id, "b", now=LATER)

    assert world.open(instance_id) == ["last"]
    world.assert_whole(instance_id)


# ---------------------------------------------------------------- Bidang, subprocesses, calls


@pytest.fixture
def supplying(world):
    """Two Bidang supply side by side; the first has."""
    version = world.publish("supply", diagrams.SUPPLY)
    instance_id = world.start(version, by="ketua").instance_id
    units = [str(world.units["bidang_1"]), str(world.units["bidang_2"])]
    world.complete("ketua", instance_id, "choose", {"bidang": units})
    world.complete("bidang_1", instance_id, "deliver")
    return version, instance_id


def test_a_live_multi_instance_whose_end_changed_is_refused(world, supplying):
    version, instance_id = supplying
    sooner = diagrams.SUPPLY.replace(
        b"</bpmn:multiInstanceLoopCharacteristics>",
        b"<bpmn:completionCondition>=nrOfCompletedInstances = 1</bpmn:completionCondition>"
        b"</bpmn:multiInstanceLoopCharacteristics>",
    )

    with pytest.raises(NotMovable) as refusal:
        moved(world, instance_id, another(world, version, sooner))

    assert "oleh beberapa pelaksana" in refusal.value.params["reasons"]


def test_a_live_multi_instance_that_is_the_same_moves_with_each_units_part(world, supplying):
    version, instance_id = supplying
    before = world.tasks(instance_id)
    named = diagrams.SUPPLY.replace(b'name="collect"', b'name="Mengumpulkan"')

    moved(world, instance_id, another(world, version, named))

    assert world.tasks(instance_id) == before
    world.complete("bidang_2", instance_id, "deliver", now=LATER)
    assert world.open(instance_id) == ["collect"]
    world.assert_whole(instance_id)


def test_tasks_in_a_called_process_move_with_the_version_of_it_that_is_pinned(world):
    newer_part = diagrams.SIGNING.replace(b'name="send"', b'name="Mengirim"')
    version = world.publish("calling", diagrams.CALLING, called={"signing": diagrams.SIGNING})
    instance_id = world.start(version, by="ketua").instance_id
    world.complete("ketua", instance_id, "draft")
    newer = another(world, version, diagrams.CALLING, called={"signing": newer_part})

    moved(world, instance_id, newer)

    assert [row.path for row in world.tasks(instance_id, "open")] == ["calling/call/draft"]
    _, payload, _ = world.events(instance_id)[-1]
    assert payload["pins"]["process/signing"] == sha256(newer_part)
    files = {"berkas": [world.file("anggota")]}
    world.complete("anggota", instance_id, "draft", {}, files=files, now=LATER)
    world.assert_whole(instance_id)


def test_a_call_of_another_sop_is_refused_while_it_runs(world):
    other = diagrams.CALLING.replace(b'calledElement="signing"', b'calledElement="two-signed"')
    version = world.publish("calling", diagrams.CALLING, called={"signing": diagrams.SIGNING})
    instance_id = world.start(version, by="ketua").instance_id
    world.complete("ketua", instance_id, "draft")

    newer = another(world, version, other, called={"two-signed": diagrams.TWO_SIGNED})

    with pytest.raises(NotMovable) as refusal:
        moved(world, instance_id, newer)

    assert "memanggil SOP yang berbeda" in refusal.value.params["reasons"]


def test_tasks_in_a_subprocess_move_with_it(world):
    instance_id, newer = running(world, ("line", nested(["a"])), nested(["a", "n"]))

    moved(world, instance_id, newer)
    world.complete("sekretaris", instance_id, "a", now=LATER)

    assert [row.path for row in world.tasks(instance_id, "open")] == ["line/part/n"]
    world.assert_whole(instance_id)


# ---------------------------------------------------------------- what waits


def test_a_timer_that_is_the_same_keeps_its_instant(world):
    after = diagrams.TIMED.replace(b'name="second"', b'name="Melanjutkan"')
    instance_id, newer = running(world, ("timed", diagrams.TIMED), after)
    before = world.rows(tables.timer)

    moved(world, instance_id, newer)

    assert world.rows(tables.timer) == before
    fire_timer(
        world.session,
        pemda_id=world.pemda_id,
        instance_id=instance_id,
        token_no=before[0].token_no,
        now=NOON + timedelta(hours=1),
    )
    assert world.open(instance_id) == ["second"]
    world.assert_whole(instance_id)


def test_a_changed_timer_is_refused_and_counts_from_the_move_when_it_was_chosen(world):
    longer = diagrams.TIMED.replace(b"PT1H", b"PT3H")
    instance_id, newer = running(world, ("timed", diagrams.TIMED), longer)

    with pytest.raises(NotMovable):
        moved(world, instance_id, newer)
    moved(world, instance_id, newer, pairs={"late": "late"})

    [timer] = world.rows(tables.timer)
    assert timer.due_at == LATER + timedelta(hours=3)
    world.assert_whole(instance_id)


def renamed_message(raw):
    return raw.replace(b'name="surat"', b'name="nota"')


def test_a_message_receive_that_is_renamed_waits_for_the_new_message_when_it_was_chosen(world):
    version = world.publish("letter", diagrams.LETTER)
    instance_id = world.start(version).instance_id
    world.complete("sekretaris", instance_id, "work")
    newer = another(world, version, renamed_message(diagrams.LETTER))

    with pytest.raises(NotMovable):
        moved(world, instance_id, newer)
    moved(world, instance_id, newer, pairs={"arrival": "arrival"})
    deliver_message(
        world.session,
        world.caller("sekretaris", LATER),
        instance_id=instance_id,
        name="nota",
        payload={},
        now=LATER,
    )

    assert world.open(instance_id) == ["second"]
    world.assert_whole(instance_id)


def test_a_kept_message_that_nobody_takes_any_more_is_refused(world):
    version = world.publish("letter", diagrams.LETTER)
    instance_id = world.start(version).instance_id
    deliver_message(
        world.session,
        world.caller("sekretaris"),
        instance_id=instance_id,
        name="surat",
        payload={},
        now=NOON,
    )

    with pytest.raises(NotMovable):
        moved(world, instance_id, another(world, version, renamed_message(diagrams.LETTER)))


def test_a_data_object_that_is_added_leaves_the_process_as_it_is(world):
    after = line("a", "b").replace(
        b'<bpmn:startEvent id="start"/>',
        b'<bpmn:startEvent id="start"/><bpmn:dataObject id="data_1" name="catatan"/>',
    )
    instance_id, newer = running(world, LINE, after)
    before = world.process(instance_id).state

    moved(world, instance_id, newer)

    assert world.process(instance_id).state == before
    world.assert_whole(instance_id)


# ---------------------------------------------------------------- documents and acts


def test_documents_and_acts_stay_as_they_are(world):
    version = world.publish("signing", diagrams.SIGNING)
    instance_id = world.start(version, by="anggota").instance_id
    world.complete("anggota", instance_id, "draft", files={"berkas": [world.file("anggota")]})
    before = world.rows(tables.document_version), world.rows(tables.document_act)
    newer = another(world, version, diagrams.SIGNING.replace(b'name="send"', b'name="Kirim"'))

    moved(world, instance_id, newer)

    assert (world.rows(tables.document_version), world.rows(tables.document_act)) == before
    assert world.open(instance_id) == ["initial"]
    world.assert_whole(instance_id)


# ---------------------------------------------------------------- which versions


def test_a_trial_stays_a_trial_under_a_version_in_force(world):
    version = world.publish("line", LINE[1])
    instance_id = world.start(version).instance_id
    newer = another(world, version, line("a", "n", "b"), status="effective")
    with transaction(world.session) as tx:
        tx.execute(
            update(tables.sop_version)
            .where(
                tables.sop_version.c.pemda_id == world.pemda_id, tables.sop_version.c.id == newer
            )
            .values(effective_from=EFFECTIVE)
        )

    moved(world, instance_id, newer)

    assert world.process(instance_id).trial
    world.assert_whole(instance_id)


def test_a_real_process_does_not_move_to_a_trial(world):
    version = world.publish("line", LINE[1], status="effective")
    instance_id = world.start(version).instance_id
    assert not world.process(instance_id).trial

    with pytest.raises(TrialVersionOnly):
        moved(world, instance_id, another(world, version, line("a", "n", "b")))


@pytest.mark.parametrize("status", ["draft", "checked", "ratified", "withdrawn"])
def test_a_process_does_not_move_to_a_version_that_is_neither_tried_nor_in_force(world, status):
    instance_id = world.run(*LINE)
    older = world.process(instance_id).version_id

    with pytest.raises(NotThatVersion):
        moved(world, instance_id, another(world, older, line("a", "n", "b"), status=status))


def test_a_process_does_not_move_to_its_own_version_or_to_another_sop(world):
    instance_id = world.run(*LINE)

    with pytest.raises(AlreadyThere):
        moved(world, instance_id, world.process(instance_id).version_id)
    with pytest.raises(NotThatVersion):
        moved(world, instance_id, world.publish("line", line("a", "n", "b")))
    with pytest.raises(NotFound):
        moved(world, instance_id, new_id())


# ---------------------------------------------------------------- who, and how often


@pytest.mark.parametrize("by", ["ketua", "anggota", "bidang_1"])
def test_only_head_and_secretary_move_a_process(world, by):
    instance_id, newer = running(world, LINE, line("a", "n", "b"))

    with pytest.raises(NotTheManager):
        moved(world, instance_id, newer, by=by)


@pytest.mark.parametrize("by", ["stranger", "admin", "bkad"])
def test_who_may_not_see_the_process_does_not_find_it(world, by):
    instance_id, newer = running(world, LINE, line("a", "n", "b"))

    with pytest.raises(NotFound):
        moved(world, instance_id, newer, by=by)


def test_moving_asks_for_password_and_reason(world):
    instance_id, newer = running(world, LINE, line("a", "n", "b"))

    with pytest.raises(PasswordNeeded):
        moved(world, instance_id, newer, confirmed=False)
    with pytest.raises(ReasonMissing):
        moved(world, instance_id, newer, reason=" ")

    assert world.kinds(instance_id) == ["ProcessStarted"]


def test_the_same_request_twice_moves_once(world):
    instance_id, newer = running(world, LINE, line("a", "n", "b"))
    request = request_key("k", "/pindahkan", b"")

    first = moved(world, instance_id, newer, request=request)

    assert moved(world, instance_id, newer, request=request) == first
    assert world.kinds(instance_id) == ["ProcessStarted", "ProcessMoved"]


def test_a_process_that_went_on_since_the_preview_is_not_moved(world):
    instance_id, newer = running(world, LINE, line("a", "n", "b"))
    seen = sha256(world.process(instance_id).state)
    world.complete("sekretaris", instance_id, "a")

    with pytest.raises(MovedOnMeanwhile):
        moved(world, instance_id, newer, seen_state=seen)
    claim(world, instance_id, "b", "sekretaris")
    seen = sha256(world.process(instance_id).state)
    assert moved(world, instance_id, newer, seen_state=seen).status == "running"


def test_a_process_that_ended_is_not_moved(world):
    instance_id, newer = running(world, LINE, line("a", "n", "b"))
    world.complete("sekretaris", instance_id, "a")
    world.complete("sekretaris", instance_id, "b")

    with pytest.raises(ProcessNotRunning):
        moved(world, instance_id, newer)


# ---------------------------------------------------------------- how it is told


@pytest.fixture
def retold(world):
    """`a` was done under version 1; then `b` became `c`, and the process was moved back too."""
    version = world.publish("line", LINE[1])
    instance_id = world.start(version).instance_id
    world.complete("sekretaris", instance_id, "a")
    newer = another(world, version, line("c", "last"))
    moved(world, instance_id, newer, pairs={"b": "c"}, reason="Susunan baru")
    return version, instance_id


def test_the_history_tells_each_event_by_its_version_and_the_move_in_words(world, retold):
    _, instance_id = retold

    entries = history_of(world.session, world.caller("kadis"), instance_id).entries

    assert [entry.title for entry in entries] == [
        "Proses dimulai",
        "Selesai: a",
        "Dipindahkan ke versi 2 SOP",
    ]
    assert entries[-1].jabatan == "Jabatan kadis"
    details = dict(entries[-1].details)
    assert details["b"] == "digantikan c"
    assert "Susunan baru" in details.values()


def test_pages_of_a_moved_process_know_its_steps_of_both_versions(world, retold):
    _, instance_id = retold
    caller = world.caller("kadis", LATER)

    standing = standing_after(world.session, caller, instance_id, 3)
    assert list(standing.waiting.values()) == ["c"]
    assert process_view(world.session, caller, instance_id, today=TODAY).version_number == 2
    times = times_of(world.session, caller, instance_id, now=LATER)
    assert [step.place.title for step in times.steps] == ["a", "c"]
    done = world.tasks(instance_id)[0]
    view = task_view(world.session, caller, instance_id, done.task_no, today=TODAY, now=LATER)
    assert view.place.title == "a"
    with pytest.raises(TaskNotOpen):
        world.complete_no("sekretaris", instance_id, done.task_no, now=LATER)


def test_a_process_can_be_moved_again_and_back(world, retold):
    version, instance_id = retold

    moved(world, instance_id, version, pairs={"c": "b"})
    world.complete("sekretaris", instance_id, "b", now=LATER)

    assert world.process(instance_id).status == "completed"
    world.assert_whole(instance_id)


def test_a_forged_version_of_a_move_shows(world, retold):
    version, instance_id = retold
    with transaction(world.session) as tx:
        tx.execute(
            update(tables.process_instance)
            .where(
                tables.process_instance.c.pemda_id == world.pemda_id,
                tables.process_instance.c.id == instance_id,
            )
            .values(version_id=version)
        )

    with pytest.raises(AssertionError):
        world.assert_whole(instance_id)
    with read(world.session) as connection:
        assert reexecute(connection, world.pemda_id, instance_id).executed == 3
