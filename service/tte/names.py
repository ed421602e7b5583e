"""Whether the name in a certificate is the name of a person: without titles, letter for letter.

A provider certifies the name of the identity card, in capitals and with or without the titles that
an office writes. What is not the same then is another name: whoever keeps the people corrects it.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

#: Titles that stand before a name: academic, of the hajj, of a teacher of religion.
_BEFORE: Final = frozenset(
    {"prof", "dr", "drs", "dra", "drg", "drh", "ir", "h", "hj", "kh", "ns", "apt"}
)

#: A title after the name without its comma: S.E., M.Si, S.Kom.
_AFTER: Final = re.compile(r"[A-Za-z]{1,3}(\.[A-Za-z]{1,6})+\.?")

_APOSTROPHES: Final = str.maketrans("", "", "'`\u2018\u2019\u02bc")


def is_name_of(certified: str, known: str) -> bool:
    """Say whether both names are of the same words in the same order, titles apart."""
    words = _words(certified)
    return bool(words) and words == _words(known)


def _words(name: str) -> list[str]:
    # Nothing but titles follows a comma.
    parts = name.partition(",")[0].split()
    while parts and parts[0].strip(".").casefold() in _BEFORE:
        parts = parts[1:]
    while parts and _AFTER.fullmatch(parts[-1]):
        parts = parts[:-1]
    plain = unicodedata.normalize("NFKD", " ".join(parts)).translate(_APOSTROPHES)
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.findall(r"[^\W\d_]+", letters.casefold())
