"""The page of known bugs, as the list says it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, get_args

from tests.conformance.corpora import ROOT
from tests.known_bugs.rows import BUGS, SECTIONS, Answer

if TYPE_CHECKING:
    from tests.known_bugs.rows import Bug

PAGE: Final = ROOT / "service" / "docs" / "known-bugs.md"

_HEAD: Final = """\
# Known faults of process engines, and the tests that hold Alur

Written by `python -m tests.known_bugs` from `tests/known_bugs/bugs.toml`; a test compares. The
faults were found by running SpiffWorkflow 3.2.0 and its parser on real and minimal diagrams; under
each heading stand the sections of the notes of that research. Alur runs SpiffWorkflow unmodified
with classes of its own ([spiffworkflow.md](spiffworkflow.md)), so each is tested by what Alur does
with the same diagram. *Right*: what the standard says. *Refused*: told at upload, nothing is
executed. *Bounded*: done as far as a limit.
"""


def page() -> str:
    """Return the whole page."""
    counts = ", ".join(
        f"{sum(bug.answer == answer for bug in BUGS)} {answer}" for answer in get_args(Answer)
    )
    parts = [_HEAD, f"{len(BUGS)} faults: {counts}.\n"]
    for section in SECTIONS:
        parts.append(f"## {section.title}\n\nFound in: {section.sources}.\n")
        parts.append(_table(section.bugs))
    return "\n".join(parts)


def _table(bugs: list[Bug]) -> str:
    lines = ["| fault | Alur | held by |", "|---|---|---|"]
    for bug in bugs:
        number = f" ({bug.upstream})" if bug.upstream else ""
        tests = "<br>".join(_told(test) for test in bug.tests)
        lines.append(f"| {bug.what}{number} | {bug.answer}: {bug.alur} | {tests} |")
    return "\n".join(lines) + "\n"


def _told(test: str) -> str:
    if test.startswith("gate."):
        return f"the gate's `{test.removeprefix('gate.')}`"
    module, _, name = test.partition("::")
    return f"`{module}`: {name.removeprefix('test_').replace('_', ' ')}"
