"""Makes the tree while the parser reduces: one method per rule of feel.lark.

Depth is counted here, on the way up, and capped: the closures that are made from the tree
recurse as deep as it is.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from lark import Token, Transformer, v_args

from service.errors import AlurError
from service.feel import iso8601, tree
from service.feel.errors import (
    DuplicateEntry,
    FeelSyntaxError,
    InvalidLiteral,
    NotFeelSpelling,
    TooDeep,
    UnknownFunction,
    WrongNumberOfArguments,
)
from service.feel.functions import FUNCTIONS
from service.feel.kinds import Budget, whole_if_possible
from service.feel.spelling import FOREIGN_WORDS, LEFT_OUT

if TYPE_CHECKING:
    from collections.abc import Callable

    from service.values import Value

DEEPEST_NESTING = 50

_ESCAPE = re.compile(r'\\(?:u([0-9A-Fa-f]{4})|(["\\/nrt]))')
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t"}
_SURROGATES = range(0xD800, 0xE000)


class RefusedAt(Exception):
    """A refusal at a token; `read` makes the error of it, which counts from the text's start."""

    def __init__(self, kind: type[FeelSyntaxError], token: Token, **params: object) -> None:
        self.kind = kind
        self.index = token.start_pos or 0
        self.token = str(token)[:40]
        self.params = params
        super().__init__(kind, self.token)


class Built(NamedTuple):
    tree: tree.Tree
    depth: int
    #: the last token of it, where a complaint about its depth points
    token: Token


class _BuiltTest(NamedTuple):
    test: tree.Test
    depth: int
    token: Token


class _BuiltIterator(NamedTuple):
    name: str
    domain: Built


class _BuiltEntry(NamedTuple):
    name: Token
    key: str
    value: Built


def _over(made: tree.Tree, *parts: Built | _BuiltTest, token: Token | None = None) -> Built:
    """Return `made` with its depth, one more than that of its deepest part."""
    depth = 1 + max((part.depth for part in parts), default=0)
    last = token if token is not None else parts[-1].token
    if depth > DEEPEST_NESTING:
        raise RefusedAt(TooDeep, last, limit=DEEPEST_NESTING)
    return Built(made, depth, last)


