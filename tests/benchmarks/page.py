"""Completing a task as staff do: a request to gunicorn, by somebody who is logged in."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Self

from service.web.security import masked
from tests.benchmarks.office import ROUNDS
from tests.proofs.serving import Browser, Programs

if TYPE_CHECKING:
    from tests.benchmarks.office import Office

_FOUND = 303
_OK = 200
#: Before anything is measured: the workers have read the diagram then.
_WARM_UP = 8


class Page:
    """A process that goes round, whose task is completed on its page."""

    def __init__(self, url: str, office: Office) -> None:
        self._office = office
        self._instance_id = office.start(ROUNDS)
        self._folder = tempfile.TemporaryDirectory(prefix="alur-bench-web-")
        self._programs = Programs(url, Path(self._folder.name), processes=1)
        self._sent = 0

    def __enter__(self) -> Self:
        self._programs.start("web")
        opened = self._office.sign_in()
        self._browser = Browser(self._programs.port, opened.token, masked(opened.csrf))
        for _ in range(_WARM_UP):
            self.timed()
        return self

    def __exit__(self, *_: object) -> None:
        self._browser.close()
        self._programs.stop()
        self._folder.cleanup()

    def timed(self) -> float:
        """Complete the task once more and return the seconds until the answer was there."""
        task_no = self._office.open_tasks(self._instance_id)[0]
        self._office.session.close()
        self._sent += 1
        typed = {"isian.lagi": "true", "isian.jumlah": "12"}
        begun = time.perf_counter()
        answer = self._browser.complete(self._instance_id, task_no, f"bench-{self._sent}", typed)
        seconds = time.perf_counter() - begun
        if answer.status != _FOUND:
            raise AssertionError(answer.status, answer.page)
        return seconds


class Inbox:
    """*Tugas Saya* of the office's Sekretaris, as the browser gets it."""

    def __init__(self, url: str, office: Office) -> None:
        self._office = office
        self._folder = tempfile.TemporaryDirectory(prefix="alur-bench-web-")
        self._programs = Programs(url, Path(self._folder.name), processes=1)

    def __enter__(self) -> Self:
        self._programs.start("web")
        opened = self._office.sign_in()
        self._browser = Browser(self._programs.port, opened.token, masked(opened.csrf))
        self.warm_up()
        return self

    def __exit__(self, *_: object) -> None:
        self._browser.close()
        self._programs.stop()
        self._folder.cleanup()

    def warm_up(self) -> None:
        """Connect anew, as after a while in which nobody asked."""
        self._browser.close()
        for _ in range(_WARM_UP):
            self.timed()

    def timed(self) -> float:
        """Ask for the page once and return the seconds until it was there."""
        begun = time.perf_counter()
        answer = self._browser.get("/tugas")
        seconds = time.perf_counter() - begun
        if answer.status != _OK:
            raise AssertionError(answer.status, answer.page)
        return seconds
