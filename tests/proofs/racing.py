"""Several processes that complete tasks at the same moment."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from uuid import UUID

#: From giving the jobs to the start: every racer has read its caller by then.
_HEAD_START_SECONDS = 0.03


@dataclass(frozen=True)
class Completion:
    """A task that somebody is about to complete."""

    pemda_id: UUID
    person_id: UUID
    instance_id: UUID
    task_no: int
    now: datetime
    key: str = ""


@dataclass(frozen=True)
class Outcome:
    """What came of it in one process."""

    #: the command's answer; None when it was refused
    done: dict[str, Any] | None
    #: code of the refusal, and the status that a page would have
    refused: str
    status: int
    #: write transactions that were begun
    tries: int


class Racers:
    """Processes that wait for the same instant; `on` lends them to a store."""

    def __init__(self, count: int) -> None:
        self._programs = [_start() for _ in range(count)]
        for program in self._programs:
            assert _line(program) == {}

    @contextmanager
    def on(self, url: str) -> Iterator[None]:
        """Let them race on the store at `url`; they leave it with the block."""
        for program in self._programs:
            _tell(program, {"open": url})
        for program in self._programs:
            assert _line(program) == {}
        yield
        for program in self._programs:
            _tell(program, None)
        for program in self._programs:
            assert _line(program) == {}

    def race(self, *jobs: Completion) -> list[Outcome]:
        """Give each process one job, let them begin together, and return what came of each."""
        at = time.monotonic() + _HEAD_START_SECONDS
        racing = list(zip(self._programs, jobs, strict=False))
        for program, job in racing:
            _tell(program, {**_document(job), "at": at})
        return [_outcome(_line(program)) for program, _ in racing]

    def end(self) -> None:
        for program in self._programs:
            program.communicate(timeout=30)


def _start() -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.proofs.racer"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def _document(job: Completion) -> dict[str, Any]:
    return {
        "pemda_id": str(job.pemda_id),
        "person_id": str(job.person_id),
        "instance_id": str(job.instance_id),
        "task_no": job.task_no,
        "now": job.now.isoformat(),
        "key": job.key,
    }


def _tell(program: subprocess.Popen[str], document: dict[str, Any] | None) -> None:
    assert program.stdin is not None
    program.stdin.write("\n" if document is None else f"{json.dumps(document)}\n")
    program.stdin.flush()


def _line(program: subprocess.Popen[str]) -> dict[str, Any]:
    assert program.stdout is not None
    found: dict[str, Any] = json.loads(program.stdout.readline())
    return found


def _outcome(found: dict[str, Any]) -> Outcome:
    return Outcome(
        done=found.get("done"),
        refused=found.get("refused", ""),
        status=found.get("status", 200),
        tries=found["tries"],
    )
