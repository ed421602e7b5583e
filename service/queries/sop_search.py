"""Finding a SOP among those of a list by words that people type."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from service.queries.sop_synonyms import SAME

if TYPE_CHECKING:
    from collections.abc import Iterable


def matches(words: str, texts: Iterable[str | None]) -> bool:
    """Say whether the texts of a SOP hold all of `words`, in any order; nothing typed: yes.

    "LKjIP" finds what is still called LAKIP, and "rencana kerja" a Renja.
    """
    held = _plain(" ".join(text for text in texts if text))
    asked = _plain(words)
    return all(any(f" {other}" in f" {held}" for other in _meant(part)) for part in _parts(asked))


def _parts(asked: str) -> list[str]:
    """Return what has to be held, each: names of several words stay together."""
    found = []
    for name in sorted((name for names in SAME for name in names), key=len, reverse=True):
        # "rencana kerjasama" is no Renja.
        if " " in name and f" {name} " in f" {asked} ":
            found.append(name)
            asked = f" {asked} ".replace(f" {name} ", " ").strip()
    return [*found, *asked.split()]


def _meant(part: str) -> tuple[str, ...]:
    return next((names for names in SAME if part in names), (part,))


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))