@v_args(inline=True)
class Builder(Transformer[Token, Built]):
    def start(self, expression: Built) -> Built:
        return expression

    def parenthesised(self, inner: Built) -> Built:
        return _over(inner.tree, inner)

    # ---- atoms

    def number(self, token: Token) -> Built:
        return _over(tree.Literal(_literal(token, _number, str(token))), token=token)

    def string(self, token: Token) -> Built:
        return _over(tree.Literal(_text(token)), token=token)

    def true(self) -> Built:
        return _over(tree.Literal(value=True), token=Token("TRUE", "true", 0))

    def false(self) -> Built:
        return _over(tree.Literal(value=False), token=Token("FALSE", "false", 0))

    def null(self) -> Built:
        return _over(tree.Literal(None), token=Token("NULL", "null", 0))

    def at_literal(self, token: Token) -> Built:
        return _over(tree.Literal(_literal(token, _at, _text(token))), token=token)

    def variable(self, token: Token) -> Built:
        return _over(tree.Variable(_name(token)), token=token)

    def list_of(self, *items: Built) -> Built:
        token = items[-1].token if items else Token("LSQB", "[", 0)
        return _over(tree.ListOf(tuple(item.tree for item in items)), *items, token=token)

    def entry(self, name: Token, value: Built) -> _BuiltEntry:
        return _BuiltEntry(name, _text(name) if name.startswith('"') else str(name), value)

    def context_of(self, *entries: _BuiltEntry) -> Built:
        seen: set[str] = set()
        for entry in entries:
            if entry.key in seen:
                raise RefusedAt(DuplicateEntry, entry.name)
            seen.add(entry.key)
        values = tuple(entry.value for entry in entries)
        token = values[-1].token if values else Token("LBRACE", "{", 0)
        pairs = tuple((entry.key, entry.value.tree) for entry in entries)
        return _over(tree.ContextOf(pairs), *values, token=token)

    def call(self, name: Token, *arguments: Built) -> Built:
        function = FUNCTIONS.get(" ".join(name.split()))
        if function is None:
            raise RefusedAt(UnknownFunction, name, known=", ".join(sorted(FUNCTIONS)))
        if not function.accepts(len(arguments)):
            raise RefusedAt(
                WrongNumberOfArguments,
                name,
                signature=function.signature,
                given=len(arguments),
            )
        made = tree.Call(function.name, tuple(argument.tree for argument in arguments))
        if function.is_literal and all(type(part) is tree.Literal for part in made.arguments):
            values = [part.value for part in made.arguments if type(part) is tree.Literal]
            try:
                function.run(values, Budget())
            except AlurError:
                text = ", ".join(map(str, values))[:40]
                raise RefusedAt(InvalidLiteral, name, text=text) from None
        return _over(made, *arguments, token=name)

    def path(self, base: Built, entry: Token) -> Built:
        return _over(tree.Path(base.tree, str(entry)), base, token=entry)

    # ---- operators

    def negative(self, sign: Token, operand: Built) -> Built:
        if type(operand.tree) is tree.Literal and type(operand.tree.value) in {int, Decimal}:
            return _over(tree.Literal(-operand.tree.value), operand, token=sign)
        return _over(tree.Negative(operand.tree), operand, token=sign)

    def additive(self, first: Built, *rest: Built | Token) -> Built:
        signs, operands = rest[0::2], rest[1::2]
        pairs = []
        parts = [first]
        for sign, operand in zip(signs, operands, strict=True):
            assert isinstance(operand, Built)  # noqa: S101 - the grammar alternates them
            pairs.append((str(sign), operand.tree))
            parts.append(operand)
        return _over(tree.Arithmetic(first.tree, tuple(pairs)), *parts)  # type: ignore[arg-type]

    multiplicative = additive

    def compare(self, left: Built, sign: Token, right: Built) -> Built:
        return _over(tree.Compare(str(sign), left.tree, right.tree), left, right)  # type: ignore[arg-type]

    def between(self, operand: Built, low: Built, high: Built) -> Built:
        return _over(tree.Between(operand.tree, low.tree, high.tree), operand, low, high)

    def membership(self, operand: Built, *tests: _BuiltTest) -> Built:
        made = tree.In(operand.tree, tuple(test.test for test in tests))
        return _over(made, operand, *tests)

    def value_test(self, operand: Built) -> _BuiltTest:
        return _BuiltTest(tree.ValueTest(operand.tree), operand.depth, operand.token)

    def operator_test(self, sign: Token, operand: Built) -> _BuiltTest:
        test = tree.OperatorTest(str(sign), operand.tree)  # type: ignore[arg-type]
        return _BuiltTest(test, operand.depth, operand.token)

    def range(self, opening: Token, low: Built, high: Built, closing: Token) -> _BuiltTest:
        test = tree.RangeTest(low.tree, high.tree, opening == "[", closing == "]")
        return _BuiltTest(test, max(low.depth, high.depth), high.token)

    def conjunction(self, *operands: Built) -> Built:
        return _over(tree.And(tuple(operand.tree for operand in operands)), *operands)

    def disjunction(self, *operands: Built) -> Built:
        return _over(tree.Or(tuple(operand.tree for operand in operands)), *operands)

    def if_then_else(self, condition: Built, then: Built, otherwise: Built) -> Built:
        made = tree.If(condition.tree, then.tree, otherwise.tree)
        return _over(made, condition, then, otherwise)

    def iterator(self, name: Token, domain: Built) -> _BuiltIterator:
        return _BuiltIterator(_name(name), domain)

    def quantified(self, quantifier: Token, *parts: _BuiltIterator | Built) -> Built:
        iterators = [part for part in parts if isinstance(part, _BuiltIterator)]
        condition = parts[-1]
        assert isinstance(condition, Built)  # noqa: S101 - the grammar puts it last
        made = tree.Quantified(
            "some" if quantifier == "some" else "every",
            tuple((iterator.name, iterator.domain.tree) for iterator in iterators),
            condition.tree,
        )
        return _over(made, *(iterator.domain for iterator in iterators), condition)


def _name(token: Token) -> str:
    if token in FOREIGN_WORDS:
        raise RefusedAt(NotFeelSpelling, token, instead=FOREIGN_WORDS[token])
    if token in LEFT_OUT:
        raise RefusedAt(FeelSyntaxError, token)
    return str(token)


def _literal(token: Token, parse: Callable[[str], Value], text: str) -> Value:
    try:
        return parse(text)
    except AlurError:
        raise RefusedAt(InvalidLiteral, token, text=text[:40]) from None


def _number(text: str) -> int | Decimal:
    return whole_if_possible(int(text) if text.isdigit() else Decimal(text))


def _at(text: str) -> Value:
    """Return the value of @"…": a duration, date and time, time or date (DMN 1.5 rule 68)."""
    if text.startswith(("P", "-P")):
        return iso8601.parse_duration(text)
    if "T" in text:
        return iso8601.parse_instant(text)
    return iso8601.parse_time(text) if ":" in text else iso8601.parse_date(text)


def _text(token: Token) -> str:
    text = _ESCAPE.sub(_unescaped, token[1:-1])
    if any(ord(character) in _SURROGATES for character in text):
        raise RefusedAt(InvalidLiteral, token, text="\\uD800-\\uDFFF")
    return text


def _unescaped(match: re.Match[str]) -> str:
    code, sign = match.groups()
    return chr(int(code, 16)) if code else _ESCAPED.get(sign, sign)
