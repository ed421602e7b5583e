"""A one-time code on paper, with which a person sets a new password."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Slip:
    """What is printed, once; the store has a hash of the code only."""

    login: str
    code: str
    expires_at: datetime
