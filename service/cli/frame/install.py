"""Installs the hash-locked libraries of service/locks/ into the environment that runs this.

The launcher calls it with nothing but the standard library:

    .venv/bin/python -m service.cli.frame.install [--lang en]
"""

from __future__ import annotations

import re
import shutil
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from service.cli.frame.steps import ROOT, StepFailed, Steps
from service.cli.frame.talk import talk_of
from service.errors import AlurError

if TYPE_CHECKING:
    from collections.abc import Sequence

Lock = Literal["runtime", "dev", "node"]

LOCKS: Final = ROOT / "service" / "locks"

_PINNED: Final = re.compile(r"^(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*)==", re.MULTILINE)
#: What pip says once for each line of a lock, in this order of the lines.
_REACHED: Final = re.compile(
    r"^(?:Collecting|Ignoring|Requirement already satisfied:) (?P<name>\S+?)(?:==|:|\s|$)"
)
_SECONDS_BETWEEN_LINES: Final = 3.0


class InstallFailed(AlurError):
    """The libraries could not be installed; pip's last lines were shown."""

    code = "setup.install-failed"


def is_installed(lock: Lock) -> bool:
    """Whether this environment holds what the lock holds now."""
    stamp = _stamp(lock)
    return stamp.exists() and stamp.read_bytes() == _file(lock).read_bytes()


def ensure_installed(lock: Lock, steps: Steps) -> None:
    """Install the lock when it has changed since it was installed here.

    Raises InstallFailed.
    """
    if is_installed(lock):
        return
    count = len(_PINNED.findall(_file(lock).read_text("utf-8")))
    with steps.step(f"setup.install-{lock}", count=count):
        try:
            steps.run(_pip_arguments(lock), on_line=_Counter(steps, count))
        except StepFailed as error:
            raise InstallFailed(lock=f"service/locks/{lock}.txt") from error
        # Last, so that an installation that was cut short is begun again.
        _stamp(lock).parent.mkdir(exist_ok=True)
        shutil.copyfile(_file(lock), _stamp(lock))


def _file(lock: Lock) -> Path:
    return LOCKS / f"{lock}.txt"


def _stamp(lock: Lock) -> Path:
    return Path(sys.prefix) / "alur" / f"{lock}.txt"


def _pip_arguments(lock: Lock) -> Sequence[str]:
    return (
        sys.executable,
        *("-u", "-m", "pip", "install"),
        *("--disable-pip-version-check", "--no-input", "--progress-bar", "off"),
        # The lock is complete and every wheel in it is known: nothing is resolved, and no
        # package's own build script runs on an office's machine.
        *("--no-deps", "--only-binary", ":all:", "--require-hashes"),
        *("--requirement", str(_file(lock))),
    )


class _Counter:
    """Turns pip's output into "12/37 flask", not oftener than a person can read."""

    def __init__(self, steps: Steps, count: int) -> None:
        self._steps = steps
        self._count = count
        self._reached = 0
        self._shown = time.monotonic()

    def __call__(self, line: str) -> None:
        reached = _REACHED.match(line)
        if reached is None:
            return
        self._reached += 1
        if time.monotonic() - self._shown >= _SECONDS_BETWEEN_LINES:
            self._shown = time.monotonic()
            self._steps.detail(f"{self._reached}/{self._count} {reached['name']}")


def main(arguments: Sequence[str]) -> int:
    """Install the libraries that Alur runs on."""
    talk = talk_of(arguments)
    try:
        ensure_installed("runtime", Steps(talk))
    except AlurError as error:
        talk.refuse_error(error)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
