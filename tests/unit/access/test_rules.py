from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from service.access import refusals, rules
from service.access.candidates import (
    candidate_keys,
    candidate_of,
    is_recorder,
    recorder_key,
    team_key,
)
from service.access.model import Place
from service.errors import NotFound
from tests.unit.access.personas import (
    ADMINISTRATOR,
    ANALYST,
    ANALYST_OF_OTHER_PEMDA,
    ANGGOTA_TIM,
    AUDITOR,
    AUDITOR_OF_OTHER_PEMDA,
    AUDITOR_WITHOUT_LETTER,
    AUTHOR,
    DINAS,
    INSPEKTUR,
    KABID,
    KEPALA_DINAS,
    KEPALA_DINAS_LAIN,
    KEPALA_OF_OTHER_PEMDA,
    KETUA_TIM,
    LETTER,
    NOBODY,
    OFFICE_ANALYST,
    OTHER_DINAS,
    OTHER_KABID,
    OTHER_PEMDA,
    PEMDA,
    PETUGAS_BKAD,
    PLACE,
    PROCESS,
    SEKRETARIAT_STAFF,
    SEKRETARIS,
    SEKRETARIS_LAIN,
    SOP,
    STAFF,
    FakeProcess,
    FakeTask,
    caller,
    holder,
    uid,
)

OUTSIDERS = [
    KEPALA_DINAS_LAIN,
    KEPALA_OF_OTHER_PEMDA,
    ANALYST_OF_OTHER_PEMDA,
    NOBODY,
]
KADIS_TASK = FakeTask(f"office:{DINAS}:kepala_dinas")
TEAM_TASK = FakeTask(team_key(PROCESS, "anggota_tim"))
TAPD_TASK = FakeTask("agency:tapd", kind="receive")


# ---------------------------------------------------------------- seeing a process


@pytest.mark.parametrize("who", [KEPALA_DINAS, SEKRETARIS, KETUA_TIM, KABID, STAFF])
def test_staff_of_the_owning_office_see_its_processes_without_a_log(who):
    assert rules.require_may_see_process(who, FakeProcess()) is None


@pytest.mark.parametrize("who", [*OUTSIDERS, PETUGAS_BKAD, INSPEKTUR])
def test_a_process_is_not_found_by_people_of_other_offices(who):
    with pytest.raises(NotFound):
        rules.require_may_see_process(who, FakeProcess())


def test_an_outside_agency_sees_the_processes_that_have_a_task_for_it():
    process = FakeProcess(candidates=frozenset({"agency:tapd"}))

    assert rules.may_see_process(PETUGAS_BKAD, process)
    assert not rules.may_see_process(PETUGAS_BKAD, FakeProcess())


def test_an_agency_of_the_same_name_in_another_pemda_sees_nothing():
    stranger = replace(PETUGAS_BKAD, pemda_id=OTHER_PEMDA)

    assert not rules.may_see_process(stranger, FakeProcess(candidates=frozenset({"agency:bkad"})))


@pytest.mark.parametrize("who", [ANALYST, OFFICE_ANALYST, ADMINISTRATOR, AUDITOR_WITHOUT_LETTER])
def test_analyst_administrator_and_auditor_without_letter_see_no_process(who):
    process = FakeProcess(candidates=frozenset({f"office:{DINAS}:kepala_dinas", "agency:"}))

    with pytest.raises(NotFound):
        rules.require_may_see_process(who, process)


def test_an_auditor_sees_a_process_under_the_letter_that_must_be_logged():
    assert rules.require_may_see_process(AUDITOR, FakeProcess()) == LETTER


@pytest.mark.parametrize(
    ("scope", "covered"),
    [
        ({"office_id": None, "sop_id": None}, True),
        ({"office_id": DINAS, "sop_id": SOP}, True),
        ({"office_id": OTHER_DINAS, "sop_id": None}, False),
        ({"office_id": DINAS, "sop_id": uid("other sop")}, False),
    ],
)
def test_a_letter_covers_only_its_office_and_its_sop(scope, covered):
    auditor = replace(AUDITOR, audits=(replace(LETTER, **scope),))

    assert rules.may_see_process(auditor, FakeProcess()) is covered


