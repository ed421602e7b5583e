"""What the set-up does, told as numbered steps with their times.

Only the standard library: the first step runs before any library is installed.
"""

from __future__ import annotations

import os
import subprocess
import time
from collections import deque
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from service.errors import AlurError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from service.cli.frame.talk import Talk

#: The folder that holds `alur`, bpmn/, forms/, service/ and tests/.
ROOT: Final = Path(__file__).resolve().parents[3]

#: How many steps the launcher has told before it called us.
_DONE_BEFORE: Final = "ALUR_SETUP_STEPS"

_INDENT: Final = " " * 6
#: Of a program that failed: npm says what is wrong at the beginning, pip and Vite at the end.
_FIRST_LINES: Final = 12
_LAST_LINES: Final = 12


class StepFailed(AlurError):
    """A program that the set-up needs ended with an error; its last words were shown."""

    code = "setup.step-failed"


class Steps:
    """Numbers the steps of one set-up and shows how far each is."""

    def __init__(self, talk: Talk) -> None:
        self._talk = talk
        self._number = int(os.environ.get(_DONE_BEFORE, "0"))

    @contextmanager
    def step(self, code: str, **params: object) -> Iterator[None]:
        """Tell the sentence of `code`, then how long the block took."""
        self._number += 1
        self._show(f"[{self._number}] {self._talk.text(code, **params)} …")
        begun = time.monotonic()
        yield
        took = self._talk.text("setup.took", seconds=f"{time.monotonic() - begun:.0f}")
        self._show(f"{_INDENT}{took}")

    def detail(self, text: str) -> None:
        self._show(f"{_INDENT}{text}")

    def run(
        self,
        arguments: Sequence[str],
        *,
        env: Mapping[str, str] | None = None,
        folder: Path = ROOT,
        on_line: Callable[[str], None] = lambda _line: None,
    ) -> None:
        """Run a program quietly, its output line by line to `on_line`.

        Raises StepFailed after showing the last lines of a program that failed.
        """
        first: list[str] = []
        last: deque[str] = deque(maxlen=_LAST_LINES)
        with subprocess.Popen(  # noqa: S603 - our own tools, no shell
            list(arguments),
            cwd=folder,
            env=None if env is None else dict(env),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
        ) as process:
            for line in process.stdout or ():
                (first if len(first) < _FIRST_LINES else last).append(line.rstrip())
                on_line(line)
        if process.returncode != 0:
            for line in (*first, *last):
                self.detail(line)
            raise StepFailed(program=" ".join(arguments[:4]), status=process.returncode)

    def _show(self, line: str) -> None:
        self._talk.aside(line)
