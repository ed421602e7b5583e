from __future__ import annotations

from uuid import UUID

import pytest

from service.access.refusals import PasswordNeeded
from service.commands.approve_repair import approve_repair
from service.commands.correct_variable import Answer, correct_variable
from service.commands.erase_text import erase_text
from service.commands.refuse_repair import refuse_repair
from service.commands.retry_incident import retry_incident
from service.engine.codec import load
from service.errors import NotFound
from service.forms import FieldsRejected
from service.queries.repairs import repairs_of
from service.running.definitions import definition_of
from service.running.refusals import (
    NotCorrectable,
    NothingCorrected,
    NotTheManager,
    ReasonMissing,
    RepairWaits,
    SecondPersonNeeded,
)
from service.store.database import read
from tests.integration.running import diagrams
from tests.integration.running.conftest import NOON
from tests.invented import NIP, OTHER_NIP


@pytest.fixture
def filled(world):
    """A process whose first form is filled in, with a step before what it decides."""
    made = world.run("later", diagrams.DECIDED_LATER)
    typed = {"catatan": "Sudah diperiksa", "jumlah": "1.500", "nip": NIP}
    world.complete("sekretaris", made, "work", typed)
    return made


def _correct(world, instance_id, variable, typed, by="sekretaris", **more):
    given = {"reason": "Salah ketik"} | more
    confirmed = given.pop("confirmed", True)
    return correct_variable(
        world.session,
        world.caller(by, confirmed=confirmed),
        instance_id=instance_id,
        answer=Answer(variable, typed),
        now=NOON,
        **given,
    )


def _approve(world, instance_id, number, by="kadis"):
    return approve_repair(
        world.session, world.caller(by), instance_id=instance_id, number=number, now=NOON
    )


def _data(world, instance_id):
    process = world.process(instance_id)
    with read(world.session) as connection:
        engine = definition_of(connection, world.pemda_id, process.version_id).engine
    return dict(load(engine.spec, process.state, NOON).task_tree.data)


def test_what_conditions_can_read_changes_only_when_a_second_person_approves(world, filled):
    asked = _correct(world, filled, "jumlah", "900")

    assert _data(world, filled)["jumlah"] == 1500
    kind, payload, _ = world.events(filled)[-1]
    assert (kind, payload["variable"], payload["old"]) == ("RepairRequested", "jumlah", 1500)
    with pytest.raises(SecondPersonNeeded):
        _approve(world, filled, asked.seq, by="sekretaris")

    _approve(world, filled, asked.seq)

    assert _data(world, filled)["jumlah"] == 900
    kind, payload, _ = world.events(filled)[-1]
    assert (kind, payload["old"], payload["input"]["value"]) == ("VariableCorrected", 1500, 900)
    assert payload["asked"]["person_id"] == str(world.people["sekretaris"])
    world.assert_whole(filled)


def test_conditions_read_the_corrected_value(world, filled):
    _approve(world, filled, _correct(world, filled, "jumlah", "900").seq)

    world.complete("sekretaris", filled, "check")

    assert world.open(filled) == ["small"]
    world.assert_whole(filled)


def test_a_refused_correction_changes_nothing(world, filled):
    asked = _correct(world, filled, "jumlah", "900")

    refuse_repair(
        world.session,
        world.caller("kadis"),
        instance_id=filled,
        number=asked.seq,
        reason="Angkanya benar",
        now=NOON,
    )
    world.complete("sekretaris", filled, "check")

    assert world.open(filled) == ["large"]
    world.assert_whole(filled)


def test_a_text_that_no_condition_can_read_is_corrected_by_one_person(world, filled):
    before = _data(world, filled)["catatan"]

    _correct(world, filled, "catatan", "Sudah diperiksa ulang")

    kind, payload, row = world.events(filled)[-1]
    assert (kind, payload["old"]) == ("VariableCorrected", before)
    assert payload["input"]["value"] == _data(world, filled)["catatan"] != before
    assert "diperiksa ulang" not in row["payload"]
    world.assert_whole(filled)


def test_old_and_new_personal_text_can_be_erased(world, filled):
    _correct(world, filled, "nip", OTHER_NIP)
    _, payload, _ = world.events(filled)[-1]
    ids = [UUID(it.removeprefix("text:")) for it in (payload["old"], payload["input"]["value"])]

    erase_text(
        world.session,
        world.caller("kadis"),
        instance_id=filled,
        text_ids=ids,
        reason="Permintaan",
        now=NOON,
    )

    told = repairs_of(world.session, world.caller("kadis"), filled)
    assert dict(told[0].details)["Semula"] == dict(told[0].details)["Menjadi"] == "(sudah dihapus)"
    world.assert_whole(filled)


def test_the_answer_is_judged_as_the_form_does(world, filled):
    with pytest.raises(FieldsRejected):
        _correct(world, filled, "jumlah", "banyak")
    with pytest.raises(FieldsRejected):
        _correct(world, filled, "catatan", " ")
    with pytest.raises(NothingCorrected):
        _correct(world, filled, "jumlah", "1.500")

    assert world.kinds(filled) == ["ProcessStarted", "UserTaskCompleted"]


@pytest.mark.parametrize("variable", ["lampiran", "tidak_ada", "putusan_paraf"])
def test_files_and_what_no_form_filled_are_not_corrected(world, filled, variable):
    with pytest.raises(NotCorrectable):
        _correct(world, filled, variable, "x")


def test_what_stopped_at_a_wrong_answer_goes_on_once_it_is_corrected(world):
    faulty = world.run("faulty", diagrams.FAULTY)
    world.complete("sekretaris", faulty, "work", {})
    assert world.kinds(faulty)[-1] == "IncidentRaised"

    _approve(world, faulty, _correct(world, faulty, "jumlah", "20").seq)
    retry_incident(world.session, world.caller("kadis"), instance_id=faulty, number=1, now=NOON)

    assert world.open(faulty) == ["large"]
    world.assert_whole(faulty)


def test_one_repair_waits_at_a_time(world, filled):
    _correct(world, filled, "jumlah", "900")

    with pytest.raises(RepairWaits):
        _correct(world, filled, "catatan", "Lain")


@pytest.mark.parametrize("by", ["ketua", "anggota"])
def test_only_head_and_secretary_correct(world, filled, by):
    with pytest.raises((NotTheManager, NotFound)):
        _correct(world, filled, "catatan", "Lain", by=by)


@pytest.mark.parametrize("by", ["stranger", "admin", "bkad"])
def test_who_may_not_see_the_process_does_not_find_it(world, filled, by):
    with pytest.raises(NotFound):
        _correct(world, filled, "catatan", "Lain", by=by)


def test_correcting_asks_for_password_and_reason(world, filled):
    with pytest.raises(PasswordNeeded):
        _correct(world, filled, "catatan", "Lain", confirmed=False)
    with pytest.raises(ReasonMissing):
        _correct(world, filled, "catatan", "Lain", reason=" ")


def test_it_is_told_what_it_was_what_it_became_and_who_asked_and_approved(world, filled):
    _approve(world, filled, _correct(world, filled, "jumlah", "900").seq)

    asked, done = repairs_of(world.session, world.caller("kadis"), filled)

    assert done.title == "Isian diperbaiki: jumlah"
    assert asked.title.startswith("Diminta perbaikan isian jumlah")
    facts = dict(done.details)
    assert (facts["Semula"], facts["Menjadi"]) == ("1500", "900")
    assert (facts["Diminta oleh"], done.jabatan) == ("Jabatan sekretaris", "Jabatan kadis")
    assert facts["Alasan"] == "Salah ketik"
