"""Programs that read what strangers sent: each alone, limited, and killed when it is slow.

Decoders of pictures and PDFs are the largest doors that a stranger's bytes find, so none of them
runs in a process that serves people (docs/decisions/0009-paper-and-pictures.md).
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

#: Seconds that a job waits for the one before it; then the person is asked to come again.
_PATIENCE: Final = 15.0

#: One at a time in each process: the threads beside it go on answering.
_turn: Final = threading.BoundedSemaphore(1)


class Busy(Exception):
    """The job before is still being done."""


class TooSlow(Exception):
    """The program took longer than it may, and was killed."""


class Died(Exception):
    """The program ended without an answer: its memory ran out, or a decoder fell over."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Wait for the job before. Raises Busy."""
    if not _turn.acquire(timeout=_PATIENCE):
        raise Busy
    try:
        yield
    finally:
        _turn.release()


def answer_of(
    program: Path, job: Mapping[str, Any], *, seconds: int, memory: int
) -> dict[str, Any]:
    """Let a program do a job and return its answer; call it inside `one_at_a_time`.

    The program reads the job as JSON from stdin, with `seconds` and `bytes` to bound itself by
    before it opens anything, and answers with JSON on stdout. Raises TooSlow, Died.
    """
    told = {**job, "bytes": memory, "seconds": seconds}
    # Isolated: neither our modules nor our settings, among which there are secrets.
    command = [sys.executable, "-I", "-X", "utf8", str(program)]
    with subprocess.Popen(  # noqa: S603 - nothing of the command comes from anybody
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"LANG": "C.UTF-8"},
        start_new_session=True,
    ) as child:
        try:
            said, _ = child.communicate(json.dumps(told).encode(), timeout=seconds)
        except subprocess.TimeoutExpired as error:
            os.killpg(child.pid, signal.SIGKILL)
            raise TooSlow from error
    if child.returncode == -signal.SIGXCPU:
        raise TooSlow
    try:
        answer: dict[str, Any] = json.loads(said)
    except ValueError:
        raise Died(child.returncode) from None
    return answer
