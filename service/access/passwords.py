"""Passwords: argon2id, a few honest rules, and one answer for every wrong one.

Rules follow the advice of NIST SP 800-63B §5.1.1: a length, not the login name, no composition.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

MIN_LENGTH: Final = 10

#: Longer ones cost memory and gain nothing.
MAX_LENGTH: Final = 200


class Passwords:
    """Make and check argon2id hashes.

    The cost is a parameter so that tests need not wait; the default is that of argon2-cffi
    (RFC 9106, low memory).
    """

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        # Checked in place of a missing hash, so that an unknown login name takes as long.
        self._nobody = self._hasher.hash("a password that nobody has")

    def hash(self, password: str) -> str:
        """Return the argon2id hash with its salt and parameters."""
        return self._hasher.hash(password)

    def fits(self, stored: str | None, typed: str) -> bool:
        """Say whether `typed` is the password; without a stored hash: False, in the same time."""
        if len(typed) > MAX_LENGTH:
            stored, typed = None, ""
        try:
            self._hasher.verify(stored or self._nobody, typed)
        except (VerificationError, InvalidHashError):
            return False
        return stored is not None

    def is_outdated(self, stored: str) -> bool:
        """Say whether the hash was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(stored)


@cache
def everyday_passwords() -> Passwords:
    """Return the one with the cost of every day; making it hashes once, hence not at import."""
    return Passwords()


def broken_rule(login_name: str, password: str) -> str | None:
    """Return the code of the first rule that a new password breaks, None when it is fine."""
    if len(password) < MIN_LENGTH:
        return "access.password-too-short"
    if len(password) > MAX_LENGTH:
        return "access.password-too-long"
    if password.strip().casefold() == login_name.strip().casefold():
        return "access.password-is-login-name"
    return None
