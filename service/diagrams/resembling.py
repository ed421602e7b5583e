"""Whether two names of SOPs may be names of one: a version is often called a little otherwise."""

from __future__ import annotations

import re
from typing import Final

#: Words that nearly every SOP has in its name.
_COMMON: Final = frozenset(
    {"sop", "standar", "operasional", "prosedur", "penyusunan", "pelaksanaan"}
    | {"tentang", "dan", "di", "dari", "untuk", "pada"}
)


def resemble(one: str, other: str) -> bool:
    """Say whether more than half of the words of the shorter name stand in the other one.

    Two names without a word of their own resemble each other only when they are the same.
    """
    first, second = _words(one), _words(other)
    fewest = min(len(first), len(second))
    if fewest == 0:
        return one.casefold().split() == other.casefold().split()
    return len(first & second) * 2 > fewest


def _words(name: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", name.casefold())) - _COMMON
