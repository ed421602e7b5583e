"""Cuts a text into the terminals of feel.lark.

What a sign or word is depends on what stands before it and on the brackets around it: "[" after a
value begins a filter, else a list; a word after a value is an operator, else a name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lark import Token

from service.feel.errors import ExternalFunction, FeelSyntaxError, UnknownType
from service.feel.functions import FUNCTIONS
from service.feel.names import PART, SPECIAL, START, Names, known, normal
from service.feel.refusal import RefusedAt, Unreadable
from service.feel.types import NotAType, end_of_type, names_in, read_type

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.feel.names import Vocabulary

_NUMBER = r"[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|\.[0-9]+(?:[eE][+-]?[0-9]+)?"
_STRING = r'"(?:[^"\\\x00-\x1f]|\\[^\x00-\x1f])*"'
_SIGN = r"\*\*|<=|>=|!=|\.\.|[-+*/<>=()\[\]{},.:@]"
_COMMENT = r"//[^\n]*|/\*(?:[^*]|\*(?!/))*\*/"
_SPACES = r"\t-\r \x85\xa0\u1680\u180e\u2000-\u200b\u2028\u2029\u202f\u205f\u3000\ufeff"


def _pattern(spaces: str, start: str, part: str) -> re.Pattern[str]:
    return re.compile(
        f"(?:[{spaces}]+|{_COMMENT})*"
        f"(?:(?P<NAME>[{start}][{part}]*)|(?P<NUMBER>{_NUMBER})|(?P<STRING>{_STRING})|(?P<SIGN>{_SIGN}))?"
    )


#: Conditions of diagrams keep to ASCII: what looks like a name is one.
_STRICT = _pattern(r" \t\r\n", "A-Za-z", "A-Za-z0-9_")
_STANDARD = _pattern(_SPACES, START, PART)
_SPACE = re.compile(r"\s*")
_STRICT_KEY = re.compile(r"\s*([A-Za-z][A-Za-z0-9_]*)(?=\s*:)", re.ASCII)
_KEY = re.compile(rf"\s*([{START}](?:[{PART}{SPECIAL}\s]*[{PART}{SPECIAL}])?)(?=\s*:)")
_PARAMETER = re.compile(rf"\s*([{START}](?:[{PART}{SPECIAL}\s]*[{PART}{SPECIAL}])?)(?=\s*[,:)])")
_STRICT_BINDING = re.compile(r"\s*([A-Za-z][A-Za-z0-9_]*)(?=\s+in\b)", re.ASCII)
_BINDING = re.compile(rf"\s*([{START}](?:[{PART}{SPECIAL}\s]*?[{PART}{SPECIAL}])??)(?=\s+in\b)")
_CALLED = re.compile(r"\s*\(")
_INSTANCE_OF = re.compile(r"instance\s+of\b")
#: What may follow "[" when it ends a range and does not begin a filter.
_AFTER_RANGE = re.compile(
    r"\[\s*(?:$|[)\],}=<>!+*/]|\.\s*[^\W\d]"
    r"|(?:and|or|then|else|return|satisfies|in|between|instance)\b)"
)
_SPACED_FUNCTIONS = known(frozenset(name for name in FUNCTIONS if " " in name))

_OPERATORS = {
    "and": "_AND",
    "or": "_OR",
    "between": "_BETWEEN",
    "in": "_IN",
    "then": "_THEN",
    "else": "_ELSE",
    "return": "_RETURN",
    "satisfies": "_SATISFIES",
}
_BEGINNINGS = {
    "if": "_IF",
    "for": "_FOR",
    "some": "SOME",
    "every": "EVERY",
    "function": "_FUNCTION",
    "true": "TRUE",
    "false": "FALSE",
    "null": "NULL",
}
_SIGNS = {
    "**": "POWER",
    "*": "STAR",
    "/": "SLASH",
    "+": "PLUS",
    "-": "MINUS",
    "..": "_DOTS",
    ".": "_DOT",
    ",": "_COMMA",
    ":": "_COLON",
    "@": "_AT",
    "{": "_LBRACE",
    "}": "RBRACE",
    ")": "RPAR",
} | dict.fromkeys(("<=", ">=", "!=", "<", ">", "="), "COMPARISON")
#: After these a value is complete.
_VALUES = frozenset(
    {"NAME", "FUNCTION_NAME", "NUMBER", "STRING", "TRUE", "FALSE", "NULL", "TYPE"}
    | {"RPAR", "RSQB", "ESQB", "RBRACE"}
)
#: After these the place itself may say that a name follows, whatever it looks like.
_NAMING = frozenset(
    {"_LBRACE", "_CPAR", "_COMMA", "LPAR", "_FOR", "SOME", "EVERY", "_INSTANCE_OF", "_COLON"}
)


class Lexer:
    """Yields the tokens of one text."""

    def __init__(
        self, text: str, start: int, vocabulary: Vocabulary, *, negated: bool = False
    ) -> None:
        self._text = text
        self._position = start
        self._standard = vocabulary.standard
        self._vocabulary = vocabulary
        self._pattern = _STANDARD if vocabulary.standard else _STRICT
        self._names = known(vocabulary.names)
        self._entries = known(vocabulary.entries)
        #: names that the text itself gives: entries, parameters, iterations
        self._bound: set[str] = set()
        self._own = Names()
        #: the kind of the last token; "_UNARY" before `not(…)` as a whole cell
        self._before = "_UNARY" if negated else ""
        #: the brackets that are open: ( [ ] { call params filter range, and `for` up to `return`
        self._frames: list[str] = []

    def __iter__(self) -> Iterator[Token]:
        text, end = self._text, len(self._text)
        match = self._pattern.match
        while True:
            if self._before in _NAMING:
                given = self._given_name()
                if given is not None:
                    yield given
                    continue
            found = match(text, self._position)
            assert found is not None  # noqa: S101 - every part of the pattern may be empty
            kind = found.lastgroup
            if kind is None:
                if found.end() < end:
                    raise Unreadable(found.end(), text[found.end()])
                return
            self._position = found.end()
            if kind == "NAME":
                yield self._word(found[kind], found.start(kind))
            elif kind == "SIGN":
                yield self._sign(found[kind], found.start(kind))
            else:
                if kind == "STRING" and self._frames[-1:] == ["{"]:
                    # It may be the name of an entry; if it is not, knowing it does no harm.
                    self._bind(normal(found[kind][1:-1]))
                yield self._token(kind, found[kind], found.start(kind))

    def _token(self, kind: str, text: str, start: int) -> Token:
        self._before = kind
        return Token(kind, text, start)

    # ---- names that the place makes names

    def _given_name(self) -> Token | None:
        """Return the name that a context, argument, parameter or iteration begins with."""
        before, frame = self._before, self._frames[-1] if self._frames else ""
        if before == "_INSTANCE_OF" or (before == "_COLON" and frame == "params"):
            return self._type()
        if before in ("_FOR", "SOME", "EVERY") or (before == "_COMMA" and frame == "for"):
            return self._given("BINDING", _BINDING if self._standard else _STRICT_BINDING)
        match "" if before == "_COLON" else frame:
            case "{":
                return self._given("KEY", _KEY if self._standard else _STRICT_KEY)
            case "call":
                return self._given("KEY", _KEY, binds=False)
            case "params":
                return self._given("KEY", _PARAMETER)
        return None

    def _given(self, kind: str, pattern: re.Pattern[str], *, binds: bool = True) -> Token | None:
        match = pattern.match(self._text, self._position)
        if match is None:
            return None
        self._position = match.end()
        name = normal(match[1])
        if binds:
            self._bind(name)
        return self._token(kind, name, match.start(1))

    def _bind(self, name: str) -> None:
        if name not in self._bound:
            self._bound.add(name)
            self._own.add(name)

    def _type(self) -> Token | None:
        start = _SPACE.match(self._text, self._position).end()  # type: ignore[union-attr]
        end = end_of_type(self._text, start, known(self._vocabulary.types))
        if end is None:
            return None
        self._position = end
        token = self._token("TYPE", self._text[start:end], start)
        try:
            unknown = names_in(read_type(token)) - self._vocabulary.types
        except NotAType:
            raise RefusedAt(FeelSyntaxError, token) from None
        if unknown:
            raise RefusedAt(UnknownType, token)
        return token

    # ---- words

    def _word(self, word: str, start: int) -> Token:
        if self._before == "_DOT":
            return self._named(word, start, self._entries, self._own, self._names)
        if self._before in _VALUES:
            return self._operator(word, start)
        places = [self._own, self._names]
        if self._vocabulary.filtering or "filter" in self._frames:
            places.append(self._entries)
        spaced = self._spaced(start, *places) or self._spaced_function(start)
        if spaced is not None:
            word, self._position = spaced
            return self._name(word, start)
        if word in ("for", "some", "every"):
            self._frames.append("for")
        elif word == "external" and self._before == "_PARAMETERS":
            raise RefusedAt(ExternalFunction, Token("NAME", word, start))
        elif word == "not" and self._before == "_UNARY":
            return self._token("_NOT", word, start)
        kind = _BEGINNINGS.get(word) or _OPERATORS.get(word)
        return self._token(kind, word, start) if kind else self._name(word, start)

    def _name(self, word: str, start: int) -> Token:
        """Return a name: of a function of FEEL's own when it is called and nothing else has it."""
        called = _CALLED.match(self._text, self._position)
        if called and word not in self._bound and word not in self._vocabulary.names:
            return self._token("FUNCTION_NAME", word, start)
        return self._token("NAME", word, start)

    def _spaced_function(self, start: int) -> tuple[str, int] | None:
        spaced = self._spaced(start, _SPACED_FUNCTIONS)
        called = spaced is not None and _CALLED.match(self._text, spaced[1])
        return spaced if called else None

    def _named(self, word: str, start: int, *places: Names) -> Token:
        spaced = self._spaced(start, *places)
        if spaced is not None:
            word, self._position = spaced
        return self._token("NAME", word, start)

    def _spaced(self, start: int, *places: Names) -> tuple[str, int] | None:
        found = [name for place in places if (name := place.at(self._text, start)) is not None]
        return max(found, key=lambda name: name[1], default=None)

    def _operator(self, word: str, start: int) -> Token:
        if word == "instance":
            match = _INSTANCE_OF.match(self._text, start)
            if match is not None:
                self._position = match.end()
                return self._token("_INSTANCE_OF", match[0], start)
        if word in ("return", "satisfies") and self._frames[-1:] == ["for"]:
            self._frames.pop()
        return self._token(_OPERATORS.get(word, "NAME"), word, start)

    # ---- signs

    def _sign(self, sign: str, start: int) -> Token:
        token = self._token(_SIGNS.get(sign) or self._bracket(sign, start), sign, start)
        if sign == "{":
            self._frames.append("{")
        elif sign in ")}" and self._close() == "params":
            self._before = "_PARAMETERS"
        elif sign == ".." and self._frames[-1:] in (["("], ["["], ["]"]):
            self._frames[-1] = "range"
        return token

    def _bracket(self, sign: str, start: int) -> str:
        match sign:
            case "(":
                return self._round()
            case "[":
                return self._opening_square(start)
            case _:
                return self._closing_square()

    def _close(self) -> str:
        """Return which bracket is closed."""
        frame = "for"
        while frame == "for" and self._frames:
            frame = self._frames.pop()
        return frame

    def _round(self) -> str:
        if self._before in _VALUES or self._before == "_NOT":
            self._frames.append("call" if self._before != "_NOT" else "(")
            return "_CPAR"
        self._frames.append("params" if self._before == "_FUNCTION" else "(")
        return "LPAR"

    def _opening_square(self, start: int) -> str:
        if self._before not in _VALUES:
            self._frames.append("[")
            return "LSQB"
        if self._frames[-1:] == ["range"] and _AFTER_RANGE.match(self._text, start):
            self._close()
            return "ESQB"
        self._frames.append("filter")
        return "_FSQB"

    def _closing_square(self) -> str:
        if self._before in _VALUES or self._before == "LSQB":
            self._close()
            return "RSQB"
        self._frames.append("]")
        return "OSQB"