def test_a_letter_without_the_jabatan_of_an_auditor_is_worth_nothing():
    assert not rules.may_see_process(replace(KEPALA_DINAS_LAIN, audits=(LETTER,)), FakeProcess())


def test_a_letter_of_another_pemda_covers_nothing_here():
    assert not rules.may_see_process(AUDITOR_OF_OTHER_PEMDA, FakeProcess())


def test_staff_with_a_letter_see_their_own_office_as_staff():
    both = caller(*KABID.holders, *AUDITOR.holders, audits=(LETTER,))

    assert rules.require_may_see_process(both, FakeProcess()) is None


# ---------------------------------------------------------------- doing a task


def test_the_head_of_the_office_does_the_task_of_the_head():
    assert rules.holder_for(KEPALA_DINAS, KADIS_TASK).title == "Kepala Dinas"


@pytest.mark.parametrize("who", [SEKRETARIS, KETUA_TIM, KABID, ANALYST, AUDITOR, *OUTSIDERS])
def test_nobody_else_does_the_task_of_the_head(who):
    with pytest.raises(refusals.NotYourTask):
        rules.holder_for(who, KADIS_TASK)


def test_a_bidang_does_only_its_own_instance():
    own = FakeTask(f"unit:{uid(f'bidang {DINAS}')}:bidang")

    assert rules.may_do_task(KABID, own)
    assert not rules.may_do_task(OTHER_KABID, own)


def test_a_member_of_the_team_does_its_task_in_a_jabatan_of_the_office():
    member = replace(STAFF, teams=frozenset({(PROCESS, "anggota_tim")}))

    assert rules.holder_for(member, TEAM_TASK) == STAFF.holders[0]


@pytest.mark.parametrize(
    "who",
    [
        ANGGOTA_TIM,
        replace(STAFF, teams=frozenset({(PROCESS, "ketua_tim")})),
        replace(STAFF, teams=frozenset({(uid("other process"), "anggota_tim")})),
        replace(KEPALA_DINAS_LAIN, teams=frozenset({(PROCESS, "anggota_tim")})),
        replace(KEPALA_OF_OTHER_PEMDA, teams=frozenset({(PROCESS, "anggota_tim")})),
        replace(OFFICE_ANALYST, teams=frozenset({(PROCESS, "anggota_tim")})),
        replace(NOBODY, teams=frozenset({(PROCESS, "anggota_tim")})),
    ],
)
def test_a_team_task_is_for_the_team_by_name_in_the_office_only(who):
    with pytest.raises(refusals.NotYourTask):
        rules.holder_for(who, TEAM_TASK)


def test_the_agency_itself_completes_what_it_supplies():
    acting = rules.holder_for(PETUGAS_BKAD, TAPD_TASK)

    assert rules.acts_for_agency(acting, TAPD_TASK)


@pytest.mark.parametrize("who", [SEKRETARIS, SEKRETARIAT_STAFF])
def test_the_sekretariat_of_the_owning_office_records_for_the_agency(who):
    acting = rules.holder_for(who, TAPD_TASK)

    assert not rules.acts_for_agency(acting, TAPD_TASK)


@pytest.mark.parametrize("who", [KEPALA_DINAS, KABID, SEKRETARIS_LAIN, ANALYST, *OUTSIDERS])
def test_others_record_nothing_for_an_agency(who):
    with pytest.raises(refusals.NotYourTask):
        rules.holder_for(who, TAPD_TASK)


def test_a_recorder_does_not_do_an_agencys_user_task():
    assert not rules.may_do_task(SEKRETARIS, replace(TAPD_TASK, kind="user"))


def test_a_node_without_agency_is_for_no_agency():
    assert not rules.may_do_task(PETUGAS_BKAD, FakeTask("agency:", kind="receive"))


def test_an_administrator_has_no_lane_even_with_a_second_jabatan():
    both = caller(*ADMINISTRATOR.holders, *KEPALA_DINAS.holders)

    assert candidate_keys(both) == frozenset()
    assert not rules.may_do_task(both, KADIS_TASK)
    assert not rules.may_see_process(both, FakeProcess())
    assert not rules.may_start(both, PLACE)
    assert not rules.may_make_effective(both, PLACE, {AUTHOR})


