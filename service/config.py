"""What an installation decides, read once from the environment and then frozen.

`service/docs/operations.md` documents every variable named here; a test compares. A secret can be
given by a file instead: ALUR_DATABASE_URL_FILE names a file that holds ALUR_DATABASE_URL.
"""

from __future__ import annotations

import ipaddress
import os
import secrets
from dataclasses import dataclass, field, fields
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, Self, cast

from service.errors import AlurError

if TYPE_CHECKING:
    from collections.abc import Mapping

Level = Literal["debug", "info", "warning", "error"]
LogFormat = Literal["json", "text"]
Security = Literal["starttls", "tls", "none"]
Revocation = Literal["required", "optional"]

_ROOT: Final = Path(__file__).resolve().parent.parent
_SECRET_KEY_BYTES: Final = 32


class SettingRefused(AlurError):
    """A setting has a value that it cannot have."""

    code = "config.refused"


class SettingGivenTwice(AlurError):
    """A secret is given by value and by file; which one counts is not to be guessed."""

    code = "config.given-twice"


class SecretUnreadable(AlurError):
    """The file that a *_FILE variable names cannot be read."""

    code = "config.secret-unreadable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one caller may ask of us at most. Each is set by ALUR_LIMIT_ and its name."""

    #: bytes of a diagram's XML
    xml_bytes: int = 1024 * 1024
    #: elements of a diagram
    xml_elements: int = 2_000
    #: bytes of a form
    form_bytes: int = 256 * 1024
    #: instances of one multi-instance
    instances: int = 1_000
    #: automatic steps of one command; creating the instances of a multi-instance is not counted
    automatic_steps: int = 500
    #: seconds that one command may compute
    command_seconds: int = 2
    #: processes that call each other, one inside the other
    call_depth: int = 10
    #: shortest period of a repeating timer, in seconds
    timer_seconds: int = 60
    #: events of one process; a warning comes at half of it
    process_events: int = 20_000
    #: bytes of one process's state; a warning comes at half of it
    state_bytes: int = 2 * 1024 * 1024
    #: bytes of one uploaded file
    upload_bytes: int = 200 * 1024 * 1024
    #: photos that become one PDF
    photos: int = 30
    #: pixels of one photo, or of a picture of which a page is shown
    photo_pixels: int = 64_000_000
    #: seconds that making a PDF of photos or images of pages, comparing versions or checking a
    #: TTE may take
    imaging_seconds: int = 45
    #: bytes of memory that it may use
    imaging_bytes: int = 1024 * 1024 * 1024
    #: bytes of a file of which pages are shown, whose text is compared, or whose TTE is checked
    preview_bytes: int = 50 * 1024 * 1024
    #: pages of one file that are shown
    preview_pages: int = 200
    #: bytes of the images of pages that each machine keeps
    preview_cache_bytes: int = 256 * 1024 * 1024
    #: calls of one API token in a minute
    api_requests: int = 600

    @classmethod
    def from_env(cls, environment: Mapping[str, str]) -> Self:
        read = _Environment(environment)
        return cls(
            **{
                field.name: read.number(
                    f"ALUR_LIMIT_{field.name.upper()}", cast("int", field.default)
                )
                for field in fields(cls)
            }
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Smtp:
    """The mail server that takes what people are told."""

    host: str
    port: int
    security: Security
    user: str | None
    #: in no text that a log or an error could hold
    password: str | None = field(repr=False)
    #: address that mails come from
    sender: str
    #: where people open Alur: the links of mails begin with it
    public_url: str

    @classmethod
    def from_env(cls, environment: Mapping[str, str]) -> Self | None:
        """Return the settings; None: no mail server is named, and nothing goes out."""
        read = _Environment(environment)
        host = read.text("ALUR_SMTP_HOST")
        if host is None:
            return None
        sender, url = read.text("ALUR_SMTP_FROM"), read.text("ALUR_PUBLIC_URL")
        if sender is None or "@" not in sender:
            raise SettingRefused(name="ALUR_SMTP_FROM", value=sender or "", expected="a@b.go.id")
        if url is None or not url.startswith(("https://", "http://")):
            raise SettingRefused(name="ALUR_PUBLIC_URL", value=url or "", expected="https://…")
        security = cast(
            "Security",
            read.choice("ALUR_SMTP_SECURITY", ("starttls", "tls", "none")) or "starttls",
        )
        user = read.text("ALUR_SMTP_USER")
        if security == "none" and user is not None and not _is_this_machine(host):
            # The password would cross the network in clear.
            raise SettingRefused(
                name="ALUR_SMTP_SECURITY", value=security, expected="starttls, tls"
            )
        return cls(
            host=host,
            port=read.number("ALUR_SMTP_PORT", 465 if security == "tls" else 587, most=65_535),
            security=security,
            user=user,
            password=read.secret("ALUR_SMTP_PASSWORD"),
            sender=sender,
            public_url=url.rstrip("/"),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that an installation decides."""

    #: folder of all that this installation keeps
    data: Path
    #: SQLAlchemy's address of the database
    database_url: str
    #: signs what browsers carry; None: the file `secret-key` in the data folder
    secret_key: str | None = field(repr=False)
    #: address and port that the web listens on
    host: str
    port: int
    #: certificate and key of this machine, PEM; both or none
    tls_certificate: Path | None
    tls_key: Path | None
    #: addresses or networks of the proxies whose X-Forwarded-… count
    trusted_proxies: tuple[str, ...]
    #: processes that answer requests, and requests that each answers at once
    web_processes: int
    web_threads: int
    #: how long open requests may take to end when the service stops
    shutdown_grace: timedelta
    log_level: Level
    #: None: plain lines at a terminal, JSON lines otherwise
    log_format: LogFormat | None
    limits: Limits
    #: None: people are told in the application only
    smtp: Smtp | None
    #: folder, or file, with the root certificates of the TTE providers that are trusted
    tte_anchors: Path
    #: whether a signed file must hold the proof that its certificates were not revoked
    tte_revocation: Revocation

    @classmethod
    def from_env(cls, environment: Mapping[str, str] | None = None) -> Self:
        """Read the settings from `environment` (default: the process's).

        Raises SettingRefused, SettingGivenTwice or SecretUnreadable.
        """
        values = os.environ if environment is None else environment
        read = _Environment(values)
        data = read.path("ALUR_DATA") or _ROOT / ".alur"
        certificate, key = read.path("ALUR_TLS_CERT"), read.path("ALUR_TLS_KEY")
        if (certificate is None) != (key is None):
            missing = "ALUR_TLS_CERT" if certificate is None else "ALUR_TLS_KEY"
            raise SettingRefused(name=missing, value="", expected="ALUR_TLS_CERT + ALUR_TLS_KEY")
        return cls(
            data=data,
            database_url=read.secret("ALUR_DATABASE_URL") or f"sqlite:///{data / 'alur.sqlite'}",
            secret_key=read.secret("ALUR_SECRET_KEY"),
            host=read.text("ALUR_HOST") or "127.0.0.1",
            port=read.number("ALUR_PORT", 8080, most=65_535),
            tls_certificate=certificate,
            tls_key=key,
            trusted_proxies=read.networks("ALUR_TRUSTED_PROXY"),
            web_processes=read.number("ALUR_WEB_PROCESSES", 2, most=64),
            web_threads=read.number("ALUR_WEB_THREADS", 4, most=64),
            shutdown_grace=timedelta(seconds=read.number("ALUR_SHUTDOWN_SECONDS", 30, most=600)),
            log_level=cast(
                "Level",
                read.choice("ALUR_LOG_LEVEL", ("debug", "info", "warning", "error")) or "info",
            ),
            log_format=cast("LogFormat | None", read.choice("ALUR_LOG_FORMAT", ("json", "text"))),
            limits=Limits.from_env(values),
            smtp=Smtp.from_env(values),
            tte_anchors=read.path("ALUR_TTE_ANCHORS") or data / "tte",
            tte_revocation=cast(
                "Revocation",
                read.choice("ALUR_TTE_REVOCATION", ("required", "optional")) or "required",
            ),
        )

    @property
    def encrypted(self) -> bool:
        """Whether people reach the service by https only, so that cookies can insist on it."""
        return self.tls_certificate is not None or bool(self.trusted_proxies)

    @property
    def listens_to_this_machine_only(self) -> bool:
        return _is_this_machine(self.host)


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def prepare_data_folder(settings: Settings) -> None:
    """Make the data folder, closed to other users of the machine, when it is not there."""
    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)


def secret_key(settings: Settings) -> str:
    """Return the key that signs what browsers carry; made once, then kept in the data folder."""
    if settings.secret_key is not None:
        return settings.secret_key
    prepare_data_folder(settings)
    file = settings.data / "secret-key"
    if not file.exists():
        _write_once(file, secrets.token_urlsafe(_SECRET_KEY_BYTES))
    return file.read_text("ascii").strip()


def _write_once(file: Path, text: str) -> None:
    # Several processes start at once: each writes its own draft, the first link wins.
    draft = file.with_name(f"{file.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as writer:
        writer.write(text)
    try:
        file.hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


class _Environment:
    """Reads one variable as what it should be, or refuses it by name."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = values

    def text(self, name: str) -> str | None:
        # An empty variable is how compose files and unit files say "not set".
        return self._values.get(name, "").strip() or None

    def path(self, name: str) -> Path | None:
        text = self.text(name)
        return None if text is None else Path(text).expanduser().absolute()

    def secret(self, name: str) -> str | None:
        value, file = self.text(name), self.path(f"{name}_FILE")
        if file is None:
            return value
        if value is not None:
            raise SettingGivenTwice(name=name)
        try:
            return file.read_text("utf-8").strip() or None
        except (OSError, UnicodeDecodeError) as error:
            raise SecretUnreadable(name=f"{name}_FILE", file=file) from error

    def number(self, name: str, default: int, *, most: int | None = None) -> int:
        text = self.text(name)
        if text is None:
            return default
        expected = "1 …" if most is None else f"1 … {most}"
        if not (text.isascii() and text.isdigit()):
            raise SettingRefused(name=name, value=text, expected=expected)
        value = int(text)
        if value < 1 or (most is not None and value > most):
            raise SettingRefused(name=name, value=text, expected=expected)
        return value

    def choice(self, name: str, allowed: tuple[str, ...]) -> str | None:
        text = self.text(name)
        if text is not None and text not in allowed:
            raise SettingRefused(name=name, value=text, expected=" | ".join(allowed))
        return text

    def networks(self, name: str) -> tuple[str, ...]:
        addresses = tuple(part.strip() for part in (self.text(name) or "").split(",") if part)
        for address in addresses:
            try:
                ipaddress.ip_network(address)
            except ValueError as error:
                raise SettingRefused(
                    name=name, value=address, expected="10.0.0.5, 10.0.0.0/24"
                ) from error
        return addresses
