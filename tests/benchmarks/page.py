"""Completing a task as staff do: a request to gunicorn, by somebody who is logged in.

It asks more of the database than the completion does: who is calling, and whether the form was
sent before. So it is held against the statements of the completion, as its limits say, and told
against its own as well (`Answering` records them): what is then left is no statement.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Self

from service.app import create_app
from service.config import Settings
from service.store.web_database import db
from service.web.security import masked
from tests.benchmarks.office import ROUNDS
from tests.proofs.serving import Browser, Programs

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from tests.benchmarks.office import Office

_FOUND = 303
_OK = 200
#: Before anything is measured: the workers have read the diagram then.
_WARM_UP = 8
_TYPED = {"isian.lagi": "true", "isian.jumlah": "12"}


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
        begun = time.perf_counter()
        answer = self._browser.complete(self._instance_id, task_no, f"bench-{self._sent}", _TYPED)
        seconds = time.perf_counter() - begun
        if answer.status != _FOUND:
            raise AssertionError(answer.status, answer.page)
        return seconds


class Answering:
    """The web application in this process, for what can only be listened to there."""

    def __init__(self, url: str, office: Office) -> None:
        self._office = office
        self._instance_id = office.start(ROUNDS)
        # Whatever an installation keeps beside its store is not read.
        nowhere = str(Path(tempfile.gettempdir()) / f"alur-bench-none-{self._instance_id}")
        app = create_app(Settings.from_env({"ALUR_DATABASE_URL": url, "ALUR_DATA": nowhere}))
        with app.app_context():
            self.engine: Engine = db.engine
        opened = office.sign_in()
        self._browser = app.test_client()
        self._browser.set_cookie("alur", opened.token)
        self._headers = {"X-CSRF-Token": masked(opened.csrf)}
        self._sent = 0

    def complete(self) -> None:
        """Complete the task once more, by the form of its page."""
        task_no = self._office.open_tasks(self._instance_id)[0]
        self._office.session.close()
        self._sent += 1
        answer = self._browser.post(
            f"/tugas/{self._instance_id}/{task_no}/selesaikan",
            data={"kunci": f"own-{self._sent}", "tindakan": "selesai", **_TYPED},
            headers=self._headers,
        )
        if answer.status_code != _FOUND:
            raise AssertionError(answer.status_code, answer.text)


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
