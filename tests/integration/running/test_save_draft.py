from __future__ import annotations

from datetime import timedelta

import orjson
import pytest

from service.access.refusals import ClaimedByAnother, NotYourTask
from service.commands.claim_task import claim_task
from service.commands.save_draft import save_draft
from service.errors import NotFound
from service.running.refusals import EntryRefused, TaskNotOpen
from service.store import tables
from tests.integration.running import diagrams
from tests.integration.running.conftest import NOON


@pytest.fixture
def instance_id(world):
    return world.run("team-task", diagrams.TEAM_TASK)


def _save(world, instance_id, typed, by="anggota", now=NOON, **though):
    save_draft(
        world.session,
        world.caller(by),
        instance_id=instance_id,
        task_no=world.tasks(instance_id)[0].task_no,
        typed=typed,
        now=now,
        **though,
    )


def test_the_newest_draft_of_each_person_counts(world, instance_id):
    _save(world, instance_id, {"a": "1"})
    _save(world, instance_id, {"a": "2", "b": [""]}, now=NOON + timedelta(seconds=20))
    _save(world, instance_id, {"a": "3"}, by="anggota_dua")

    drafts = {row.person_id: row for row in world.rows(tables.draft)}
    mine = drafts[world.people["anggota"]]
    assert orjson.loads(mine.typed) == {"a": "2", "b": [""]}
    assert mine.saved_at == NOON + timedelta(seconds=20)
    assert orjson.loads(drafts[world.people["anggota_dua"]].typed) == {"a": "3"}


def test_a_draft_is_no_event(world, instance_id):
    _save(world, instance_id, {"a": "1"})

    assert world.kinds(instance_id) == ["ProcessStarted"]
    assert world.process(instance_id).revision == 1


def test_a_draft_has_a_limit(world, instance_id):
    with pytest.raises(EntryRefused):
        _save(world, instance_id, {"a": "x" * 300_000})


def test_a_draft_of_a_closed_task_is_refused(world, instance_id):
    world.complete("anggota", instance_id, "work")

    with pytest.raises(TaskNotOpen):
        _save(world, instance_id, {})


def test_a_draft_of_what_another_has_taken_is_refused(world, instance_id):
    claim_task(
        world.session,
        world.caller("anggota_dua"),
        instance_id=instance_id,
        task_no=world.task_no(instance_id, "work"),
        now=NOON,
    )

    with pytest.raises(ClaimedByAnother):
        _save(world, instance_id, {})


def test_what_was_typed_before_another_took_the_task_is_kept_for_its_writer(world, instance_id):
    _save(world, instance_id, {"a": "mine"}, by="anggota_dua")
    claim_task(
        world.session,
        world.caller("anggota_dua"),
        instance_id=instance_id,
        task_no=world.task_no(instance_id, "work"),
        now=NOON,
    )

    _save(world, instance_id, {"a": "late"}, though_taken=True)

    drafts = {row.person_id: orjson.loads(row.typed) for row in world.rows(tables.draft)}
    assert drafts == {
        world.people["anggota"]: {"a": "late"},
        world.people["anggota_dua"]: {"a": "mine"},
    }
    assert world.task(instance_id, "work").claimed_by == world.people["anggota_dua"]


def test_a_draft_though_taken_is_still_only_of_an_open_task_and_of_who_may_do_it(
    world, instance_id
):
    for by, refusal in (("kadis", NotYourTask), ("stranger", NotFound)):
        with pytest.raises(refusal):
            _save(world, instance_id, {}, by=by, though_taken=True)
    world.complete("anggota", instance_id, "work")

    with pytest.raises(TaskNotOpen):
        _save(world, instance_id, {}, though_taken=True)


def test_only_who_may_do_a_task_keeps_a_draft_of_it(world, instance_id):
    with pytest.raises(NotYourTask):
        _save(world, instance_id, {}, by="kadis")
    with pytest.raises(NotFound):
        _save(world, instance_id, {}, by="stranger")
