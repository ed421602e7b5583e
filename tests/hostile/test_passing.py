"""What is done with a file that was uploaded takes two seconds at most, whatever is in it."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest
from lxml import etree

from service.diagrams import DiagramRefused, examine
from service.diagrams.opening import opened
from service.diagrams.picture import draw
from service.engine import compile_process
from tests.constructs.driver import wander
from tests.hostile.heavy import HEAVY
from tests.hostile.running import RUNNING
from tests.hostile.shown import PICTURES, TEXTS

PASSING = [*PICTURES, *TEXTS, *RUNNING]

pytestmark = pytest.mark.slow

#: Of this process, so that a busy machine makes no hostile file.
SECONDS = 2


def seconds(act):
    began = time.process_time()
    act()
    return time.process_time() - began


def walked(verdict):
    """Return how a few steps of the first process end; None when it is not run."""
    if not verdict.deployable:
        return None
    processes = {item.id: item for item in verdict.diagram.processes}
    definition = compile_process(verdict.diagram.processes[0], processes)
    begun = wander(definition, moves=0)
    return begun if begun.incident is not None else wander(definition, moves=3)


@pytest.mark.parametrize("hostile", PASSING, ids=str)
def test_it_is_refused_or_harmless_or_stopped_in_two_seconds(hostile):
    began = time.process_time()
    verdict = examine(hostile.raw, called={})
    assert time.process_time() - began < SECONDS

    began = time.process_time()
    step = walked(verdict)
    assert time.process_time() - began < SECONDS
    codes = {finding.code for finding in verdict.findings if finding.severity == "error"}
    if step is not None and step.incident is not None:
        codes.add(step.incident.code)
    assert hostile.code in codes if hostile.code else not codes


@pytest.mark.parametrize("hostile", [*PASSING, *HEAVY], ids=str)
def test_it_is_opened_in_the_modeller_and_drawn_in_two_seconds(hostile):
    assert seconds(lambda: opened(hostile.raw)) < SECONDS
    began = time.process_time()
    with suppress(DiagramRefused):
        etree.fromstring(draw(hostile.raw))
    assert time.process_time() - began < SECONDS
