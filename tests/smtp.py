"""A mail server on this machine that keeps what it gets, for tests of what goes out."""

from __future__ import annotations

import base64
import socketserver
import ssl
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage

    from tests.certificates import Certificate


@dataclass
class MailServer:
    """What arrived, and how the server shall behave."""

    port: int = 0
    raw: list[tuple[str, bytes]] = field(default_factory=list)
    #: answer to every recipient, "250 ok" when empty
    refuses: str = ""
    #: take the mail and hang up instead of saying so
    hangs_up: bool = False
    #: tls: from the first byte on; starttls: when the client asks for it
    security: Literal["none", "starttls", "tls"] = "none"
    certificate: Certificate | None = None
    #: say nothing of STARTTLS, as a server does that has been meddled with on the way
    hides_starttls: bool = False
    #: who may log in, with which password; None: everybody without a login
    users: dict[str, str] | None = None
    #: user, and whether the line was encrypted
    logins: list[tuple[str, bool]] = field(default_factory=list)
    #: of each mail: whether the line was encrypted
    encrypted: list[bool] = field(default_factory=list)
    #: everything that clients said in clear
    in_clear: list[str] = field(default_factory=list)

    @property
    def mails(self) -> list[EmailMessage]:
        return [message_from_bytes(content, policy=policy.default) for _, content in self.raw]

    @property
    def recipients(self) -> list[str]:
        return [address for address, _ in self.raw]

    def context(self) -> ssl.SSLContext:
        assert self.certificate is not None
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        made.load_cert_chain(self.certificate.certificate, self.certificate.key)
        return made


class _Talk(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        try:
            self._talk()
        except (ssl.SSLError, ConnectionError, BrokenPipeError):
            return  # the client did not trust us, or left

    def finish(self) -> None:
        super().finish()
        if self._is_encrypted:
            # What the server closes is the socket that is inside of this one.
            self.connection.close()

    def _talk(self) -> None:
        server = self._server
        recipient, known = "", server.users is None
        if server.security == "tls":
            self._encrypt()
        self._say("220 uji")
        while line := self._line():
            verb = line[:4].upper()
            if verb == "EHLO":
                self._hello()
            elif verb == "STAR":
                self._say("220 go on")
                self._encrypt()
            elif verb == "AUTH":
                known = self._login(line)
            elif verb == "RCPT":
                recipient = line.partition("<")[2].partition(">")[0]
                self._say(server.refuses or ("250 ok" if known else "530 log in first"))
            elif verb == "DATA":
                self._say("354 go on")
                server.raw.append((recipient, self._content()))
                server.encrypted.append(self._is_encrypted)
                if server.hangs_up:
                    return
                self._say("250 taken")
            elif verb == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    @property
    def _server(self) -> MailServer:
        return self.server.kept  # type: ignore[attr-defined,no-any-return]

    @property
    def _is_encrypted(self) -> bool:
        return isinstance(self.connection, ssl.SSLSocket)

    def _line(self) -> str:
        line = self.rfile.readline().decode("ascii").strip()
        if not self._is_encrypted:
            self._server.in_clear.append(line)
        return line

    def _hello(self) -> None:
        server = self._server
        offers = ["uji"]
        if server.security == "starttls" and not self._is_encrypted and not server.hides_starttls:
            offers.append("STARTTLS")
        if server.users is not None:
            offers.append("AUTH PLAIN")
        for offer in offers[:-1]:
            self._say(f"250-{offer}")
        self._say(f"250 {offers[-1]}")

    def _encrypt(self) -> None:
        self.connection = self._server.context().wrap_socket(self.connection, server_side=True)
        self.rfile = self.connection.makefile("rb", self.rbufsize)
        self.wfile = self.connection.makefile("wb", 0)

    def _login(self, line: str) -> bool:
        _, user, password = base64.b64decode(line.rsplit(maxsplit=1)[-1]).decode().split("\0")
        good = (self._server.users or {}).get(user) == password
        self._server.logins.append((user, self._is_encrypted))
        self._say("235 welcome" if good else "535 wrong user or password")
        return good

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
