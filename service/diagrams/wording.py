"""Whether two texts say the same, or one is the other reworded."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import Final

#: A text that shares less of its letters with another one is not that one reworded.
ALIKE: Final = 0.6


def plain(text: str) -> str:
    """Return a text without what a retyping changes: case and blanks."""
    return " ".join(text.casefold().split())


def likeness(one: str, other: str) -> float:
    """Return how much of their letters two plain texts share, from 0 to 1."""
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
