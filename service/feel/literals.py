"""The values that a text writes out: numbers, strings, @"…"."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from service.errors import AlurError
from service.feel import iso8601, temporal, tree
from service.feel.errors import FeelError, InvalidLiteral
from service.feel.kinds import whole_if_possible
from service.feel.refusal import RefusedAt

if TYPE_CHECKING:
    from lark import Token

    from service.feel.tree import Tree
    from service.values import Value

_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{6})|([\"'\\nrt]))")
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t"}
_PAIR = re.compile("([\ud800-\udbff])([\udc00-\udfff])")
_SURROGATE = re.compile("[\ud800-\udfff]")
_LARGEST_CHARACTER = 0x10FFFF


def number_of(token: Token) -> int | Decimal:
    """Return the number that a token writes. Raises RefusedAt beyond 34 digits."""
    try:
        return whole_if_possible(int(token) if token.isdigit() else Decimal(token))
    except AlurError:
        raise RefusedAt(InvalidLiteral, token, text=token[:40]) from None


def text_of(token: Token) -> str:
    """Return the string that a token writes.

    A backslash before any other sign than those of DMN 1.5 §10.3.1.2 rule 64 is a backslash.
    """
    text = _ESCAPE.sub(lambda match: _unescaped(match, token), token[1:-1])
    # §10.3.2.3.2: a character beyond 16 bits may be written as the two halves of UTF-16.
    text = _PAIR.sub(lambda pair: pair[0].encode("utf-16", "surrogatepass").decode("utf-16"), text)
    if _SURROGATE.search(text):
        raise RefusedAt(InvalidLiteral, token, text="\\uD800-\\uDFFF")
    return text


def _unescaped(match: re.Match[str], token: Token) -> str:
    short, long, sign = match.groups()
    if sign is not None:
        return _ESCAPED.get(sign, sign)
    code = int(short or long, 16)
    if code > _LARGEST_CHARACTER:
        raise RefusedAt(InvalidLiteral, token, text=match[0])
    return chr(code)


def value_at(token: Token, *, standard: bool) -> Tree:
    """Return the value of @"…" (§10.3.1.2 rule 65); where faults are null, also a wrong one."""
    text = text_of(token)
    if not standard:
        try:
            return tree.Literal(_strict(text))
        except AlurError:
            raise RefusedAt(InvalidLiteral, token, text=text[:40]) from None
    try:
        return tree.Literal(temporal.read_literal(text))
    except FeelError as problem:
        if problem.stops:
            raise RefusedAt(InvalidLiteral, token, text=text[:40]) from None
        return tree.Fault("invalid-literal", text[:40])


def _strict(text: str) -> Value:
    """Return a duration, instant, time or date; an instant has to have its zone."""
    if text.startswith(("P", "-P")):
        return iso8601.parse_duration(text)
    if "T" in text:
        return iso8601.parse_instant(text)
    return iso8601.parse_time(text) if ":" in text else iso8601.parse_date(text)
