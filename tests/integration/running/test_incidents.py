from __future__ import annotations

from dataclasses import replace

import pytest

from service.access.refusals import PasswordNeeded
from service.commands.retry_incident import retry_incident
from service.engine import execute
from service.errors import NotFound
from service.running.refusals import IncidentGone, NotTheManager
from service.store import tables
from tests.integration.running import diagrams
from tests.integration.running.conftest import NOON


@pytest.fixture
def held(world):
    """A process in which no condition came out: the number was left empty."""
    instance_id = world.run("faulty", diagrams.FAULTY)
    world.complete("sekretaris", instance_id, "work")
    return instance_id


def _retry(world, instance_id, by="kadis", number=1, **more):
    return retry_incident(
        world.session,
        world.caller(by, **more),
        instance_id=instance_id,
        number=number,
        now=NOON,
    )


def test_a_retry_that_fails_again_leaves_the_process_where_it_stands(world, held):
    state = world.process(held).state

    result = _retry(world, held)

    assert result.incident == 1
    assert world.process(held).state == state
    [incident] = world.rows(tables.incident)
    assert (incident.attempts, incident.resolved_at) == (1, None)
    assert world.kinds(held)[-1] == "IncidentRetried"
    world.assert_whole(held)


def test_a_retry_that_goes_through_resolves_the_incident(world, held, monkeypatch):
    """Only the engine can mend what failed; here it is told that the steps went through."""

    def mended(definition, state, command, now, zone):
        step = execute(definition, state, command, now, zone)
        return replace(step, incident=None, resolved=command.number)

    monkeypatch.setattr("service.running.steps.execute", mended)
    result = _retry(world, held)

    assert result.incident is None
    [incident] = world.rows(tables.incident)
    assert (incident.attempts, incident.resolved_at) == (1, NOON)
    assert world.kinds(held)[-1] == "IncidentResolved"
    with pytest.raises(IncidentGone):
        _retry(world, held)


@pytest.mark.parametrize("by", ["ketua", "anggota", "bidang_1"])
def test_only_head_and_secretary_retry(world, held, by):
    with pytest.raises(NotTheManager):
        _retry(world, held, by=by)


@pytest.mark.parametrize("by", ["stranger", "admin", "bkad"])
def test_who_may_not_see_the_process_does_not_find_it(world, held, by):
    with pytest.raises(NotFound):
        _retry(world, held, by=by)


def test_a_retry_asks_for_the_password_again(world, held):
    with pytest.raises(PasswordNeeded):
        _retry(world, held, confirmed=False)


def test_an_incident_that_never_was_is_gone(world, held):
    with pytest.raises(IncidentGone):
        _retry(world, held, number=2)
