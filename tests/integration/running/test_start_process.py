from __future__ import annotations

from datetime import UTC, datetime

import pytest

from service.access.refusals import NotYourOffice
from service.commands.start_process import TwinFound
from service.errors import NotFound
from service.running.refusals import (
    EntryRefused,
    NotInForce,
    UnitNotYours,
    VersionNotStartable,
)
from service.store import tables
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
