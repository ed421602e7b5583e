"""Publishing a version writes with what it begins processes by itself (docs/decisions/0015)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from service.commands.add_sop_version import Upload, add_sop_version
from service.store.database import read
from service.store.tables import way_in
from tests import sops
from tests.integration.commands.test_sops import TODAY, world
from tests.people import NOON

__all__ = ["world"]

_CYCLE = "<bpmn:timeCycle>R/2027-01-04T01:00:00Z/P1Y</bpmn:timeCycle>"
_EVENTS = (
    '<bpmn:signalEventDefinition signalRef="buka"/>'
    f"<bpmn:timerEventDefinition>{_CYCLE}</bpmn:timerEventDefinition>"
)


@pytest.fixture
def version(world):
    raw = (
        sops.diagram()
        .replace(
            b'<bpmn:startEvent id="start"/>',
            f'<bpmn:startEvent id="start">{_EVENTS}</bpmn:startEvent>'.encode(),
        )
        .replace(b"<bpmn:process ", b'<bpmn:signal id="buka" name="dibuka"/><bpmn:process ', 1)
    )
    made = add_sop_version(
        world.session,
        world.analyst,
        office_id=world.dinas,
        upload=Upload(raw, {}, note=""),
        now=NOON,
        catalogue=world.catalogue,
    ).made
    return made.version_id


def ways(world):
    with read(world.session) as connection:
        rows = connection.execute(
            select(way_in.c.place, way_in.c.kind, way_in.c.name, way_in.c.due_at)
            .where(way_in.c.pemda_id == world.pemda.id)
            .order_by(way_in.c.place)
        )
        return [(row.place, row.kind, row.name, row.due_at and row.due_at.year) for row in rows]


def test_a_draft_begins_nothing_by_itself(world, version):
    assert ways(world) == []


def test_a_trial_begins_with_what_is_sent_and_at_no_time(world, version):
    world.trial(version)

    assert ways(world) == [(1, "signal", "dibuka", None)]


def test_what_is_in_force_begins_also_at_its_times_from_its_first_day_on(world, version):
    world.trial(version)
    world.effect(version, day=TODAY + timedelta(days=100))

    assert ways(world) == [(1, "signal", "dibuka", None), (2, "timer", None, 2028)]
