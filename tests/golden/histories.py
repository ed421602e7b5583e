"""Golden histories: what was executed once, and the bytes that must come of it again.

One file for each diagram, in a folder for each engine tag. A history is a list of commands as
events hold them, each with the instant and the SHA-256 of the state after it.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from service.diagrams import KEPT, read_diagram
from service.engine import ENGINE_TAG, compile_process, execute
from service.errors import AlurError
from service.running.inputs import command_of, input_of
from service.values import decode, encode, instant, instant_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from service.engine import Definition, Recorded
    from service.engine.api import Step

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDER = Path(__file__).parent

#: Diagrams of which every history is kept: one of each construct, and every SOP.
DIAGRAMS = [*sorted((ROOT / "tests/constructs").glob("*.bpmn")), *sorted(ROOT.glob("bpmn/*.bpmn"))]

MISTAKE_OR_TAG = """
Either this is a mistake, or processes that are recorded under this tag can no longer be executed
again. Then raise COMPILER_VERSION in service/engine/execution.py (VERSION in codec.py, when the
form of the state changed) and write new histories: python -m tests.golden
"""

CHANGED_DIAGRAM = """
The diagram is another one than that of the histories. Write them anew, in a commit that changes
nothing of the engine: python -m tests.golden
"""


@dataclass(frozen=True, slots=True)
class GoldenStep:
    at: datetime
    #: as the event of the command would hold it
    input: Any
    #: of the state afterwards
    sha256: str

    @property
    def line(self) -> str:
        return _compact([instant_text(self.at), encode(self.input), self.sha256])


@dataclass(frozen=True, slots=True)
class GoldenHistory:
    process: str
    steps: tuple[GoldenStep, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """Return what names it among the histories of a diagram."""
        return (self.process, *(step.line for step in self.steps))


@dataclass(frozen=True, slots=True)
class GoldenFile:
    """The histories of one diagram under one engine."""

    engine_tag: str
    diagram: str
    #: SHA-256 of the diagram's file
    sha256: str
    histories: tuple[GoldenHistory, ...]


# ---------------------------------------------------------------- files


def folder_of(tag: str) -> Path:
    """Return where the histories of an engine lie."""
    return FOLDER / tag.replace("/", "_")


def write(golden: GoldenFile) -> None:
    """Write the file, a step a line, so that a difference reads well."""
    histories = ",\n".join(
        f'{{"process":{json.dumps(history.process)},"steps":[\n'
        + ",\n".join(step.line for step in history.steps)
        + "\n]}"
        for history in golden.histories
    )
    head = {"engine_tag": golden.engine_tag, "diagram": golden.diagram, "sha256": golden.sha256}
    path = folder_of(golden.engine_tag) / f"{Path(golden.diagram).stem}.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(f'{_compact(head)[:-1]},\n"histories":[\n{histories}\n]}}\n', "utf-8")


def read(path: Path) -> GoldenFile:
    """Return what `write` wrote."""
    content = json.loads(path.read_text("utf-8"))
    return GoldenFile(
        content["engine_tag"],
        content["diagram"],
        content["sha256"],
        tuple(
            GoldenHistory(
                history["process"],
                tuple(
                    GoldenStep(instant(at), decode(given), sha256)
                    for at, given, sha256 in history["steps"]
                ),
            )
            for history in content["histories"]
        ),
    )


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


# ---------------------------------------------------------------- execution


def sha256_of(diagram: str) -> str:
    return hashlib.sha256((ROOT / diagram).read_bytes()).hexdigest()


@cache
def definitions(diagram: str) -> dict[str, Definition]:
    """Return the compiled processes of a file, read as one that runs already."""
    found = read_diagram((ROOT / diagram).read_bytes(), KEPT).processes
    processes = {process.id: process for process in found}
    return {key: compile_process(process, processes) for key, process in processes.items()}


def golden_history(
    process: str, definition: Definition, made: Iterable[Recorded]
) -> GoldenHistory:
    """Execute commands and return them with the states that they lead to."""
    steps: list[GoldenStep] = []
    state = None
    for recorded in made:
        state = execute(definition, state, recorded.command, recorded.at, recorded.zone).state
        given = input_of(recorded.command)
        if recorded.zone is not UTC:
            given["zone"] = str(recorded.zone)
        steps.append(GoldenStep(recorded.at, given, hashlib.sha256(state).hexdigest()))
    return GoldenHistory(process, tuple(steps))


def executed_again(
    golden: GoldenFile, history: GoldenHistory
) -> Iterator[tuple[GoldenStep, Step]]:
    """Give each step with what the present engine makes of it."""
    definition = definitions(golden.diagram)[history.process]
    state = None
    for step in history.steps:
        zone = ZoneInfo(step.input["zone"]) if "zone" in step.input else UTC
        done = execute(definition, state, command_of(step.input), step.at, zone)
        state = done.state
        yield step, done


def difference(golden: GoldenFile) -> str | None:
    """Return where the present engine leads elsewhere, and what to do about it; None: nowhere."""
    if sha256_of(golden.diagram) != golden.sha256:
        return f"{golden.diagram}\n{CHANGED_DIAGRAM}"
    for history in golden.histories:
        number = 0
        try:
            for step, done in executed_again(golden, history):
                number += 1
                if hashlib.sha256(done.state).hexdigest() != step.sha256:
                    return _told(golden, history, number, "leads to other bytes")
        except AlurError as refused:
            return _told(golden, history, number + 1, f"is refused ({refused.code})")
    return None


def _told(golden: GoldenFile, history: GoldenHistory, number: int, what: str) -> str:
    given = history.steps[number - 1].input
    return (
        f"{golden.diagram}, process {history.process}: command {number} of a history recorded by "
        f"{golden.engine_tag} {what} ({_compact(encode(given))}).\n{MISTAKE_OR_TAG}"
    )


def present() -> list[Path]:
    """Return the files of the present engine."""
    return sorted(folder_of(ENGINE_TAG).glob("*.json"))
