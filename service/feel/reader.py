"""Reads the text of an expression into a tree, by the grammar in feel.lark.

The parser is LALR and calls the builder while it reads, so that no text, however nested, makes
Python recurse.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, cast

from lark import Lark, Token, UnexpectedToken
from lark.lexer import Lexer as LarkLexer

from service.feel.builder import Builder, Built
from service.feel.errors import EmptyExpression, TooLong, UnexpectedEnd
from service.feel.lexer import Lexer
from service.feel.names import STRICT, Vocabulary
from service.feel.refusal import RefusedAt, Unreadable
from service.feel.spelling import stopped_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.feel.tree import Tree

LONGEST_TEXT = 2_000
_SPACE = " \t\r\n"
_NEGATED = re.compile(r"\s*not\s*\(")


def read(text: str, vocabulary: Vocabulary = STRICT) -> Tree:
    """Return what `text` says; one leading "=" is dropped, as BPMN tools write it.

    Raises a FeelSyntaxError with the position and the token where the text stops being FEEL.
    """
    return _read(text, vocabulary, "start")


def read_tests(text: str, vocabulary: Vocabulary) -> Tree:
    """Return what a cell of a decision table says: tests of the input, which it may call `?`.

    Raises FeelSyntaxError.
    """
    return _read(text, vocabulary, "unary_tests")


def _read(text: str, vocabulary: Vocabulary, start: str) -> Tree:
    if len(text) > LONGEST_TEXT:
        raise TooLong(position=LONGEST_TEXT + 1, token="", limit=LONGEST_TEXT)
    body = text.lstrip(_SPACE)
    if start == "start":
        body = body.removeprefix("=")
    skipped = len(text) - len(body)
    if not body.strip(_SPACE):
        raise EmptyExpression(position=len(text) + 1, token="")
    lexer = Lexer(text, skipped, vocabulary, negated=start != "start" and _is_negated(body))
    try:
        built = _parser(standard=vocabulary.standard).parse(lexer, start)
    except UnexpectedToken as error:
        if error.token.type == "$END":
            raise UnexpectedEnd(position=len(text) + 1, token="") from None
        raise stopped_at(text, error.token.start_pos or 0, str(error.token)) from None
    except Unreadable as problem:
        raise stopped_at(text, problem.index, problem.sign) from None
    except RefusedAt as refusal:
        raise refusal.kind(
            position=refusal.index + 1, token=refusal.token, **refusal.params
        ) from None
    return cast("Built", built).tree


def _is_negated(body: str) -> bool:
    """Return whether a cell is `not(…)` as a whole."""
    if not _NEGATED.match(body):
        return False
    depth, quoted, escaped = 0, False, False
    for place, sign in enumerate(body):
        if quoted:
            quoted = escaped or sign != '"'
            escaped = sign == "\\" and not escaped
        elif sign == '"':
            quoted = True
        elif sign in "()":
            depth += 1 if sign == "(" else -1
            if depth == 0 and sign == ")":
                return not body[place + 1 :].strip()
    return False


class _Tokens(LarkLexer):
    """Hands the tokens that were cut already to the parser."""

    def __init__(self, _: object) -> None:
        pass

    def lex(self, tokens: Iterator[Token]) -> Iterator[Token]:  # type: ignore[override]
        return iter(tokens)


@cache
def _parser(*, standard: bool) -> Lark:
    return Lark.open(
        "feel.lark",
        rel_to=__file__,
        parser="lalr",
        lexer=_Tokens,
        start=["start", "unary_tests"],
        transformer=Builder(standard=standard),
    )
