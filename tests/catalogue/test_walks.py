"""Every SOP of the catalogue, walked on a real store until every flow and loop was taken."""

from __future__ import annotations

from dataclasses import replace

import pytest

from service.diagrams.model import Activity, BoundaryEvent, MultiInstance
from tests.catalogue.drawn import flows_along, loops_of, process
from tests.catalogue.places import KEYS
from tests.catalogue.walker import Walker, open_demo
from tests.catalogue.walks import BIDANG, expectation, keys

WALKS = [
    pytest.param(key, number, id=f"{key}-{number}")
    for key in keys()
    for number in range(len(expectation(key).walks))
]

each = pytest.mark.parametrize("key", keys())


@pytest.mark.slow
@pytest.mark.parametrize(("key", "number"), WALKS)
def test_a_walk_ends_as_it_should(key, number, database, session, kept):
    kept(f"walks_{key}", lambda: open_demo(session, key))
    session.close()
    expected = expectation(key).walks[number]

    found = Walker(database, key).walk(expected)

    assert found.path == expected.path
    assert list(found.flows) == flows_along(key, expected.path)
    assert found.status == expected.status
    assert found.documents == expected.documents
    assert found.rounds == expected.rounds
    assert found.acts == expected.acts
    assert found.waived == tuple(deed.step for deed in expected.script if deed.waived)
    assert (found.chain_whole, found.replays) == (True, True)


def test_every_sop_has_its_expectation():
    assert keys() == KEYS


@each
def test_the_walks_take_every_flow(key):
    walks = expectation(key).walks

    taken = {flow for walk in walks for flow in flows_along(key, walk.path)}

    assert {flow.id for flow in process(key).scope.all_flows()} - taken == set()


@each
def test_the_walks_come_to_every_node_and_boundary(key):
    passed = {node for walk in expectation(key).walks for node in walk.path}
    nodes = list(process(key).scope.all_nodes())

    assert {node.id for node in nodes} - passed == set()
    assert [node for node in nodes if isinstance(node, BoundaryEvent)] == [
        node for node in nodes if isinstance(node, BoundaryEvent) and node.id in passed
    ]


@each
def test_a_process_takes_every_loop_twice(key):
    expected = expectation(key)
    taken = [flows_along(key, walk.path) for walk in expected.walks]

    most = {flow: max(flows.count(flow) for flows in taken) for flow in loops_of(key)}

    assert {flow for flow, times in most.items() if times < 2} == set(expected.once)


@each
def test_the_bidang_supply_all_but_a_late_one_and_one_alone(key):
    shared = [
        node.id
        for node in process(key).scope.all_nodes()
        if isinstance(node, Activity) and isinstance(node.loop, MultiInstance)
    ]

    for step in shared:
        seen = {_pattern(walk, step) for walk in expectation(key).walks}
        assert {"all", "late one waived", "one alone"} <= seen, step


def _pattern(walk, step):
    """Return how the Bidang supply in a walk that asks them once."""
    done = [deed for deed in walk.script if deed.step == step]
    waived = [deed for deed in done if deed.waived is not None]
    if len(done) == 1:
        return "one alone"
    if waived:
        return "late one waived" if waived == done[-1:] else "other"
    return "all" if len(done) == len(BIDANG) else "some"


# ---------------------------------------------------------------- the checks themselves


def test_a_path_that_jumps_is_noticed():
    with pytest.raises(AssertionError, match="no flow of the path leads to step_9"):
        flows_along("kalbar-renja-renstra", ["start_1", "step_1", "step_9"])


def test_a_return_is_a_loop_and_what_goes_on_is_not():
    loops = loops_of("kalbar-rka-dpa")

    assert {"f_gw_7_step_5", "f_gw_14_step_13", "f_gw_14_p_kirim"} <= loops
    assert loops.isdisjoint({"f_gw_7_step_8", "f_step_10_step_11", "f_gw_16_end_1"})


def test_a_script_that_the_diagram_does_not_allow_fails(database, session, kept):
    key = "kalbar-renja-renstra"
    kept(f"walks_{key}", lambda: open_demo(session, key))
    session.close()
    short = expectation(key).walks[2]
    deeds = (*short.script[:2], replace(short.script[2], who="sekretaris"))

    with pytest.raises(AssertionError, match="sekretaris has no task step_3"):
        Walker(database, key).walk(replace(short, script=deeds))
