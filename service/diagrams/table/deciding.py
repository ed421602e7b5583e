"""What is asked where ways part, and what stands on them, in the words that somebody typed.

"Jika tidak sesuai, kembali ke langkah 4" asks *Sesuai?*, and *Tidak* leads back. Where no more
than yes or no was typed, it is approved or not.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from service.diagrams.table.model import Branch

if TYPE_CHECKING:
    from collections.abc import Sequence

#: What is asked where a way forward and a way back part and nobody wrote a question.
QUESTION: Final = "Disetujui?"
#: What stands on the way on where only the way back was typed.
ONWARD: Final = "Ya, teruskan"
#: How the way back begins that is called by its step.
SENT_BACK: Final = "Kembalikan ke "

_YES, _NO = "Ya", "Tidak"
_ANSWERS: Final = {
    **dict.fromkeys(("ya", "iya", "sudah"), _YES),
    **dict.fromkeys(("tidak", "tdk", "belum", "blm"), _NO),
}
_OTHER: Final = {_YES: _NO, _NO: _YES}
_NOT: Final = re.compile(r"(?:tidak|tdk|belum|blm|bukan)\s+(?P<stem>\S.*)", re.IGNORECASE)


def says_more(condition: str) -> bool:
    """Say whether a condition is more than yes or no."""
    return bool(condition) and condition.lower() not in _ANSWERS


def decided(ways: Sequence[Branch], conditions: Sequence[str]) -> tuple[tuple[Branch, ...], str]:
    """Return the ways with their words, and the question; each way has its condition as typed.

    One of the conditions at least says more than yes or no. A way on that goes without saying is
    added.
    """
    stems = [_stem(condition) for condition in conditions if says_more(condition)]
    if len({stem.casefold() for stem in stems}) == 1:
        words = [_answer(condition) for condition in conditions]
        if len(words) == 1:
            other = Branch("forward", _OTHER[words[0]], None)
            only = replace(ways[0], words=words[0])
            both = (other, only) if only.way == "return" else (only, other)
            return both, _asked(stems[0])
        if sorted(words) == [_NO, _YES]:
            named = zip(ways, words, strict=True)
            return tuple(replace(way, words=word) for way, word in named), _asked(stems[0])
    named = zip(ways, conditions, strict=True)
    made = [replace(way, words=_large(typed) or way.words) for way, typed in named]
    forward = [typed for way, typed in zip(ways, conditions, strict=True) if way.way == "forward"]
    if not forward:
        return (Branch("forward", ONWARD, None), *made), QUESTION
    question = _asked(_stem(forward[0])) if says_more(forward[0]) else QUESTION
    return tuple(made), question


def _stem(condition: str) -> str:
    found = _NOT.fullmatch(condition)
    return condition if found is None else found["stem"]


def _answer(condition: str) -> str:
    return _ANSWERS.get(condition.lower()) or (_NO if _NOT.fullmatch(condition) else _YES)


def _asked(stem: str) -> str:
    return f"{_large(stem)}?"


def _large(words: str) -> str:
    return words[:1].upper() + words[1:]