def test_the_jabatan_that_is_worn_acts_where_it_fits():
    first = holder("Anggota Tim 1", unit="tim", role="anggota_tim")
    second = holder("Anggota Tim 2", unit="tim", role="anggota_tim")
    task = FakeTask(f"unit:{uid(f'tim {DINAS}')}:anggota_tim")
    two = caller(first, second)

    assert rules.holder_for(two, task) == first
    assert rules.holder_for(replace(two, worn=second.holding_id), task) == second
    assert rules.holder_for(replace(two, worn=uid("elsewhere")), task) == first


def test_a_task_that_another_took_is_a_conflict_that_names_the_jabatan():
    taken = replace(KADIS_TASK, claimed_by=uid("somebody"), claimed_jabatan="Plt. Kepala Dinas")

    with pytest.raises(refusals.ClaimedByAnother) as caught:
        rules.require_may_do_task(KEPALA_DINAS, FakeProcess(), taken)

    assert caught.value.params == {"jabatan": "Plt. Kepala Dinas"}
    assert caught.value.status == 409


def test_ones_own_claim_is_no_conflict():
    taken = replace(KADIS_TASK, claimed_by=KEPALA_DINAS.person_id)

    assert rules.require_may_do_task(KEPALA_DINAS, FakeProcess(), taken)


def test_unseen_is_404_and_seen_but_not_ones_own_is_403():
    with pytest.raises(NotFound):
        rules.require_may_do_task(KEPALA_DINAS_LAIN, FakeProcess(), KADIS_TASK)
    with pytest.raises(refusals.NotYourTask) as caught:
        rules.require_may_do_task(KABID, FakeProcess(), KADIS_TASK)
    assert caught.value.status == 403


@pytest.mark.parametrize("who", [KEPALA_DINAS, SEKRETARIS, KETUA_TIM, ANGGOTA_TIM, KABID])
def test_whoever_has_a_lane_in_the_office_starts_its_processes(who):
    assert rules.starter_for(who, PLACE) == who.holders[0]


@pytest.mark.parametrize(
    "who", [STAFF, ANALYST, OFFICE_ANALYST, AUDITOR, ADMINISTRATOR, PETUGAS_BKAD, *OUTSIDERS]
)
def test_others_start_nothing(who):
    with pytest.raises(refusals.NotYourOffice):
        rules.starter_for(who, PLACE)


@pytest.mark.parametrize("who", [SEKRETARIS, SEKRETARIAT_STAFF])
def test_the_sekretariat_records_acts_on_paper(who):
    assert rules.recorder_for(who, PLACE) == who.holders[0]


@pytest.mark.parametrize("who", [KEPALA_DINAS, KABID, SEKRETARIS_LAIN, OFFICE_ANALYST, *OUTSIDERS])
def test_others_record_no_acts_on_paper(who):
    with pytest.raises(refusals.OnlyRecorders):
        rules.recorder_for(who, PLACE)


# ---------------------------------------------------------------- candidates


def test_a_lane_resolves_to_the_team_once_the_case_has_one():
    before = candidate_of(
        "ketua_tim", office_id=DINAS, owning_unit_id=uid("unit"), instance_id=PROCESS
    )
    after = candidate_of(
        "ketua_tim",
        office_id=DINAS,
        owning_unit_id=uid("unit"),
        instance_id=PROCESS,
        team_roles=frozenset({"ketua_tim"}),
    )

    assert before == f"unit:{uid('unit')}:ketua_tim"
    assert after == f"team:{PROCESS}:ketua_tim"


def test_a_bidang_without_own_instance_is_that_of_the_owning_unit():
    assert (
        candidate_of("bidang", office_id=DINAS, owning_unit_id=uid("u"), instance_id=PROCESS)
        == f"unit:{uid('u')}:bidang"
    )


def test_an_agency_is_the_same_however_the_diagram_writes_it():
    keys = {
        candidate_of(
            "instansi",
            office_id=DINAS,
            owning_unit_id=uid("u"),
            instance_id=PROCESS,
            agency=name,
        )
        for name in ("TAPD", "tapd", " Tapd ")
    }

    assert keys == {"agency:tapd"}


