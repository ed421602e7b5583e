"""A mail server on this machine that keeps what it gets, for tests of what goes out."""

from __future__ import annotations

import socketserver
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage


@dataclass
class MailServer:
    """What arrived, and how the server shall behave."""

    port: int = 0
    raw: list[tuple[str, bytes]] = field(default_factory=list)
    #: answer to every recipient, "250 ok" when empty
    refuses: str = ""
    #: take the mail and hang up instead of saying so
    hangs_up: bool = False

    @property
    def mails(self) -> list[EmailMessage]:
        return [message_from_bytes(content, policy=policy.default) for _, content in self.raw]

    @property
    def recipients(self) -> list[str]:
        return [address for address, _ in self.raw]


class _Talk(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        server: MailServer = self.server.kept  # type: ignore[attr-defined]
        recipient = ""
        self._say("220 uji")
        while line := self.rfile.readline().decode("ascii").strip():
            verb = line[:4].upper()
            if verb == "RCPT":
                recipient = line.partition("<")[2].partition(">")[0]
                self._say(server.refuses or "250 ok")
            elif verb == "DATA":
                self._say("354 go on")
                server.raw.append((recipient, self._content()))
                if server.hangs_up:
                    return
                self._say("250 taken")
            elif verb == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def _content(self) -> bytes:
        found = b""
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            found += line.removeprefix(b".") if line.startswith(b"..") else line
        return found

    def _say(self, answer: str) -> None:
        self.wfile.write(f"{answer}\r\n".encode("ascii"))


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """Serve on a free port of this machine."""
    kept = MailServer()
    with _Server(("127.0.0.1", 0), _Talk) as server:
        server.kept = kept  # type: ignore[attr-defined]
        kept.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield kept
        finally:
            server.shutdown()
            thread.join()
