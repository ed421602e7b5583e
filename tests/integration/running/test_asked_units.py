"""Which units a step offers to be asked for their part, and who then hands in for them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import insert, update

from service.access.refusals import NotYourTask
from service.errors import NotFound
from service.forms import FieldsRejected
from service.queries.tasks import task_view
from service.running.refusals import UnitUnknown
from service.store import tables
from service.store.database import transaction
from service.store.ids import new_id
from tests.integration.running import diagrams
from tests.integration.running.conftest import NOON, SINCE, TODAY

BIDANG = tuple(f"bidang_{number}" for number in range(1, 6))


@pytest.fixture
def kasubbag(world):
    """Somebody in the Sekretariat whose jabatan hands in for it."""
    return _hire(world, "kasubbag", world.units["sekretaris"])


@pytest.fixture
def process(world):
    return world.run("supply", diagrams.SUPPLY, by="ketua")


def _hire(world, name, unit_id):
    keys = {"pemda_id": world.pemda_id}
    person_id, position_id, holding_id = new_id(), new_id(), new_id()
    world.people[name], world.positions[name] = person_id, position_id
    world.holdings[name], world.units[name] = holding_id, unit_id
    with transaction(world.session) as tx:
        tx.execute(
            insert(tables.person).values(
                **keys, id=person_id, active=True, made_at=NOON, name=name
            )
        )
        tx.execute(
            insert(tables.position).values(
                **keys,
                id=position_id,
                office_id=world.office_id,
                unit_id=unit_id,
                title=f"Jabatan {name}",
                role="bidang",
                sort=9,
                active=True,
            )
        )
        tx.execute(
            insert(tables.holding).values(
                **keys,
                id=holding_id,
                position_id=position_id,
                person_id=person_id,
                from_date=SINCE,
            )
        )
    return name


def _unit(world, name, kind):
    unit_id = new_id()
    with transaction(world.session) as tx:
        tx.execute(
            insert(tables.unit).values(
                pemda_id=world.pemda_id,
                id=unit_id,
                office_id=world.office_id,
                name=name,
                kind=kind,
                sort=0,
                active=True,
            )
        )
    return unit_id


def _offered(world, process, now=NOON):
    view = task_view(
        world.session,
        world.caller("ketua", now),
        process,
        world.task_no(process, "choose"),
        today=TODAY,
        now=now,
    )
    return view.context["alur_bidang"]


def _names(options):
    return [option.label for option in options]


def test_only_bidang_are_offered_where_nobody_else_hands_in(world, process):
    offered = _offered(world, process)

    assert _names(offered) == [f"Bidang {number}" for number in range(1, 6)]
    assert all(option.proposed and option.hint is None for option in offered)


def test_the_sekretariat_is_offered_unproposed_with_the_jabatan_that_hands_in(
    world, process, kasubbag
):
    *_, last = _offered(world, process)

    assert (last.value, last.proposed) == (str(world.units["sekretaris"]), False)
    assert last.hint == ("running.unit-supplied-by", {"jabatan": "Jabatan kasubbag"})


def test_a_uptd_is_offered_once_somebody_hands_in_for_it(world, process):
    uptd = _unit(world, "UPTD Pelatihan", "uptd")
    assert "UPTD Pelatihan" not in _names(_offered(world, process))

    _hire(world, "kepala_uptd", uptd)

    assert _names(_offered(world, process))[-1] == "UPTD Pelatihan"


def test_a_bidang_whose_jabatan_is_vacant_stays_proposed_and_says_so(world, process):
    world.retire("bidang_2")

    vacant = _offered(world, process)[1]

    assert (vacant.label, vacant.proposed) == ("Bidang 2", True)
    assert vacant.hint == ("running.unit-vacant", {})


def test_a_unit_for_which_only_a_plt_hands_in_is_offered_in_the_processes_of_his_letter(
    world, process, kasubbag
):
    world.retire(kasubbag)
    assert "Sekretariat" not in _names(_offered(world, process))
    instance = world.process(process)

    world.acting("anggota", kasubbag, kind="plt", sop_ids=frozenset({instance.sop_id}))

    later = NOON + timedelta(minutes=1)
    assert _names(_offered(world, process, later))[-1] == "Sekretariat"
    elsewhere = world.run("supply", diagrams.SUPPLY, by="ketua")
    assert "Sekretariat" not in _names(_offered(world, elsewhere, later))


def test_the_jabatan_of_the_unit_hands_in_and_nobody_else_of_it(world, process, kasubbag):
    world.complete("ketua", process, "choose", {"bidang": [str(world.units["sekretaris"])]})
    [task] = world.tasks(process, "open")
    assert task.candidate == f"unit:{world.units['sekretaris']}:bidang"

    for other in ("sekretaris", "anggota", "bidang_1"):
        with pytest.raises((NotYourTask, NotFound)):
            world.complete_no(other, process, task.task_no)

    world.complete_no(kasubbag, process, task.task_no)

    assert world.open(process) == ["collect"]
    world.assert_whole(process)


def test_a_unit_in_which_nobody_hands_in_cannot_be_chosen(world, process):
    with pytest.raises(FieldsRejected):
        world.complete("ketua", process, "choose", {"bidang": [str(world.units["sekretaris"])]})


def test_a_unit_that_was_asked_stays_asked_when_its_jabatan_falls_vacant(world, process, kasubbag):
    world.complete("ketua", process, "choose", {"bidang": [str(world.units["sekretaris"])]})
    world.retire(kasubbag)

    _hire(world, "penerus", world.units["sekretaris"])

    world.complete("penerus", process, "deliver")
    assert world.open(process) == ["collect"]


def test_a_unit_out_of_use_is_neither_offered_nor_accepted(world, process):
    _out_of_use(world, world.units["bidang_3"])

    assert "Bidang 3" not in _names(_offered(world, process))
    with pytest.raises(FieldsRejected):
        world.complete("ketua", process, "choose", {"bidang": [str(world.units["bidang_3"])]})


def test_a_step_of_a_unit_that_went_out_of_use_is_refused_by_the_name_of_the_step(world):
    process = world.run("supply-later", diagrams.SUPPLY_LATER, by="ketua")
    world.complete("ketua", process, "choose", {"bidang": [str(world.units["bidang_3"])]})
    _out_of_use(world, world.units["bidang_3"])

    with pytest.raises(UnitUnknown) as refused:
        world.complete("ketua", process, "write")

    assert refused.value.params == {"step": "deliver"}
    assert world.open(process) == ["write"]


def _out_of_use(world, unit_id):
    with transaction(world.session) as tx:
        tx.execute(
            update(tables.unit)
            .where(tables.unit.c.pemda_id == world.pemda_id, tables.unit.c.id == unit_id)
            .values(active=False)
        )
