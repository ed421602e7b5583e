"""No repair is a way around a paraf or a signature: guards read the acts."""

from __future__ import annotations

import pytest

from service.commands.approve_for_signature import approve_for_signature
from service.commands.approve_repair import approve_repair
from service.commands.move_token import Aim, move_token
from service.commands.record_on_paper import record_on_paper
from service.running.on_paper import Paper
from service.running.refusals import NothingToAct, ParafMissing
from tests.integration.running import diagrams
from tests.integration.running.conftest import NOON, TODAY
from tests.proofs.refusing import acts, untouched

pytestmark = pytest.mark.slow

SCAN = b"%PDF-1.7 halaman bertanda tangan"


@pytest.fixture
def process(world):
    """A process in force whose draft was made, and whose paraf is waited for."""
    version = world.publish("signing", diagrams.SIGNING, status="effective")
    made = world.start(version, by="ketua").instance_id
    files = {"berkas": [world.file("anggota", b"rka 1", "rka.pdf")]}
    world.complete("anggota", made, "draft", files=files)
    return made


def moved(world, process, source, target):
    """Move the process as two people do."""
    asked = move_token(
        world.session,
        world.caller("sekretaris"),
        instance_id=process,
        aim=Aim(world.task_no(process, source), f"signing/{target}"),
        reason="Sudah diparaf di kertas",
        now=NOON,
    )
    approve_repair(
        world.session,
        world.caller("kadis"),
        instance_id=process,
        number=asked.seq,
        now=NOON,
    )
    assert world.open(process) == [target]


def on_paper(world, process):
    record_on_paper(
        world.session,
        world.caller("sekretaris"),
        instance_id=process,
        task_no=world.task_no(process, "sign"),
        paper=Paper(TODAY, world.holdings["kadis"], world.file("sekretaris", SCAN, "halaman.pdf")),
        typed={},
        outcome="kirim",
        ticks=["Telaahan"],
        now=NOON,
    )


def approve(world, process):
    approve_for_signature(
        world.session,
        world.caller("kadis"),
        instance_id=process,
        task_no=world.task_no(process, "sign"),
        ticks=["Telaahan"],
        now=NOON,
    )


@pytest.mark.parametrize("sign", [on_paper, approve])
def test_a_process_moved_past_the_paraf_is_neither_signed_nor_approved(world, process, sign):
    moved(world, process, "initial", "sign")

    with untouched(world, process), pytest.raises(ParafMissing):
        sign(world, process)
    assert acts(world) == []


@pytest.mark.parametrize("sign", [on_paper, approve])
def test_a_process_moved_past_the_draft_has_nothing_to_sign(world, sign):
    version = world.publish("signing", diagrams.SIGNING, status="effective")
    process = world.start(version, by="ketua").instance_id
    moved(world, process, "draft", "sign")

    with untouched(world, process), pytest.raises(NothingToAct):
        sign(world, process)


def test_moved_back_and_initialled_it_is_signed(world, process):
    moved(world, process, "initial", "sign")
    move_token(
        world.session,
        world.caller("sekretaris"),
        instance_id=process,
        aim=Aim(world.task_no(process, "sign"), "signing/initial"),
        reason="Paraf dahulu",
        now=NOON,
    )
    world.complete("sekretaris", process, "initial", outcome="teruskan")

    on_paper(world, process)

    assert world.open(process) == ["send"]
    assert [act[0] for act in acts(world)] == ["paraf", "wet_signature"]
    world.assert_whole(process)


def test_what_was_signed_stays_signed_and_frozen_whatever_is_moved(world, process):
    world.complete("sekretaris", process, "initial", outcome="teruskan")
    on_paper(world, process)
    before = acts(world)

    move_token(
        world.session,
        world.caller("sekretaris"),
        instance_id=process,
        aim=Aim(world.task_no(process, "send"), "signing/initial"),
        reason="Diulang",
        now=NOON,
    )

    assert acts(world) == before
    world.assert_whole(process)
