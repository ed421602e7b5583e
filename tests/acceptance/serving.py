"""A demo store served by a process of its own, as a newcomer starts it, and a browser."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import sync_playwright

from service.cli.frame.browser import BROWSER_VARIABLE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

#: A first start may still have to build the front end.
_SECONDS_TO_START: Final = 90
_SECONDS_TO_STOP: Final = 30

#: Chromium asks its maker for updates and lists otherwise; a test calls nobody.
_QUIET: Final = ("--disable-background-networking", "--disable-component-update", "--disable-sync")


class Server:
    """`serve --demo` in a folder of its own; not `demo`: `serve` as an office begins."""

    def __init__(self, folder: Path, port: int, *, demo: bool = True) -> None:
        self.address = f"http://127.0.0.1:{port}"
        kind = ["--demo"] if demo else []
        # Its last words: the address, and without a demo the link of the first administrator.
        self._last = f"{self.address}/" if demo else f"{self.address}/siapkan/"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "service", "serve", *kind, "--port", str(port)],
            env={**os.environ, "ALUR_DATA": str(folder)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.lines: list[str] = []
        self._told = threading.Event()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def wait_until_ready(self) -> None:
        told = self._told.wait(_SECONDS_TO_START)
        assert told, "".join(self.lines)
        assert self.process.poll() is None, "".join(self.lines)

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(_SECONDS_TO_STOP)
        finally:
            self.process.kill()
            self._reader.join()
            if self.process.stdout is not None:
                self.process.stdout.close()

    def faults(self) -> list[str]:
        """Return what the service logged about requests that it could not serve."""
        return [line for line in self.lines if '"level": "error"' in line]

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line)
            if self._last in line:
                self._told.set()
        self._told.set()


@contextmanager
def serving(folder: Path, *, demo: bool = True) -> Iterator[Server]:
    """Serve a new store in `folder` on a free port."""
    server = Server(folder, free_port(), demo=demo)
    try:
        server.wait_until_ready()
        yield server
    finally:
        server.stop()


@contextmanager
def chromium() -> Iterator[Browser]:
    """Open the browser of this machine; a run without one fails, it does not skip."""
    path = os.environ.get(BROWSER_VARIABLE)
    if not path:
        pytest.fail(
            f"{BROWSER_VARIABLE} names no browser; set it to the path of a Chromium, "
            f"for example {BROWSER_VARIABLE}=/usr/bin/chromium."
        )
    # Chromium has no sandbox for root; an ordinary user keeps it.
    as_root = ("--no-sandbox",) if os.geteuid() == 0 else ()
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=[*_QUIET, *as_root])
        yield browser
        browser.close()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])
