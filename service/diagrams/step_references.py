"""Where a text names a step by its number: "kembali ke langkah 5", "ke no. 5", "langkah 5 dan 7".

Only what can be nothing else is one. "Baris 5" is a place and no number, "Permendagri No. 5" is a
regulation, and "langkah 5 hari" would be days.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from service.diagrams.branch_words import read_branches

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: What stands behind the number of a step that was removed, until somebody mends the text.
REMOVED: Final = "(dihapus)"

_NUMBER: Final = (
    r"(?:\d{1,3}(?:\.\d{1,2})*[a-z]?|[a-z])(?!\w)"
    r"(?!\s*(?:menit|jam|hari|minggu|bulan|tahun|kali|orang|rangkap|lembar)\b)"
)
_BETWEEN: Final = r"(?:,|-|\N{EN DASH}|dan|atau|s\.?/?d\.?|sampai(?:\s+dengan)?)"
_NAMED: Final = re.compile(
    r"\b(?:(?:langkah|kegiatan|tahap|huruf)\s+(?:ke[-\s]|nomor\s+|nomer\s+|no\.?\s*)?"
    r"|ke\s+(?:nomor\s+|nomer\s+|no\.?\s*))"
    rf"{_NUMBER}(?:\s*{_BETWEEN}\s*{_NUMBER})*",
    re.IGNORECASE,
)
_ONE: Final = re.compile(rf"(?<!\w)(?<!\d\.){_NUMBER}", re.IGNORECASE)


def renumbered(text: str, numbers: Mapping[str, str]) -> str:
    """Return a text with the steps that it names called by their new numbers; old → new."""
    if not numbers:
        return text
    made, at = [], 0
    for start, end in _places(text):
        gone = text[end:].lstrip().startswith(REMOVED)
        number = None if gone else numbers.get(text[start:end].lower())
        made += [text[at:start], text[start:end] if number is None else number]
        at = end
    return "".join((*made, text[at:]))


def _places(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the numbers stand, in their order."""
    found = {
        (each.start(), each.end())
        for named in _NAMED.finditer(text)
        for each in _ONE.finditer(text, *_behind_the_noun(named))
    }
    found |= {said.place for said in read_branches(text) if said.place and not said.by_place}
    yield from sorted(found)


def _behind_the_noun(named: re.Match[str]) -> tuple[int, int]:
    digits = re.search(r"\d|(?<=\s)[a-z](?!\w)", named[0], re.IGNORECASE)
    return named.start() + (digits.start() if digits else 0), named.end()