def test_an_office_answers_to_its_kind_its_short_name_and_whom_it_stands_for():
    assert candidate_keys(PETUGAS_BKAD) == {"agency:bkad", "agency:tapd"}
    biro = caller(holder("Staf", office=uid("biro"), kind="lain", short_name="Biro  Hukum"))
    assert candidate_keys(biro) == {"agency:biro-hukum"}


def test_a_secretary_answers_to_the_office_and_as_recorder():
    assert candidate_keys(SEKRETARIS) == {f"office:{DINAS}:sekretaris", recorder_key(DINAS)}


# ---------------------------------------------------------------- SOPs


@pytest.mark.parametrize("who", [ANALYST, OFFICE_ANALYST, KEPALA_DINAS, SEKRETARIS])
def test_analysts_and_the_head_of_the_office_write_its_sops(who):
    assert rules.author_for(who, PLACE) == who.holders[0]


@pytest.mark.parametrize("who", [KETUA_TIM, KABID, AUDITOR, ADMINISTRATOR, *OUTSIDERS])
def test_others_write_none(who):
    with pytest.raises(refusals.OnlyAuthors):
        rules.author_for(who, PLACE)


@pytest.mark.parametrize(
    "who", [KEPALA_DINAS, SEKRETARIS, KABID, AUDITOR, ADMINISTRATOR, *OUTSIDERS]
)
def test_only_an_analyst_publishes_as_uji_coba(who):
    with pytest.raises(refusals.OnlyAnalysts):
        rules.analyst_for(who, PLACE)


def test_an_analyst_outside_organisasi_has_only_the_own_office_in_scope():
    assert rules.may_publish_trial(OFFICE_ANALYST, PLACE)
    assert not rules.may_publish_trial(OFFICE_ANALYST, Place(PEMDA, OTHER_DINAS))
    assert rules.may_publish_trial(ANALYST, Place(PEMDA, OTHER_DINAS))


def test_the_head_makes_effective_what_another_wrote():
    assert rules.ratifier_for(KEPALA_DINAS, PLACE, {AUTHOR}) == KEPALA_DINAS.holders[0]
    assert rules.may_make_effective(KEPALA_DINAS, PLACE, {AUTHOR})


def test_the_author_never_makes_it_effective():
    with pytest.raises(refusals.AuthorMayNotRatify):
        rules.ratifier_for(KEPALA_DINAS, PLACE, {KEPALA_DINAS.person_id})
    with pytest.raises(refusals.AuthorMayNotRatify):
        rules.ratification_recorder_for(ANALYST, PLACE, {ANALYST.person_id})
    assert not rules.may_make_effective(KEPALA_DINAS, PLACE, {KEPALA_DINAS.person_id})
    assert not rules.may_record_ratification(ANALYST, PLACE, {ANALYST.person_id})


@pytest.mark.parametrize("who", [SEKRETARIS, KABID, ANALYST, ADMINISTRATOR, *OUTSIDERS])
def test_nobody_but_the_head_makes_effective(who):
    with pytest.raises(refusals.OnlyHead):
        rules.ratifier_for(who, PLACE, {AUTHOR})


@pytest.mark.parametrize("who", [SEKRETARIS, SEKRETARIAT_STAFF, OFFICE_ANALYST, ANALYST])
def test_a_ratification_on_paper_is_recorded_by_the_office_or_an_analyst(who):
    assert rules.ratification_recorder_for(who, PLACE, {AUTHOR}) == who.holders[0]


@pytest.mark.parametrize("who", [KEPALA_DINAS, KABID, SEKRETARIS_LAIN, ADMINISTRATOR, *OUTSIDERS])
def test_others_record_no_ratification(who):
    with pytest.raises(refusals.OnlyRecorders):
        rules.ratification_recorder_for(who, PLACE, {AUTHOR})


@pytest.mark.parametrize("who", [KEPALA_DINAS, ANALYST, OFFICE_ANALYST])
def test_head_and_analyst_withdraw(who):
    assert rules.withdrawer_for(who, PLACE) == who.holders[0]


@pytest.mark.parametrize("who", [KEPALA_DINAS, ANALYST, OFFICE_ANALYST])
def test_head_and_analyst_evaluate(who):
    assert rules.evaluator_for(who, PLACE) == who.holders[0]


