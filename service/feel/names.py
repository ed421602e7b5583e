"""Names of more than one word: where one ends in a text, by the names that may stand there.

`Jumlah hari - 1` is a name and a subtraction, or one name: only who knows the names of the model
can say (DMN 1.5 §10.3.1.3). The longest name that fits is meant.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

#: DMN 1.5 §10.3.1.2 rule 28 (name start char) and 29 (name part char), without the special ones.
START = (
    "?A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
PART = START + "0-9\u00b7\u0300-\u036f\u203f-\u2040"
#: Rule 30: signs that may stand inside a name.
SPECIAL = "./'\u2019+*\\-"

_PIECE = re.compile(f"[{PART}]+|[^{PART}\\s]")
_SPACE = re.compile(r"\s*")
#: Properties of FEEL's own values whose names have spaces.
SPACED_ENTRIES = frozenset({"time offset", "start included", "end included"})


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What an expression may speak of, as far as reading it depends on that."""

    #: FEEL as the standard has it, where a fault is null; else Alur's own, where it is an error
    standard: bool = False
    #: the variables in scope; without `standard` any plain name may be one
    names: frozenset[str] = frozenset()
    #: names of entries, which follow a "." and may stand alone inside a filter
    entries: frozenset[str] = SPACED_ENTRIES
    #: names of types that the model defines
    types: frozenset[str] = frozenset()
    #: whether entries may stand alone everywhere, as in a boxed filter
    filtering: bool = False


#: Conditions of diagrams and forms.
STRICT = Vocabulary()


def normal(name: str) -> str:
    """Return a name with single spaces, none around its special signs (§10.3.1.5)."""
    return re.sub(rf"\s*([{SPECIAL}])\s*", r"\1", " ".join(name.split()))


@lru_cache(maxsize=4_096)
def _pieces(name: str) -> tuple[str, ...]:
    """Return the words and signs of a name; a name of one needs no knowledge to be read."""
    return tuple(_PIECE.findall(name))


class Names:
    """Finds the longest of some names at a place in a text, in time that grows with the name."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._first = _Piece()
        for name in names:
            self.add(name)

    def add(self, name: str) -> None:
        """Know one name more; a plain one needs no knowledge."""
        pieces = _pieces(name)
        if len(pieces) > 1:
            piece = self._first
            for text in pieces:
                piece = piece.next.setdefault(text, _Piece())
            piece.name = name

    def at(self, text: str, position: int) -> tuple[str, int] | None:
        """Return the name that begins at `position`, and where it ends."""
        found, piece = None, self._first
        match = _PIECE.match(text, position)
        while match is not None and match[0] in piece.next:
            piece, position = piece.next[match[0]], match.end()
            if piece.name is not None:
                found = piece.name, position
            match = _PIECE.match(text, _SPACE.match(text, position).end())  # type: ignore[union-attr]
        return found


@dataclass(slots=True)
class _Piece:
    """A word or sign of names that begin alike."""

    next: dict[str, _Piece] = field(default_factory=dict)
    #: the name that ends here
    name: str | None = None


@lru_cache(maxsize=32)
def known(names: frozenset[str]) -> Names:
    """Return the finder of a set of names; it is shared, so nothing may be added to it."""
    return Names(names)
