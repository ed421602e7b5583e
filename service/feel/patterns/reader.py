"""Reads a regular expression of XPath 3.1 (§5.6.1 of its functions) into a tree.

Nesting is capped, because reading and compiling recurse as deep as it goes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from service.errors import AlurError
from service.feel.errors import UnsupportedPattern
from service.feel.patterns import classes
from service.feel.patterns.classes import Chars

DEEPEST_NESTING = 50
_COUNTED = re.compile(r"\{(\d{1,4})(?:(,)(\d{1,4})?)?\}", re.ASCII)
_SINGLE_ESCAPES = {"n": "\n", "r": "\r", "t": "\t"} | {sign: sign for sign in "\\|.?*+(){}-[]^$"}
_QUANTIFIERS: dict[str, tuple[int, int | None]] = {"?": (0, 1), "*": (0, None), "+": (1, None)}
#: Signs that stand for themselves only behind a backslash.
_SPECIAL = frozenset(".\\?*+{}()[]|")


class BadPattern(AlurError):
    """The text is no pattern; the functions answer with an error of their own."""

    code = "feel.invalid-argument"


@dataclass(frozen=True, slots=True)
class Sequence:
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    branches: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    part: Node
    least: int
    most: int | None
    greedy: bool


@dataclass(frozen=True, slots=True)
class Group:
    #: counted from 1
    number: int
    part: Node


@dataclass(frozen=True, slots=True)
class SameAs:
    """A back reference."""

    group: int


@dataclass(frozen=True, slots=True)
class Edge:
    """`^` or `$`."""

    sign: str


Node = Sequence | Choice | Repeat | Group | SameAs | Edge | Chars


@dataclass(frozen=True, slots=True)
class Flags:
    dot_all: bool = False
    multiline: bool = False
    folds: bool = False
    spaced: bool = False
    literal: bool = False


def read_flags(text: str) -> Flags:
    """Return the flags s, m, i, x and q. Raises BadPattern for others."""
    if set(text) - set("smixq"):
        raise BadPattern
    return Flags("s" in text, "m" in text, "i" in text, "x" in text, "q" in text)


def read_pattern(text: str, flags: Flags) -> tuple[Node, int]:
    """Return the tree of `text` and how many groups it has.

    Raises BadPattern, UnsupportedPattern.
    """
    if flags.literal:
        return Sequence(tuple(classes.one(sign, folds=flags.folds) for sign in text)), 0
    reader = _Reader(_without_spaces(text) if flags.spaced else text, flags)
    tree = reader.choice(DEEPEST_NESTING)
    if reader.position < len(reader.text):
        raise BadPattern
    return tree, reader.groups


def _without_spaces(text: str) -> str:
    kept, depth, escaped = [], 0, False
    for sign in text:
        if sign in " \t\n\r" and depth == 0:
            continue
        if not escaped:
            depth += (sign == "[") - (sign == "]")
        escaped = sign == "\\" and not escaped
        kept.append(sign)
    return "".join(kept)


class _Reader:
    def __init__(self, text: str, flags: Flags) -> None:
        self.text = text
        self.position = 0
        self.groups = 0
        self._closed: set[int] = set()
        self._flags = flags

    def _next(self) -> str:
        return self.text[self.position : self.position + 1]

    def _take(self) -> str:
        sign = self._next()
        if not sign:
            raise BadPattern
        self.position += 1
        return sign

    def _taken(self, sign: str) -> bool:
        if self.text.startswith(sign, self.position):
            self.position += len(sign)
            return True
        return False

    def choice(self, depth: int) -> Node:
        if depth == 0:
            raise UnsupportedPattern(pattern=self.text[:40])
        branches = [self._branch(depth)]
        while self._taken("|"):
            branches.append(self._branch(depth))
        return branches[0] if len(branches) == 1 else Choice(tuple(branches))

    def _branch(self, depth: int) -> Node:
        parts = []
        while self._next() not in ("", "|", ")"):
            parts.append(self._quantified(self._atom(depth)))
        return Sequence(tuple(parts))

    def _quantified(self, part: Node) -> Node:
        counted = _COUNTED.match(self.text, self.position)
        if counted is not None:
            self.position = counted.end()
            least = int(counted[1])
            most = least if counted[2] is None else int(counted[3]) if counted[3] else None
            if most is not None and most < least:
                raise BadPattern
        elif self._next() in _QUANTIFIERS and self._next():
            least, most = _QUANTIFIERS[self._take()]
        else:
            return part
        return Repeat(part, least, most, greedy=not self._taken("?"))

    def _atom(self, depth: int) -> Node:
        sign = self._take()
        match sign:
            case "(":
                return self._group(depth)
            case "[":
                return self._set(depth)
            case "\\":
                return self._escape()
            case ".":
                return classes.EVERYTHING if self._flags.dot_all else classes.NO_LINE_END
            case "^" | "$":
                return Edge(sign)
        if sign in _SPECIAL:
            raise BadPattern
        return classes.one(sign, folds=self._flags.folds)

    def _group(self, depth: int) -> Node:
        if self._taken("?:"):
            inner: Node = self.choice(depth - 1)
        else:
            self.groups += 1
            number = self.groups
            inner = Group(number, self.choice(depth - 1))
            self._closed.add(number)
        if not self._taken(")"):
            raise BadPattern
        return inner

    def _escape(self) -> Node:
        sign = self._next()
        if sign.isascii() and sign.isdigit():
            return self._reference()
        return self._chars_of(self._escaped())

    def _reference(self) -> Node:
        """Read as many digits as name a group."""
        digits = self._take()
        while self._next().isascii() and self._next().isdigit():
            if int(digits + self._next()) > self.groups:
                break
            digits += self._take()
        if int(digits) not in self._closed:
            raise BadPattern
        return SameAs(int(digits))

    def _escaped(self) -> str | Chars:
        """Return the character, or the set, that stands behind a backslash."""
        sign = self._take()
        if sign in _SINGLE_ESCAPES:
            return _SINGLE_ESCAPES[sign]
        if sign in classes.ESCAPES:
            return classes.ESCAPES[sign]
        if sign in "pP":
            return self._property(negated=sign == "P")
        raise BadPattern

    def _property(self, *, negated: bool) -> Chars:
        end = self.text.find("}", self.position)
        if not self._taken("{") or end < 0:
            raise BadPattern
        name, self.position = self.text[self.position : end], end + 1
        if name.startswith("Is"):
            found = classes.block(name[2:], negated=negated)
            if found is None:
                raise UnsupportedPattern(pattern=f"\\p{{{name[:40]}}}")
            return found
        found = classes.category(name, negated=negated)
        if found is None:
            raise BadPattern
        return found

    def _chars_of(self, found: str | Chars) -> Chars:
        return classes.one(found, folds=self._flags.folds) if isinstance(found, str) else found

    def _set(self, depth: int) -> Chars:
        """Read what stands between [ and ]."""
        if depth == 0:
            raise UnsupportedPattern(pattern=self.text[:40])
        negated = self._taken("^")
        ranges: list[tuple[str, str]] = []
        sets: list[Chars] = []
        minus = None
        while not self._taken("]"):
            if (ranges or sets) and self._taken("-["):
                minus = self._set(depth - 1)
                if not self._taken("]"):
                    raise BadPattern
                break
            self._member(ranges, sets)
        if not ranges and not sets:
            raise BadPattern
        tests = tuple(each.has for each in sets)
        return Chars(tuple(ranges), tests, negated, minus, self._flags.folds)

    def _member(self, ranges: list[tuple[str, str]], sets: list[Chars]) -> None:
        low = self._single()
        if isinstance(low, Chars):
            sets.append(low)
            return
        following = self.text[self.position : self.position + 2]
        if following[:1] != "-" or following in ("-]", "-["):
            ranges.append((low, low))
            return
        self._take()
        high = self._single()
        if isinstance(high, Chars) or high < low:
            raise BadPattern
        ranges.append((low, high))

    def _single(self) -> str | Chars:
        sign = self._take()
        if sign == "\\":
            return self._escaped()
        if sign == "[":
            raise BadPattern
        return sign
