"""How many wrong attempts are allowed, and how they are counted.

The counts stand in the table `throttle`, so every process of the service shares them. An attempt
is counted before it is checked; otherwise parallel attempts would all see the old count.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from service.access.tokens import fingerprint


@dataclass(frozen=True, slots=True)
class Limit:
    """So many attempts in each window; windows start at whole multiples since 1970."""

    name: str
    attempts: int
    window: timedelta

    def key(self, subject: str) -> str:
        """Return the key in the table; a hash, since people type passwords as login names."""
        return f"{self.name}:{fingerprint(subject.strip().casefold())}"

    def window_start(self, now: datetime) -> datetime:
        """Return the start of the window that `now` lies in."""
        epoch = datetime(1970, 1, 1, tzinfo=UTC)
        return epoch + (now - epoch) // self.window * self.window

    def minutes_left(self, now: datetime) -> int:
        """Return the whole minutes until the next window, at least one."""
        left = self.window_start(now) + self.window - now
        return max(1, -(-left // timedelta(minutes=1)))


#: One person mistyping does not meet this; somebody guessing does.
PER_LOGIN: Final = Limit("login", 10, timedelta(minutes=15))

#: An office shares one address, so this one is wider.
PER_ADDRESS: Final = Limit("address", 100, timedelta(minutes=15))

#: Slips and set-up links are long random codes; nobody types one wrong twenty times.
PER_SLIP_LOGIN: Final = Limit("slip", 20, timedelta(minutes=15))
