"""The real programs of the service, `web` and `worker`, on a store of a test."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from service.cli.frame.supervisor import SUPERVISED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from uuid import UUID

_HOST = "127.0.0.1"
_START_SECONDS = 90
_STOP_SECONDS = 60
_ANSWER_SECONDS = 60


class NotServing(AssertionError):
    """The web did not answer in time."""


@dataclass
class Programs:
    """Web and worker on the store at `url`; what dies is started again by `mend`."""

    url: str
    data: Path
    processes: int = 2
    threads: int = 4
    port: int = 0
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, *names: str) -> None:
        """Start programs by name; `web` is waited for."""
        self.port = self.port or _free_port()
        for name in names:
            self._start(name)
        if "web" in names:
            self.await_web()

    def mend(self) -> list[str]:
        """Start again what has ended, as a supervisor does, and return the names."""
        ended = [name for name, program in self.running.items() if program.poll() is not None]
        for name in ended:
            self._start(name)
        return ended

    def web_workers(self) -> list[int]:
        """Return the ids of the processes that answer requests: the children of `web`."""
        web = self.running["web"].pid
        try:
            children = Path(f"/proc/{web}/task/{web}/children").read_text("ascii")
        except OSError:
            return []
        return [int(child) for child in children.split()]

    def await_web(self) -> None:
        """Return when the web answers. Raises NotServing."""
        until = time.monotonic() + _START_SECONDS
        while time.monotonic() < until:
            if self._answers():
                return
            time.sleep(0.1)
        raise NotServing

    def stop(self) -> None:
        """End everything that was started here."""
        for program in self.running.values():
            if program.poll() is None:
                program.send_signal(signal.SIGTERM)
        for program in self.running.values():
            try:
                program.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                program.kill()
                program.wait()
        self.running.clear()

    def _start(self, name: str) -> None:
        self.running[name] = subprocess.Popen(
            [sys.executable, "-m", "service", name],
            env={
                **os.environ,
                "ALUR_DATABASE_URL": self.url,
                "ALUR_DATA": str(self.data),
                "ALUR_HOST": _HOST,
                "ALUR_PORT": str(self.port),
                "ALUR_WEB_PROCESSES": str(self.processes),
                "ALUR_WEB_THREADS": str(self.threads),
                "ALUR_LOG_LEVEL": "error",
                # They end when the test does, however that comes about.
                SUPERVISED: "1",
            },
            stdin=subprocess.DEVNULL,
        )

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection(_HOST, self.port, timeout=2)
        try:
            connection.request("GET", "/kesehatan")
            return connection.getresponse().status == http.client.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()


@dataclass(frozen=True)
class Answer:
    status: int
    page: str
    #: where the browser is sent on
    location: str


class Browser:
    """One person's browser: a cookie, a token for forms, one connection."""

    def __init__(self, port: int, session: str, csrf: str) -> None:
        self._port, self._session, self._csrf = port, session, csrf
        self._headers = {"Cookie": f"alur={session}", "X-CSRF-Token": csrf, "Accept": "text/html"}
        self._connection: http.client.HTTPConnection | None = None

    def twin(self) -> Browser:
        """Return a second window of the same person, with a connection of its own."""
        return Browser(self._port, self._session, self._csrf)

    def get(self, place: str) -> Answer:
        return self._ask("GET", place, None)

    def complete(
        self, instance_id: UUID, task_no: int, key: str, typed: Mapping[str, str] | None = None
    ) -> Answer:
        """Press *Selesaikan* on a task's page; `key` makes it one act however often it is sent.

        Raises OSError or HTTPException when no whole answer comes.
        """
        fields = {"kunci": key, "tindakan": "selesai", **(typed or {})}
        return self._ask("POST", f"/tugas/{instance_id}/{task_no}/selesaikan", fields.items())

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def _ask(self, method: str, place: str, fields: Iterable[tuple[str, str]] | None) -> Answer:
        if self._connection is None:
            self._connection = http.client.HTTPConnection(
                _HOST, self._port, timeout=_ANSWER_SECONDS
            )
        headers = dict(self._headers)
        body = None
        if fields is not None:
            body = urlencode(list(fields))
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            self._connection.request(method, place, body, headers)
            answer = self._connection.getresponse()
            page = answer.read().decode()
            return Answer(answer.status, page, answer.getheader("Location", ""))
        except (OSError, http.client.HTTPException):
            self.close()
            raise


def _free_port() -> int:
    with socket.create_server((_HOST, 0)) as probe:
        port: int = probe.getsockname()[1]
        return port
