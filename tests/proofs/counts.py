"""How often a proof is repeated: enough in every run, as often as promised with --long."""

from __future__ import annotations

import pytest


def usual_and_long(name: str, usual: int, long: int) -> pytest.MarkDecorator:
    """Run a test with a count that takes seconds, and in the long suite with the full one."""
    full = pytest.param(long, marks=pytest.mark.long, id=str(long))
    return pytest.mark.parametrize(name, [pytest.param(usual, id=str(usual)), full])
