"""Reads the text of an expression into a tree, by the grammar in feel.lark.

The parser is LALR and calls the builder while it reads, so that no text, however nested, makes
Python recurse.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, cast

from lark import Lark, UnexpectedCharacters, UnexpectedToken

from service.feel.builder import Builder, Built, RefusedAt
from service.feel.errors import EmptyExpression, TooLong, UnexpectedEnd
from service.feel.spelling import stopped_at

if TYPE_CHECKING:
    from service.feel.tree import Tree

LONGEST_TEXT = 2_000
_SPACE = " \t\r\n"


def read(text: str) -> Tree:
    """Return what `text` says; one leading "=" is dropped, as BPMN tools write it.

    Raises a FeelSyntaxError with the position and the token where the text stops being FEEL.
    """
    if len(text) > LONGEST_TEXT:
        raise TooLong(position=LONGEST_TEXT + 1, token="", limit=LONGEST_TEXT)
    body = text.lstrip(_SPACE).removeprefix("=")
    skipped = len(text) - len(body)
    if not body.strip(_SPACE):
        raise EmptyExpression(position=len(text) + 1, token="")
    try:
        built = _parser().parse(body)
    except UnexpectedCharacters as error:
        index = skipped + (error.pos_in_stream or 0)
        raise stopped_at(text, index, text[index]) from None
    except UnexpectedToken as error:
        if error.token.type == "$END":
            raise UnexpectedEnd(position=len(text) + 1, token="") from None
        raise stopped_at(text, skipped + (error.token.start_pos or 0), str(error.token)) from None
    except RefusedAt as refusal:
        raise refusal.kind(
            position=skipped + refusal.index + 1, token=refusal.token, **refusal.params
        ) from None
    return cast("Built", built).tree


@cache
def _parser() -> Lark:
    return Lark.open(
        "feel.lark", rel_to=__file__, parser="lalr", lexer="basic", transformer=Builder()
    )