@pytest.mark.parametrize("who", [SEKRETARIS, KABID, ADMINISTRATOR, *OUTSIDERS])
def test_others_evaluate_nothing(who):
    with pytest.raises(refusals.OnlyHead):
        rules.evaluator_for(who, PLACE)


@pytest.mark.parametrize("who", [SEKRETARIS, KABID, ADMINISTRATOR, *OUTSIDERS])
def test_others_withdraw_nothing(who):
    with pytest.raises(refusals.OnlyHead):
        rules.withdrawer_for(who, PLACE)


@pytest.mark.parametrize("who", [*OUTSIDERS, PETUGAS_BKAD, ADMINISTRATOR, AUDITOR_WITHOUT_LETTER])
def test_a_sop_that_is_not_in_force_is_not_found_outside(who):
    with pytest.raises(NotFound):
        rules.require_may_see_sop(who, PLACE, SOP, public=False)


@pytest.mark.parametrize("who", [STAFF, ANALYST, AUDITOR, OFFICE_ANALYST])
def test_a_sop_that_is_not_in_force_is_seen_by_its_office_its_analyst_and_its_auditor(who):
    rules.require_may_see_sop(who, PLACE, SOP, public=False)


def test_a_sop_in_force_is_open_to_the_whole_pemda_and_to_no_other():
    assert rules.may_see_sop(KEPALA_DINAS_LAIN, PLACE, SOP, public=True)
    assert not rules.may_see_sop(KEPALA_OF_OTHER_PEMDA, PLACE, SOP, public=True)
    assert not rules.may_see_sop(NOBODY, PLACE, SOP, public=True)


# ---------------------------------------------------------------- structure, letters, passwords


def test_the_administrator_manages_the_structure():
    assert rules.administrator_for(ADMINISTRATOR) == ADMINISTRATOR.holders[0]


@pytest.mark.parametrize("who", [KEPALA_DINAS, ANALYST, AUDITOR, INSPEKTUR, *OUTSIDERS])
def test_nobody_else_manages_the_structure(who):
    with pytest.raises(refusals.OnlyAdministrators):
        rules.administrator_for(who)
    assert not rules.may_manage_structure(who)


def test_an_analyst_who_sits_in_a_sekretariat_records_nothing():
    analyst = caller(holder("Analis", unit_kind="sekretariat", duty="analyst"))

    assert candidate_keys(analyst) == frozenset()
    assert not is_recorder(analyst.holders[0])
    with pytest.raises(refusals.OnlyRecorders):
        rules.recorder_for(analyst, PLACE)


def test_the_leadership_of_the_inspektorat_keeps_the_letters():
    assert rules.may_record_assignments(INSPEKTUR)
    assert not rules.may_record_assignments(AUDITOR)
    assert not rules.may_record_assignments(KEPALA_DINAS)


def test_only_an_auditor_can_lack_a_letter():
    assert rules.lacks_assignment(replace(AUDITOR, audits=()))
    assert not rules.lacks_assignment(AUDITOR)
    assert not rules.lacks_assignment(KEPALA_DINAS)


def test_the_inspektur_records_a_surat_tugas_for_another():
    assert rules.granter_for(INSPEKTUR, AUDITOR.person_id) == INSPEKTUR.holders[0]
    with pytest.raises(refusals.NoAssignmentToOneself):
        rules.granter_for(INSPEKTUR, INSPEKTUR.person_id)


@pytest.mark.parametrize("who", [ADMINISTRATOR, AUDITOR, KEPALA_DINAS, ANALYST, *OUTSIDERS])
def test_nobody_outside_the_leadership_of_the_inspektorat_records_a_surat_tugas(who):
    with pytest.raises(refusals.OnlyInspectorate):
        rules.granter_for(who, uid("an auditor"))
    assert not rules.may_grant_audit(who, uid("an auditor"))


def test_a_typed_password_counts_for_five_minutes():
    typed = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
    confirmed = replace(KEPALA_DINAS, confirmed_at=typed)

    rules.require_confirmed(confirmed, typed + timedelta(minutes=5))
    with pytest.raises(refusals.PasswordNeeded):
        rules.require_confirmed(confirmed, typed + timedelta(minutes=5, seconds=1))
    with pytest.raises(refusals.PasswordNeeded):
        rules.require_confirmed(KEPALA_DINAS, typed)
