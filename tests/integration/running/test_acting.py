"""Penugasan: who acts for a jabatan does so by its letter, in its time, and nowhere else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from service.access.refusals import ClaimedByAnother, NotYourHolding, NotYourTask
from service.commands.claim_task import claim_task
from service.commands.end_mandate import end_mandate
from service.commands.release_task import release_task
from service.commands.start_process import start_process
from service.queries.inbox import my_tasks
from service.queries.instances import process_view
from service.queries.process_list import find_processes
from service.running.results import Moved
from service.store import tables
from service.store.authority import require_still_holds
from service.store.database import read, transaction
from tests.integration.running import diagrams
from tests.integration.running.conftest import NOON, TODAY

TOMORROW = NOON + timedelta(days=1)
NEXT_WEEK = NOON + timedelta(days=7)


@pytest.fixture
def waiting(world):
    """A process whose next step is the approval by the head, with a paraf on its document."""
    made = world.run("review", diagrams.REVIEW, by="ketua")
    team = {
        "ketua_tim": str(world.holdings["ketua"]),
        "anggota_tim": [str(world.holdings["anggota"])],
    }
    world.complete("ketua", made, "team", team)
    draft = {"berkas": [world.file("anggota", b"rka 1", "rka.pdf")]}
    world.complete("anggota", made, "draft", ticks=["Peraturan"], files=draft)
    world.complete("sekretaris", made, "initial", ticks=["Telaahan"], outcome="teruskan")
    return made


def held_by(world, who, now=NOON):
    return {holder.title for holder in world.caller(who, now).holders}


def titles_waiting(world, who, process, now=NOON):
    view = process_view(world.session, world.caller(who, now), process, today=now.date())
    return [person.title for step in view.open_steps for person in step.people]


def test_who_acts_for_the_head_approves_and_the_event_says_by_what(world, waiting):
    mandate_id = world.acting("bidang_1", "kadis")

    world.complete("bidang_1", waiting, "approve", outcome="setujui")

    kind, payload, row = world.events(waiting)[-1]
    assert (kind, row["jabatan"], row["behalf"], row["letter"]) == (
        "UserTaskCompleted",
        "Plh. Jabatan kadis",
        "Jabatan kadis",
        "800/7/SP",
    )
    assert (row["actor_id"], row["holding_id"]) == (
        world.people["bidang_1"],
        world.holdings["bidang_1"],
    )
    assert payload["mandate"] == {"id": str(mandate_id), "kind": "plh"}
    act = world.rows(tables.document_act)[-1]
    assert (act.act, act.person_id, act.holding_id, act.mandate_id) == (
        "approved_for_signature",
        world.people["bidang_1"],
        world.holdings["bidang_1"],
        mandate_id,
    )
    world.assert_whole(waiting)


def test_documents_and_history_print_for_whom_it_was_done(world, waiting):
    world.acting("bidang_1", "kadis")
    world.complete("bidang_1", waiting, "approve", outcome="setujui")

    view = process_view(world.session, world.caller("kadis"), waiting, today=TODAY)

    [version] = view.documents
    assert [act.jabatan for act in version.acts] == ["Jabatan sekretaris", "Plh. Jabatan kadis"]


def test_the_task_waits_for_both_and_stands_in_both_inboxes(world, waiting):
    assert titles_waiting(world, "kadis", waiting) == ["Jabatan kadis"]

    world.acting("bidang_1", "kadis")

    assert titles_waiting(world, "kadis", waiting) == ["Jabatan kadis", "Plh. Jabatan kadis"]
    for who in ("kadis", "bidang_1"):
        cards = my_tasks(world.session, world.caller(who), today=TODAY).cards
        assert [(card.instance_id, card.group) for card in cards] == [(waiting, "free")], who


def test_a_task_that_somebody_took_for_the_head_says_so_to_the_head(world, waiting):
    world.acting("bidang_1", "kadis")
    task_no = world.task_no(waiting, "approve")
    given = {"instance_id": waiting, "task_no": task_no, "now": NOON}
    claim_task(world.session, world.caller("bidang_1"), **given)

    with pytest.raises(ClaimedByAnother) as refused:
        world.complete("kadis", waiting, "approve", outcome="setujui")

    assert refused.value.params == {"jabatan": "Plh. Jabatan kadis"}
    world.assert_whole(waiting)
    release_task(world.session, world.caller("kadis"), **given)
    world.complete("kadis", waiting, "approve", outcome="setujui")
    world.assert_whole(waiting)


@pytest.mark.parametrize(
    ("now", "more"),
    [
        pytest.param(NEXT_WEEK, {}, id="after its last day"),
        pytest.param(NOON, {"from_date": TODAY + timedelta(days=1)}, id="before its first day"),
    ],
)
def test_outside_its_days_a_penugasan_lets_nobody_act(world, waiting, now, more):
    world.acting("bidang_1", "kadis", **more)

    with pytest.raises(NotYourTask):
        world.complete("bidang_1", waiting, "approve", outcome="setujui", now=now)

    assert held_by(world, "bidang_1", now) == {"Jabatan bidang_1"}


def test_a_penugasan_that_ended_lets_nobody_act_from_that_instant(world, waiting):
    mandate_id = world.acting("bidang_1", "kadis")
    end_mandate(world.session, world.caller("admin"), mandate_id=mandate_id, now=NOON)

    with pytest.raises(NotYourTask):
        world.complete("bidang_1", waiting, "approve", outcome="setujui")


def test_it_is_asked_once_more_in_the_transaction_that_writes(world):
    mandate_id = world.acting("bidang_1", "kadis")
    caller = world.caller("bidang_1")
    [holder] = [one for one in caller.holders if one.mandate is not None]

    with transaction(world.session) as tx:
        require_still_holds(tx, caller, holder, NOON)
        with pytest.raises(NotYourHolding):
            require_still_holds(tx, caller, holder, NEXT_WEEK)
    end_mandate(world.session, world.caller("admin"), mandate_id=mandate_id, now=NOON)
    with transaction(world.session) as tx, pytest.raises(NotYourHolding):
        require_still_holds(tx, caller, holder, NOON)


def test_without_an_own_jabatan_a_penugasan_is_worth_nothing(world, waiting):
    world.acting("bidang_1", "kadis")
    caller = world.caller("bidang_1")
    [holder] = [one for one in caller.holders if one.mandate is not None]
    world.retire("bidang_1")

    assert held_by(world, "bidang_1") == set()
    with transaction(world.session) as tx, pytest.raises(NotYourHolding):
        require_still_holds(tx, caller, holder, NOON)
    assert titles_waiting(world, "kadis", waiting) == ["Jabatan kadis"]


def test_a_letter_that_is_entered_later_validates_nothing_that_was_refused_before(world, waiting):
    with pytest.raises(NotYourTask):
        world.complete("bidang_1", waiting, "approve", outcome="setujui")

    world.acting(
        "bidang_1",
        "kadis",
        letter_date=date(2026, 11, 16),
        from_date=date(2026, 11, 16),
        now=TOMORROW,
    )

    # It gives authority from its record on, and never reaches back to an act before.
    with pytest.raises(NotYourTask):
        world.complete("bidang_2", waiting, "approve", outcome="setujui", now=TOMORROW)
    world.complete("bidang_1", waiting, "approve", outcome="setujui", now=TOMORROW)
    with read(world.session) as connection:
        recorded = connection.execute(
            select(tables.mandate.c.recorded_at).where(tables.mandate.c.pemda_id == world.pemda_id)
        ).scalar_one()
    assert recorded == TOMORROW


def test_a_penugasan_for_one_sop_reaches_no_other(world, waiting):
    other = world.run("one-task", diagrams.ONE_TASK)
    sop_id = world.process(waiting).sop_id
    world.acting("bidang_1", "kadis", sop_ids=frozenset({sop_id}))
    world.acting("bidang_2", "sekretaris", sop_ids=frozenset({sop_id}))
    first, second = world.caller("bidang_1"), world.caller("bidang_2")

    assert [card.instance_id for card in my_tasks(world.session, first, today=TODAY).cards] == [
        waiting
    ]
    assert my_tasks(world.session, second, today=TODAY).cards == ()
    with pytest.raises(NotYourTask):
        world.complete("bidang_2", other, "work", {"catatan": "c"})
    assert titles_waiting(world, "kadis", other) == ["Jabatan sekretaris"]
    world.complete("bidang_1", waiting, "approve", outcome="setujui")


def test_an_official_of_another_office_sees_what_the_letter_names_and_no_more(world, waiting):
    other = world.run("one-task", diagrams.ONE_TASK)
    sop_id = world.process(waiting).sop_id
    world.acting("stranger", "kadis", sop_ids=frozenset({sop_id}))

    found = find_processes(world.session, world.caller("stranger"))

    assert [line.instance_id for line in found.items] == [waiting]
    assert other not in {line.instance_id for line in found.items}
    world.complete("stranger", waiting, "approve", outcome="setujui")
    world.assert_whole(waiting)


def test_the_jabatan_that_is_worn_is_the_one_that_acts(world):
    """A Kepala Bidang who is also Plh. Sekretaris starts in the one that was chosen."""
    mandate_id = world.acting("bidang_1", "sekretaris")
    caller = world.caller("bidang_1")

    assert [holder.worn_as for holder in caller.holders] == [
        world.holdings["bidang_1"],
        mandate_id,
    ]
    version = world.publish("one-task", diagrams.ONE_TASK)
    made = [
        start_process(
            world.session,
            who,
            version_id=version,
            title="Surat",
            year=year,
            kind="murni",
            basis="Disposisi 1",
            now=NOON,
        )
        for year, who in ((2027, caller), (2028, replace(caller, worn=mandate_id)))
    ]

    started = [one.instance_id for one in made if isinstance(one, Moved)]
    acted = [world.events(process)[0][2]["jabatan"] for process in started]
    assert acted == ["Jabatan bidang_1", "Plh. Jabatan sekretaris"]
    world.assert_whole(started[1])
