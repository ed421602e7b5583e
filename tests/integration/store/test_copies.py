"""What fills a store for benchmarks: copies that nothing tells from processes that came about."""

from __future__ import annotations

import pytest

from service.queries.operators import reexecute_all
from service.store.verify import verify_store
from tests.benchmarks.copies import Template, fill
from tests.benchmarks.measures import Rounds
from tests.benchmarks.office import make_office

pytestmark = pytest.mark.slow


@pytest.fixture
def filled(session):
    office = make_office(session)
    process = Rounds(office, 3)
    template = Template.of(session, office.pemda_id, process.instance_id)
    fill(session, template, 7)
    return session


def test_every_copy_is_a_process_with_a_chain_of_its_own(filled):
    # The office was made by plain inserts, of which no event tells.
    verdicts = [it for it in verify_store(filled) if it.stream.kind == "process"]

    assert [verdict.fault for verdict in verdicts] == [None] * 8


def test_every_copy_comes_out_the_same_when_it_is_executed_again(filled):
    found = list(reexecute_all(filled))

    assert [item.difference for item in found] == [None] * 8
    assert [item.executed for item in found] == [4] * 8
