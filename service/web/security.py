"""What every answer carries, and the proof that a form was ours (security.md §4)."""

from __future__ import annotations

import base64
import hmac
import secrets
from typing import TYPE_CHECKING, Final

from service.errors import Forbidden

if TYPE_CHECKING:
    from werkzeug.datastructures import Headers

CONTENT_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)

#: Of a page that shows another one of ours in a frame.
EDITOR_POLICY: Final = f"{CONTENT_POLICY}; frame-src 'self'"

#: Of a page in such a frame: it is looked at, and does nothing.
FRAME_POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'; sandbox"
)

#: A file that somebody uploaded never runs with our rights, even when opened in a tab.
FILE_POLICY: Final = "default-src 'none'; sandbox"

_TOKEN_BYTES: Final = 32


class FormExpired(Forbidden):
    """The form's token is not that of this browser session."""

    code = "web.form-expired"


def secure(headers: Headers, *, tls: bool) -> None:
    """Put the security headers on an answer; a policy that is already there stays."""
    headers.setdefault("Content-Security-Policy", CONTENT_POLICY)
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "same-origin"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
    headers.setdefault("Cache-Control", "no-store")
    if tls:
        headers["Strict-Transport-Security"] = "max-age=31536000"


def new_token() -> str:
    """Return 256 random bits in hex."""
    return secrets.token_hex(_TOKEN_BYTES)


def masked(token: str) -> str:
    """Return `token` under a fresh pad.

    Pages are compressed and may repeat what was typed, so a token that stood there twice alike
    could be guessed from lengths (BREACH).
    """
    raw = token.encode("ascii")
    pad = secrets.token_bytes(len(raw))
    mixed = bytes(a ^ b for a, b in zip(raw, pad, strict=True))
    return base64.urlsafe_b64encode(pad + mixed).decode("ascii").rstrip("=")


def require_token(token: str | None, sent: str | None) -> None:
    """Pass when `sent` unmasks to `token`; raise FormExpired otherwise."""
    if not token or not sent or not hmac.compare_digest(_unmasked(sent), token.encode("ascii")):
        raise FormExpired


def _unmasked(sent: str) -> bytes:
    try:
        raw = base64.urlsafe_b64decode(sent + "=" * (-len(sent) % 4))
    except ValueError:
        return b""
    half = len(raw) // 2
    return bytes(a ^ b for a, b in zip(raw[:half], raw[half:], strict=False))
