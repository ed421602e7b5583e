"""Sentences made of parts that have both languages themselves, told at the last moment.

"Waktu langkah 7: 2 Jam → 1 Hari" holds the words of the document, which have one language, and
"langkah 7", which has two.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from service.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.sentences import Language


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence, or a part of one: its code and what fills it."""

    code: str
    params: Mapping[str, Told] = field(default_factory=dict, hash=False)


#: Words as they are, a sentence, or several of both.
Told = str | Said | tuple["Told", ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two versions of a thing, for a list and for a table.

    A table shows `where` and `topic`, what it was and what it is; `said` is the whole of it.
    """

    #: of the list in which it stands: identity, steps, elements, flows, lanes, forms …
    part: str
    kind: Literal["added", "removed", "changed", "moved"]
    said: Said
    where: Told
    #: "" when the whole of `where` was added or removed
    topic: Told
    old: Told
    new: Told
    #: ids in the older and in the newer version; "" where it is about none
    elements: tuple[str, str] = ("", "")
    #: of a list: what came and what went, and the list itself, for who shows each on its line
    items: tuple[Told, ...] = ()
    listed: Told = ""


def said(code: str, /, **params: Told) -> Said:
    """Return a sentence to be told later."""
    return Said(code, params)


def tell(told: Told, lang: Language = "id") -> str:
    """Return the words in a language; several are parted by "; "."""
    match told:
        case str():
            return told
        case Said(code, params):
            return sentence(
                code, lang, **{name: tell(part, lang) for name, part in params.items()}
            )
        case _:
            return "; ".join(tell(part, lang) for part in told)


def told_whole(told: Told, lang: Language = "id") -> str:
    """Return the words as a sentence or cell of its own: with a capital first."""
    words = tell(told, lang)
    return words[:1].upper() + words[1:]
