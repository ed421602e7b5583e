"""The comparison finds what it is there for: faults that are planted into the engine."""

import pytest

from tests.oracle.building import build
from tests.oracle.compare import Disagreement, RefusedByGate, play
from tests.oracle.faults import FAULTS
from tests.oracle.generator import FEWEST_NODES, diagram, size_of
from tests.oracle.shrink import shrink

#: Each is found within so many diagrams.
DIAGRAMS = 1_000

#: Found soon, and of different kinds: these are planted in every run.
USUAL = (
    "a_signal_goes_to_the_longest_armed_only",
    "boundaries_take_kept_messages",
    "codec_loses_data_of_inner_scopes",
    "inclusive_join_fires_at_once",
    "interrupting_boundary_does_not_cancel",
    "loop_maximum_is_off_by_one",
)


def seed_that_finds_it():
    for seed in range(DIAGRAMS):
        try:
            play(diagram(seed)[1].model, seed)
        except RefusedByGate:
            continue
        except Disagreement as found:
            return seed, found.what
    return None


def test_there_are_at_least_twenty_faults():
    assert len(FAULTS) >= 20
    assert set(USUAL) <= set(FAULTS)


@pytest.mark.parametrize("name", USUAL)
@pytest.mark.slow
def test_a_planted_fault_is_found(name, monkeypatch):
    FAULTS[name](monkeypatch)

    assert seed_that_finds_it() is not None


@pytest.mark.long
@pytest.mark.parametrize("name", sorted(set(FAULTS) - set(USUAL)))
def test_every_planted_fault_is_found(name, monkeypatch):
    FAULTS[name](monkeypatch)

    assert seed_that_finds_it() is not None


@pytest.mark.slow
def test_what_is_found_becomes_a_small_diagram_and_a_short_case(monkeypatch):
    FAULTS["loop_maximum_is_off_by_one"](monkeypatch)
    seed, _ = seed_that_finds_it()

    plan, found = shrink(diagram(seed)[0], seed)

    assert size_of(build(plan)) < FEWEST_NODES
    assert len(found.happenings) <= 4


def test_a_store_that_gives_back_an_old_state_is_noticed():
    states = []

    def forgetful(state):
        states.append(state)
        return states[0]

    def play_some():
        for seed in range(20):
            states.clear()
            play(diagram(seed)[1].model, seed, restore=forgetful)

    with pytest.raises(Disagreement):
        play_some()
