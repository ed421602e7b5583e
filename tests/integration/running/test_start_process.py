from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select, update

from service.access.refusals import NotYourOffice
from service.commands.start_process import TwinFound
from service.errors import NotFound
from service.running.refusals import (
    EntryRefused,
    KindNotAsked,
    KindNotOffered,
    NotInForce,
    UnitNotYours,
    VersionNotStartable,
    WayNeeded,
    WayNotOffered,
)
from service.store import tables
from service.store.database import transaction
from tests.integration.running import diagrams

#: 31 December 2025, 23.59 WIB: the day before the version takes effect, in the office's zone.
BEFORE_EFFECT = datetime(2025, 12, 31, 16, 59, tzinfo=UTC)


@pytest.fixture
def version_id(world):
    return world.publish("one-task", diagrams.ONE_TASK)


def test_a_process_begins_with_its_first_task(world, version_id):
    started = world.start(version_id)

    process = world.process(started.instance_id)
    assert (process.status, process.revision, process.trial) == ("running", 1, True)
    assert (process.title, process.year, process.kind) == ("RKA 2027", 2027, "murni")
    assert process.unit_id == world.units["sekretaris"]
    assert world.open(started.instance_id) == ["work"]
    assert started.opened == (world.task_no(started.instance_id, "work"),)
    world.assert_whole(started.instance_id)


def test_the_history_begins_with_what_the_process_was_started_from(world, version_id):
    started = world.start(version_id)

    [(kind, payload, row)] = world.events(started.instance_id)
    assert kind == "ProcessStarted"
    assert payload["input"] == {
        "command": "start_process",
        "data": {"tahun": 2027, "jenis": "murni"},
        "zone": "Asia/Pontianak",
    }
    assert payload["version_id"] == str(version_id)
    assert payload["title"].removeprefix("text:") in payload["texts"]
    assert "RKA 2027" not in row["payload"]
    assert (row["actor_id"], row["jabatan"]) == (
        world.people["sekretaris"],
        "Jabatan sekretaris",
    )


def test_processes_are_numbered_without_gaps_and_trials_apart(world):
    effective = world.publish("one-task", diagrams.ONE_TASK, "effective")
    trial = world.publish("one-task", diagrams.ONE_TASK)

    numbers = [world.start(effective).number for _ in range(2)]
    numbers.append(world.start(trial).number)
    with pytest.raises(EntryRefused):
        world.start(effective, title=" ")
    numbers.append(world.start(effective).number)

    assert numbers == ["0001/2026", "0002/2026", "UC-0001/2026", "0003/2026"]


def test_a_second_start_of_the_same_year_and_kind_is_warned_about_first(world, version_id):
    first = world.start(version_id)

    assert world.start(version_id, confirmed=False) == TwinFound((first.number,))
    assert len(world.rows(tables.process_instance)) == 1
    assert world.start(version_id, confirmed=False, kind="perubahan").number == "UC-0002/2026"
    assert world.start(version_id, confirmed=False, year=2028).number == "UC-0003/2026"
    assert world.start(version_id).number == "UC-0004/2026"


@pytest.fixture
def kindless(world):
    """A SOP whose processes are of no kind, as those of a report."""
    return world.publish("one-task", diagrams.of_kinds(diagrams.ONE_TASK, ""))


def test_a_sop_without_kinds_takes_none_and_warns_of_a_second_one_of_the_year(world, kindless):
    with pytest.raises(KindNotAsked):
        world.start(kindless)
    first = world.start(kindless, kind="")

    [(_, payload, _)] = world.events(first.instance_id)
    assert world.process(first.instance_id).kind == ""
    assert payload["input"]["data"] == {"tahun": 2027, "jenis": None}
    assert world.start(kindless, kind="", confirmed=False) == TwinFound((first.number,))
    assert world.start(kindless, kind="", confirmed=False, year=2028).number == "UC-0002/2026"
    world.assert_whole(first.instance_id)


@pytest.mark.parametrize("kind", ["pergeseran", "", "tahunan"])
def test_only_a_kind_of_the_sop_can_be_started(world, kind):
    version_id = world.publish("one-task", diagrams.of_kinds(diagrams.ONE_TASK, "murni perubahan"))

    with pytest.raises(KindNotOffered) as refused:
        world.start(version_id, kind=kind)

    assert refused.value.params == {"kinds": "murni, perubahan"}
    assert world.rows(tables.process_instance) == []
    assert world.start(version_id, kind="perubahan").number == "UC-0001/2026"


