"""Secrets that are shown once and kept as a hash only: session and API tokens, links, slips."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import datetime

#: A session ends when it was not used for this long …
SESSION_IDLE: Final = timedelta(hours=2)

#: … and at the latest after this long.
SESSION_LASTS: Final = timedelta(hours=12)

#: Writing "seen" at every request would make every page a write.
SESSION_TOUCH: Final = timedelta(minutes=5)

#: A printed slip waits for the person's next days at the office.
SLIP_LASTS: Final = timedelta(days=7)

#: The link for the first administrator, printed by `serve` on the console.
SET_UP_LINK_LASTS: Final = timedelta(hours=24)

#: No 0/O, 1/I/L, 2/Z, 5/S, 8/B: what is read from paper must be typed right.
_SLIP_ALPHABET: Final = "ACDEFGHJKMNPQRTUVWXY34679"
_SLIP_LENGTH: Final = 16
_SLIP_GROUP: Final = 4


def new_token() -> str:
    """Return 256 random bits, safe in a cookie and in a link."""
    return secrets.token_urlsafe(32)


def fingerprint(token: str) -> str:
    """Return the SHA-256 that stands for a token in the store.

    A plain hash is enough, since every token is random and long.
    """
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def new_slip() -> str:
    """Return a one-time code of 74 random bits as people type it: XXXX-XXXX-XXXX-XXXX."""
    letters = "".join(secrets.choice(_SLIP_ALPHABET) for _ in range(_SLIP_LENGTH))
    return "-".join(
        letters[start : start + _SLIP_GROUP] for start in range(0, _SLIP_LENGTH, _SLIP_GROUP)
    )


def slip_fingerprint(typed: str) -> str:
    """Return the hash of a code, however it was typed: case, spaces and hyphens do not matter."""
    return fingerprint("".join(letter for letter in typed.upper() if letter.isalnum()))


def session_is_alive(*, seen_at: datetime, expires_at: datetime, now: datetime) -> bool:
    """Say whether a session still counts: used lately, and not too old."""
    return now < expires_at and now - seen_at < SESSION_IDLE
