"""What is done with a random file or text, and what of it is a failure."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from random import Random
from typing import TYPE_CHECKING, Final

from service.diagrams import DiagramRefused, examine
from service.diagrams.opening import opened
from service.diagrams.picture import draw
from service.engine import compile_process
from service.feel import FeelError, FeelSyntaxError, compile_expression
from tests.conformance.corpora import BETSY, MIWG, ROOT
from tests.constructs.driver import wander
from tests.fuzz.edits import Edit, edited, random_edits
from tests.fuzz.texts import random_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

#: Of this process; what takes longer is a failure.
SECONDS: Final = 2.0
CONSTRUCTS: Final = ROOT / "tests" / "constructs"
_FOLDERS: Final = (CONSTRUCTS, ROOT / "tests" / "corpus", ROOT / "bpmn")
_DATA: Final = {"a": 1, "b": "x", "xs": [3, 1, 2], "c": {"d": None}, "item": 0}


class TooSlow(Exception):
    """It took longer than SECONDS."""


class RefusedWithoutReason(Exception):
    """The gate refuses a file and names no error."""


@dataclass(frozen=True, slots=True)
class Case:
    """One random input; the seed gives it again."""

    seed: str
    #: a file that is changed, or None: `text` is an expression
    file: Path | None
    edits: tuple[Edit, ...] = ()
    text: str = ""

    def told(self) -> str:
        if self.file is None:
            return f"expression {self.text!r}"
        return f"{self.file.name} with {len(self.edits)} changes: " + "; ".join(
            f"{edit.kind} {edit.source}→{edit.target} {edit.spice!r}" for edit in self.edits
        )


@cache
def files() -> tuple[Path, ...]:
    """Return the diagrams that are changed: ours, and those of others where they lie."""
    folders = (*_FOLDERS, *(each for each in (BETSY, MIWG) if each.is_dir()))
    return tuple(sorted(path for folder in folders for path in folder.rglob("*.bpmn")))


def case(seed: str) -> Case:
    """Return the case of a seed: two of three are diagrams."""
    random = Random(seed)
    if random.random() < 1 / 3:
        return Case(seed, None, text=random_text(random))
    # Half of them diagrams that run.
    ours = [path for path in files() if path.parent == CONSTRUCTS]
    file = random.choice(ours if random.random() < 1 / 2 else files())
    return Case(seed, file, tuple(random_edits(random)))


def failure(case: Case) -> Exception | None:
    """Return what goes wrong, if anything does."""
    act = _expression if case.file is None else _diagram
    began = time.process_time()
    try:
        act(case)
    except Exception as problem:  # noqa: BLE001 - to find out which is the point
        return problem
    return TooSlow() if time.process_time() - began > SECONDS else None


def shrunk(case: Case, problem: Exception) -> Case:
    """Return the smallest case that fails in the same way: fewer changes, or a shorter text."""

    def fails(smaller: Case) -> bool:
        return type(failure(smaller)) is type(problem)

    if case.file is None:
        return replace(
            case, text=_shorter(case.text, lambda text: fails(replace(case, text=text)))
        )
    edits = list(case.edits)
    for edit in case.edits:
        fewer = [each for each in edits if each is not edit]
        if fails(replace(case, edits=tuple(fewer))):
            edits = fewer
    return replace(case, edits=tuple(edits))


def _shorter(text: str, fails: Callable[[str], bool]) -> str:
    size = len(text) // 2
    while size:
        at = 0
        while at < len(text):
            shorter = text[:at] + text[at + size :]
            if fails(shorter):
                text = shorter
            else:
                at += size
        size //= 2
    return text


def _expression(case: Case) -> None:
    with suppress(FeelError, FeelSyntaxError):
        compile_expression(case.text).evaluate(_DATA)


def _diagram(case: Case) -> None:
    assert case.file is not None
    raw = edited(case.file.read_bytes(), list(case.edits))
    verdict = examine(raw, called={})
    opened(raw)
    with suppress(DiagramRefused):
        draw(raw)
    if not verdict.deployable or verdict.diagram is None:
        if not any(finding.severity == "error" for finding in verdict.findings):
            raise RefusedWithoutReason
        return
    processes = {each.id: each for each in verdict.diagram.processes}
    for process in verdict.diagram.processes:
        if process.scope.nodes:
            wander(compile_process(process, processes), moves=4)
