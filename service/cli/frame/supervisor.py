"""Keeps the programs of the service running and stops them in order."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from service.errors import AlurError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import timedelta
    from types import FrameType

_LOG = logging.getLogger(__name__)

#: Set for what a supervisor starts: it ends when the supervisor is killed.
SUPERVISED: Final = "ALUR_SUPERVISED"

_FIRST_DELAY: Final = 0.5
_LONGEST_DELAY: Final = 30.0
#: A program that lived so many seconds was well; its next death is a first one.
_STEADY_SECONDS: Final = 60.0
#: Deaths before the first page ever answered, after which starting is given up.
_TRIES: Final = 4

_LOOK_SECONDS: Final = 0.1
#: The same while somebody waits for the first page.
_EAGER_LOOK_SECONDS: Final = 0.02
#: How long the first program has the machine to itself at most.
_ALONE_SECONDS: Final = 10.0
#: What a program gets beyond its own grace before it is killed.
_EXTRA_GRACE_SECONDS: Final = 5.0
_PR_SET_PDEATHSIG: Final = 1


class CannotStart(AlurError):
    """A program of the service died again and again before the first page answered."""

    code = "cli-serve.cannot-start"


@dataclass(slots=True)
class Restarts:
    """How long to wait before a program that died is started again, in seconds."""

    deaths: int = 0

    def after(self, lived: float) -> float:
        """Count a death after `lived` seconds of life and return the delay."""
        self.deaths = 1 if lived >= _STEADY_SECONDS else self.deaths + 1
        return min(_FIRST_DELAY * 2.0 ** (self.deaths - 1), _LONGEST_DELAY)


@dataclass(slots=True)
class _Child:
    name: str
    arguments: Sequence[str]
    restarts: Restarts = field(default_factory=Restarts)
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    due: float = 0.0


class Supervisor:
    """Runs programs until a signal to stop; starts again whichever dies.

    `ready` is asked until it first says yes. Until then the first of the programs, for which
    people wait, has the machine to itself; the others are started after it, or after ten seconds.
    """

    def __init__(
        self,
        programs: Mapping[str, Sequence[str]],
        *,
        environment: Mapping[str, str],
        grace: timedelta,
        ready: Callable[[], bool],
    ) -> None:
        self._children = [_Child(name, arguments) for name, arguments in programs.items()]
        self._first, *self._others = self._children
        self._environment = {**environment, SUPERVISED: "1"}
        self._grace = grace.total_seconds() + _EXTRA_GRACE_SECONDS
        self._ready = ready
        self._answered = False
        self._stopping = threading.Event()

    @contextmanager
    def loading(self) -> Iterator[None]:
        """Let the first program load while the block prepares the store that it needs.

        It begins after it (`wait_until_prepared`), and ends when it fails. To load takes a program
        as long as all that is to be prepared at a second start.
        """
        waiting, prepared = os.pipe()
        try:
            self._start(self._first, stdin=waiting)
            yield
        except BaseException:
            self._end_all()
            raise
        finally:
            os.close(waiting)
            os.close(prepared)

    def run(self, on_ready: Callable[[], None]) -> None:
        """Supervise until SIGTERM or SIGINT; call `on_ready` once. Raises CannotStart."""
        before = {
            number: signal.signal(number, self._stop) for number in (signal.SIGTERM, signal.SIGINT)
        }
        for child in self._others:
            child.due = time.monotonic() + _ALONE_SECONDS
        try:
            while not self._stopping.wait(
                _LOOK_SECONDS if self._answered else _EAGER_LOOK_SECONDS
            ):
                self._look(on_ready)
        finally:
            self._end_all()
            for number, handler in before.items():
                signal.signal(number, handler)

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        if self._stopping.is_set():
            # Asked twice: whoever asks does not want to wait for open requests.
            self._grace = 0.0
        self._stopping.set()

    def _look(self, on_ready: Callable[[], None]) -> None:
        for child in self._children:
            if child.process is None:
                if time.monotonic() >= child.due:
                    self._start(child)
            elif child.process.poll() is not None:
                self._bury(child, child.process.returncode)
        if not self._answered and self._ready():
            self._answered = True
            on_ready()
            for child in self._others:
                if not child.started:
                    child.due = 0.0

    def _start(self, child: _Child, *, stdin: int = subprocess.DEVNULL) -> None:
        child.started = time.monotonic()
        # A session of its own: Ctrl-C at the terminal reaches us alone, and we decide the order.
        child.process = subprocess.Popen(  # noqa: S603 - our own programs
            list(child.arguments),
            env=self._environment,
            stdin=stdin,
            start_new_session=True,
        )

    def _bury(self, child: _Child, status: int) -> None:
        lived = time.monotonic() - child.started
        delay = child.restarts.after(lived)
        if child.process is not None:
            # What it had started would hold its port against the next one.
            _send(child.process, signal.SIGTERM, whole_session=True)
        child.process, child.due = None, time.monotonic() + delay
        _LOG.warning(
            "A program of the service ended and is started again.",
            extra={
                "action": "program_ended",
                "program": child.name,
                "status": status,
                "delay_seconds": delay,
            },
        )
        if not self._answered and child.restarts.deaths >= _TRIES:
            raise CannotStart(program=child.name, status=status)

    def _end_all(self) -> None:
        running = [child.process for child in self._children if child.process is not None]
        for process in running:
            _send(process, signal.SIGTERM)
        begun = time.monotonic()
        while any(process.poll() is None for process in running):
            if time.monotonic() - begun >= self._grace:
                break
            time.sleep(_LOOK_SECONDS)
        for process in running:
            # Also what a dead parent left behind in its session.
            _send(process, signal.SIGKILL, whole_session=True)
            process.wait()


def _send(
    process: subprocess.Popen[bytes], number: signal.Signals, *, whole_session: bool = False
) -> None:
    with suppress(ProcessLookupError, PermissionError):
        if whole_session:
            os.killpg(process.pid, number)
        elif process.poll() is None:
            os.kill(process.pid, number)


def wait_until_prepared() -> None:
    """Wait until the supervisor has prepared the store: then it closes the other end of stdin."""
    sys.stdin.buffer.read()


def end_with_supervisor() -> None:
    """Ask the kernel to end this program when the supervisor that started it is killed."""
    if SUPERVISED not in os.environ or sys.platform != "linux":
        return
    import ctypes

    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
