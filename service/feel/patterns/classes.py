r"""Sets of characters: `.`, `[a-z-[aeiou]]`, `\d`, `\p{Lu}` (XML Schema part 2, appendix G)."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_CATEGORY_NAMES = """
    L Lu Ll Lt Lm Lo M Mn Mc Me N Nd Nl No P Pc Pd Ps Pe Pi Pf Po Z Zs Zl Zp S Sm Sc Sk So
    C Cc Cf Co Cn
"""
_CATEGORIES = frozenset(_CATEGORY_NAMES.split())
#: The blocks of Unicode that Latin texts use; `IsGreek` and others are left out.
_BLOCKS = {
    "BasicLatin": ("\x00", "\x7f"),
    "Latin-1Supplement": ("\x80", "\xff"),
    "LatinExtended-A": ("\u0100", "\u017f"),
    "LatinExtended-B": ("\u0180", "\u024f"),
    "GeneralPunctuation": ("\u2000", "\u206f"),
    "CurrencySymbols": ("\u20a0", "\u20cf"),
    "Arabic": ("\u0600", "\u06ff"),
    "Javanese": ("\ua980", "\ua9df"),
    "Balinese": ("\u1b00", "\u1b7f"),
}


@dataclass(frozen=True, slots=True)
class Chars:
    """A set of characters; with `folds` a letter is in it when its other case is."""

    ranges: tuple[tuple[str, str], ...] = ()
    tests: tuple[Callable[[str], bool], ...] = ()
    negated: bool = False
    minus: Chars | None = None
    folds: bool = False

    def has(self, character: str) -> bool:
        """Return whether `character` is in the set."""
        forms = _cases(character) if self.folds else (character,)
        inside = any(self._names(form) for form in forms)
        return inside != self.negated and not (
            self.minus is not None and self.minus.has(character)
        )

    def _names(self, character: str) -> bool:
        return any(low <= character <= high for low, high in self.ranges) or any(
            test(character) for test in self.tests
        )


def _cases(character: str) -> tuple[str, ...]:
    forms = {character, character.lower(), character.upper(), character.lower().upper()}
    return tuple(form for form in forms if len(form) == 1)


def one(character: str, *, folds: bool = False) -> Chars:
    """Return the set of one character."""
    return Chars(ranges=((character, character),), folds=folds)


#: What `.` stands for where lines end at "\\n" and "\\r".
NO_LINE_END = Chars(ranges=(("\n", "\n"), ("\r", "\r")), negated=True)
EVERYTHING = Chars(negated=True)


def _space(character: str) -> bool:
    return character in " \t\n\r"


def _digit(character: str) -> bool:
    return unicodedata.category(character) == "Nd"


def _word(character: str) -> bool:
    return unicodedata.category(character)[0] not in "PZC"


def _name_start(character: str) -> bool:
    return character in ":_" or unicodedata.category(character)[0] == "L"


def _name_part(character: str) -> bool:
    return character in ":_-." or unicodedata.category(character)[0] in "LMN"


ESCAPES: dict[str, Chars] = {
    letter: Chars(tests=(test,))
    for letter, test in (
        ("s", _space),
        ("d", _digit),
        ("w", _word),
        ("i", _name_start),
        ("c", _name_part),
    )
} | {
    letter: Chars(tests=(test,), negated=True)
    for letter, test in (
        ("S", _space),
        ("D", _digit),
        ("W", _word),
        ("I", _name_start),
        ("C", _name_part),
    )
}


def category(name: str, *, negated: bool) -> Chars | None:
    r"""Return the set of `\p{name}`; None for a name that XML Schema does not have."""
    if name not in _CATEGORIES:
        return None
    return Chars(
        tests=(lambda found: unicodedata.category(found).startswith(name),), negated=negated
    )


def block(name: str, *, negated: bool) -> Chars | None:
    r"""Return the set of `\p{Isname}`; None for a block that we leave out."""
    limits = _BLOCKS.get(name)
    return None if limits is None else Chars(ranges=(limits,), negated=negated)
