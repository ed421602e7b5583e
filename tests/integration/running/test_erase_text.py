from __future__ import annotations

from uuid import UUID

import pytest

from service.access.refusals import PasswordNeeded
from service.commands.erase_text import erase_text
from service.commands.save_draft import save_draft
from service.errors import NotFound
from service.running.refusals import NothingToErase, NotTheManager, ReasonMissing
from service.store import tables
from service.store.private_texts import ERASED
from tests.integration.running import diagrams
from tests.integration.running.conftest import NOON
from tests.invented import OTHER_NIP

FILLED = {"catatan": "Menyebut nama seseorang", "nip": OTHER_NIP}


@pytest.fixture
def ended(world):
    instance_id = world.run("one-task", diagrams.ONE_TASK)
    world.complete("sekretaris", instance_id, "work", FILLED)
    return instance_id


def _erase(world, instance_id, by="sekretaris", reason="Permohonan 1", **more):
    confirmed = more.pop("confirmed", True)
    return erase_text(
        world.session,
        world.caller(by, confirmed=confirmed),
        instance_id=instance_id,
        reason=reason,
        now=NOON,
        **more,
    )


def _texts(world):
    return {row.label: row.text for row in world.rows(tables.private_text)}


def test_after_erasing_everything_a_finished_process_is_still_whole(world, ended):
    _erase(world, ended)

    texts = _texts(world)
    assert texts.pop("reason") == "Permohonan 1"
    assert set(texts.values()) == {None}
    assert world.process(ended).title == ERASED
    assert world.process(ended).basis == ERASED
    world.assert_whole(ended)


def test_a_running_process_goes_on_after_its_texts_are_gone(world):
    instance_id = world.run("review", diagrams.REVIEW, by="ketua")
    typed = {
        "ketua_tim": str(world.holdings["ketua"]),
        "anggota_tim": [str(world.holdings["anggota"])],
    }
    world.complete("ketua", instance_id, "team", typed)
    files = {"berkas": [world.file("anggota")]}
    world.complete(
        "anggota", instance_id, "draft", {"uraian": "x"}, ticks=["Peraturan"], files=files
    )
    state = world.process(instance_id).state

    _erase(world, instance_id)

    assert world.process(instance_id).state == state
    world.complete("sekretaris", instance_id, "initial", ticks=["Telaahan"])
    assert world.open(instance_id) == ["approve"]
    world.assert_whole(instance_id)


def test_one_text_can_be_erased_alone(world, ended):
    payload = world.events(ended)[1][1]
    text_id = UUID(payload["input"]["values"]["nip"].removeprefix("text:"))

    _erase(world, ended, text_ids=[text_id])

    texts = _texts(world)
    assert (texts["nip"], texts["catatan"]) == (None, "Menyebut nama seseorang")
    assert world.process(ended).title == "RKA 2027"
    kind, told, row = world.events(ended)[-1]
    assert (kind, told["erased"]) == ("PersonalTextErased", [str(text_id)])
    assert "Permohonan" not in row["payload"]
    world.assert_whole(ended)


def test_drafts_go_with_everything_else(world):
    instance_id = world.run("one-task", diagrams.ONE_TASK)
    save_draft(
        world.session,
        world.caller("sekretaris"),
        instance_id=instance_id,
        task_no=world.task_no(instance_id, "work"),
        typed=FILLED,
        now=NOON,
    )

    _erase(world, instance_id)

    assert world.rows(tables.draft) == []


def test_what_is_gone_is_not_erased_again(world, ended):
    text_id = world.rows(tables.private_text)[0].id
    _erase(world, ended, text_ids=[text_id])

    with pytest.raises(NothingToErase):
        _erase(world, ended, text_ids=[text_id])


@pytest.mark.parametrize("by", ["ketua", "anggota"])
def test_only_head_and_secretary_erase(world, ended, by):
    with pytest.raises(NotTheManager):
        _erase(world, ended, by=by)


@pytest.mark.parametrize("by", ["stranger", "admin"])
def test_who_may_not_see_the_process_does_not_find_it(world, ended, by):
    with pytest.raises(NotFound):
        _erase(world, ended, by=by)


def test_erasing_asks_for_password_and_reason(world, ended):
    with pytest.raises(PasswordNeeded):
        _erase(world, ended, confirmed=False)
    with pytest.raises(ReasonMissing):
        _erase(world, ended, reason=" ")
