"""Whatever happens in an office, in whatever order, and wherever the store fails: it is whole."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.conftest import LONG
from tests.random_office.acts import ACTS
from tests.random_office.simulation import simulate

EXAMPLES, STEPS = (60, 50) if os.environ.get(LONG) else (2, 10)


def machine_on(office, anew):
    """Return the machine whose every run begins in an office without processes."""

    class Happenings(RuleBasedStateMachine):
        @initialize(start=st.sampled_from(ACTS["start"].options(office, office.seen())))
        def opens(self, start):
            self.office = anew()
            ACTS["start"].do(self.office, start, ())

        @invariant()
        def is_whole(self):
            if hasattr(self, "office"):
                self.office.look()

    for name, act in ACTS.items():
        setattr(Happenings, name, _rule_of(act))
    return Happenings


def _rule_of(act):
    def happens(self, data, fails):
        options = act.options(self.office, self.office.seen())
        option = data.draw(st.sampled_from(range(len(options))))
        act.do(self.office, options[option], fails)

    def possible(self):
        return hasattr(self, "office") and bool(act.options(self.office, self.office.seen()))

    at = st.lists(st.integers(1, 40), max_size=2)
    return precondition(possible)(rule(data=st.data(), fails=at)(happens))


@pytest.mark.slow
def test_whatever_happens_next_the_office_is_whole(anew):
    run_state_machine_as_test(
        machine_on(anew(), anew),
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.parametrize(
    ("seed", "steps"),
    [
        (1, 30),
        *(pytest.param(seed, 300, marks=pytest.mark.long) for seed in range(2, 12)),
    ],
)
def test_days_of_an_office_by_a_seed(anew, seed, steps):
    simulate(anew(), seed, steps)


@pytest.mark.parametrize(("seed", "steps"), [(7, 5), pytest.param(8, 150, marks=pytest.mark.long)])
def test_where_the_store_fails_at_every_statement_of_every_act(anew, seed, steps):
    office = anew()

    simulate(office, seed, steps, failing_everywhere=1)

    assert office.happened["power gone"] > steps


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_same_seed_is_the_same_office(anew):
    first = anew()
    simulate(first, 3, 15)
    second = anew()
    simulate(second, 3, 15)

    assert second.happened == first.happened
