"""The OMG's interchange models: each opens in the modeller, is judged, and is saved whole.

What is asked stands in `tests/acceptance/test_kept_whole.py`; it needs a browser.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from service.diagrams import examine
from tests.conformance.corpora import MIWG, ROOT
from tests.conformance.judgement import Judgement

if TYPE_CHECKING:
    from collections.abc import Iterator

_TESTS: Final = ROOT / "tests" / "acceptance" / "test_kept_whole.py"
_ASKED: Final = "test_a_model_of_the_interchange_group_is_saved_whole"


class NotLookedAt(RuntimeError):
    """The modeller could not be opened; what pytest printed says why."""


class _Outcomes:
    """Keeps how the test of each model ended."""

    def __init__(self) -> None:
        self.passed: dict[str, bool] = {}
        self.hindered = False

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        model = report.nodeid.rpartition("[")[2].removesuffix("]")
        if report.skipped or (report.failed and report.when == "setup"):
            self.hindered = True
        elif report.when == "call":
            self.passed[model] = report.passed


def judgements() -> Iterator[Judgement]:
    """Judge every model. Raises NotLookedAt."""
    outcomes = _Outcomes()
    pytest.main(
        ["-q", "-n", "0", "-p", "no:cacheprovider", str(_TESTS), "-k", _ASKED],
        plugins=[outcomes],
    )
    if outcomes.hindered:
        raise NotLookedAt
    for path in sorted(MIWG.glob("*.bpmn")):
        errors = [it for it in examine(path.read_bytes()).findings if it.severity == "error"]
        told = tuple(dict.fromkeys(item.code for item in errors)) or ("nothing",)
        kept = outcomes.passed.get(path.name, False)
        yield Judgement(path.name[:1], path.stem, "right" if kept else "wrong", told)
