"""What a browser loads stays light; a library that brings its editors along is noticed here."""

from __future__ import annotations

import pytest

from tests.benchmarks.bundle_sizes import weights

#: KB (1,000 bytes) over the wire.
BUDGETS = {
    "src/app.js": 40,
    "src/table.js": 20,
    "src/replay.js": 90,
    "src/forms.js": 250,
    "src/modeller.js": 320,
}


@pytest.mark.parametrize(("entry", "most"), BUDGETS.items())
def test_what_an_entry_loads_stays_within_its_budget(entry, most):
    assert weights()[entry].travelling <= most * 1000


def test_every_entry_has_a_budget():
    assert set(weights()) == set(BUDGETS)