@pytest.mark.parametrize("kind", ["murni", "perubahan", "pergeseran", "lainnya"])
def test_a_diagram_that_says_nothing_of_kinds_has_them_all(world, version_id, kind):
    assert world.start(version_id, kind=kind).number == "UC-0001/2026"


@pytest.mark.parametrize("kind", ["", "tahunan"])
def test_a_diagram_that_says_nothing_of_kinds_has_no_others(world, version_id, kind):
    with pytest.raises(KindNotOffered):
        world.start(version_id, kind=kind)


@pytest.mark.parametrize(("before", "after"), [("murni", ""), ("", "murni")])
def test_a_process_from_before_its_sop_had_kinds_or_lost_them_is_warned_about(
    world, version_id, kindless, before, after
):
    versions = {"murni": version_id, "": kindless}
    first = world.start(versions[before], kind=before)
    _as_next_version(world, versions[after], of=versions[before])

    found = world.start(versions[after], kind=after, confirmed=False)

    assert found == TwinFound((first.number,))


def _as_next_version(world, version_id, *, of):
    with transaction(world.session) as tx:
        versions = tables.sop_version
        sop_id = tx.scalar(
            select(versions.c.sop_id).where(
                versions.c.pemda_id == world.pemda_id, versions.c.id == of
            )
        )
        tx.execute(
            update(versions)
            .where(versions.c.pemda_id == world.pemda_id, versions.c.id == version_id)
            .values(sop_id=sop_id, number=2)
        )


@pytest.mark.parametrize("status", ["draft", "checked", "ratified", "withdrawn"])
def test_only_a_version_on_trial_or_in_force_can_be_started(world, status):
    version_id = world.publish("one-task", diagrams.ONE_TASK, status)

    with pytest.raises(VersionNotStartable):
        world.start(version_id)

    assert world.rows(tables.process_instance) == []


def test_a_version_is_started_only_from_its_effective_date_on(world):
    version_id = world.publish("one-task", diagrams.ONE_TASK, "effective")

    with pytest.raises(NotInForce):
        world.start(version_id, now=BEFORE_EFFECT)


def test_a_stranger_does_not_even_see_a_trial(world, version_id):
    with pytest.raises(NotFound):
        world.start(version_id, by="stranger")


def test_a_stranger_sees_a_version_in_force_but_does_not_start_it(world):
    version_id = world.publish("one-task", diagrams.ONE_TASK, "effective")

    with pytest.raises(NotYourOffice):
        world.start(version_id, by="stranger")


def test_the_administrator_of_the_application_starts_nothing(world, version_id):
    with pytest.raises((NotFound, NotYourOffice)):
        world.start(version_id, by="admin")


def test_the_owning_unit_must_be_of_the_office(world, version_id):
    with pytest.raises(UnitNotYours):
        world.start(version_id, unit_id=world.units["stranger"])

    started = world.start(version_id, unit_id=world.units["bidang_1"])
    assert world.process(started.instance_id).unit_id == world.units["bidang_1"]


# ---------------------------------------------------------------- several ways to begin


@pytest.fixture
def several(world):
    return world.publish("several-ways", diagrams.SEVERAL_WAYS)


def test_who_starts_a_process_says_with_which_of_several_ways(world, several):
    started = world.start(several, way="letter")

    assert world.open(started.instance_id) == ["answer"]
    [(_, payload, _)] = world.events(started.instance_id)
    assert payload["input"]["start"] == "letter"
    world.assert_whole(started.instance_id)


def test_where_no_way_is_said_the_one_without_a_trigger_is_meant(world, several):
    started = world.start(several)

    assert world.open(started.instance_id) == ["work"]
    [(_, payload, _)] = world.events(started.instance_id)
    assert payload["input"]["start"] == "plain"


@pytest.mark.parametrize("way", ["called", "work", "nothing"])
def test_nobody_starts_a_process_in_a_way_that_is_none_or_that_comes_by_itself(
    world, several, way
):
    with pytest.raises(WayNotOffered):
        world.start(several, way=way)

    assert world.rows(tables.process_instance) == []


def test_where_two_ways_could_be_meant_one_must_be_said(world):
    version_id = world.publish("two-letters", diagrams.TWO_LETTERS)

    with pytest.raises(WayNeeded):
        world.start(version_id)
    started = world.start(version_id, way="other")
    assert world.open(started.instance_id) == ["answer"]
