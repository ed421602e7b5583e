"""Makes the tree while the parser reduces: one method per rule of feel.lark.

Depth is counted here, on the way up, and capped: the closures that are made from the tree
recurse as deep as it is.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from lark import Token, Transformer, v_args

from service.feel import tree
from service.feel.arithmetic import negated
from service.feel.calls import called, invoked
from service.feel.errors import (
    DuplicateEntry,
    FeelSyntaxError,
    NotFeelSpelling,
    TooDeep,
)
from service.feel.literals import number_of, text_of, value_at
from service.feel.refusal import RefusedAt
from service.feel.spelling import FOREIGN_WORDS, LEFT_OUT
from service.feel.type_forms import ANY, Type
from service.feel.types import read_type

if TYPE_CHECKING:
    from service.feel.tree import Tree

DEEPEST_NESTING = 50


class Built(NamedTuple):
    tree: Tree
    depth: int
    #: the last token of it, where a complaint about its depth points
    token: Token


class _BuiltTest(NamedTuple):
    test: tree.Test
    depth: int
    token: Token


class _BuiltIteration(NamedTuple):
    iteration: tree.Iteration
    depth: int
    token: Token


class _BuiltEntry(NamedTuple):
    name: Token
    key: str
    value: Built


class _Parameter(NamedTuple):
    name: str
    type: Type


def _over(
    made: Tree, *parts: Built | _BuiltTest | _BuiltIteration, token: Token | None = None
) -> Built:
    """Return `made` with its depth, one more than that of its deepest part."""
    depth = 1 + max((part.depth for part in parts), default=0)
    last = token if token is not None else parts[-1].token
    if depth > DEEPEST_NESTING:
        raise RefusedAt(TooDeep, last, limit=DEEPEST_NESTING)
    return Built(made, depth, last)


@v_args(inline=True)
class Builder(Transformer[Token, Built]):
    def __init__(self, *, standard: bool) -> None:
        super().__init__()
        self._standard = standard

    def start(self, expression: Built) -> Built:
        return expression

    def tests(self, *tests: _BuiltTest) -> Built:
        return _over(tree.Tests(tuple(test.test for test in tests)), *tests)

    def unary_tests(self, tests: Built) -> Built:
        return tests

    def negated_tests(self, tests: Built, end: Token) -> Built:
        assert isinstance(tests.tree, tree.Tests)  # noqa: S101 - the grammar says so
        return _over(tree.Tests(tests.tree.tests, negated=True), tests, token=end)

    def parenthesised(self, _: Token, inner: Built, end: Token) -> Built:
        return _over(inner.tree, inner, token=end)

    # ---- atoms

    def number(self, token: Token) -> Built:
        return _over(tree.Literal(number_of(token)), token=token)

    def string(self, token: Token) -> Built:
        return _over(tree.Literal(text_of(token)), token=token)

    def true(self, token: Token) -> Built:
        return _over(tree.Literal(value=True), token=token)

    def false(self, token: Token) -> Built:
        return _over(tree.Literal(value=False), token=token)

    def null(self, token: Token) -> Built:
        return _over(tree.Literal(None), token=token)

    def at_literal(self, token: Token) -> Built:
        return _over(value_at(token, standard=self._standard), token=token)

    def variable(self, token: Token) -> Built:
        return _over(tree.Variable(self._name(token)), token=token)

    def list_of(self, _: Token, *items: Built | Token) -> Built:
        *values, end = items
        built = [item for item in values if isinstance(item, Built)]
        return _over(tree.ListOf(tuple(item.tree for item in built)), *built, token=_token(end))

    def entry(self, name: Token, value: Built) -> _BuiltEntry:
        return _BuiltEntry(name, text_of(name) if name.type == "STRING" else str(name), value)

    def context_of(self, *parts: _BuiltEntry | Token) -> Built:
        *written, end = parts
        entries = [entry for entry in written if isinstance(entry, _BuiltEntry)]
        values = [entry.value for entry in entries]
        pairs = tuple((entry.key, entry.value.tree) for entry in entries)
        made: Tree = tree.ContextOf(pairs)
        seen: set[str] = set()
        for entry in entries:
            if entry.key in seen:
                if not self._standard:
                    raise RefusedAt(DuplicateEntry, entry.name)
                made = tree.Fault("duplicate-entry", entry.key)
            seen.add(entry.key)
        return _over(made, *values, token=_token(end))

    def range(self, opening: Token, low: Built, high: Built, closing: Token) -> Built:
        ends_in = opening.type == "LSQB", closing.type == "RSQB"
        made = tree.RangeOf(low.tree, high.tree, *ends_in)
        return _over(made, low, high, token=closing)

    def unary_range(self, _: Token, sign: Token, operand: Built, end: Token) -> Built:
        return _over(tree.UnaryRange(_sign(sign), operand.tree), operand, token=end)

    # ---- what follows a value

    def path(self, base: Built, entry: Token) -> Built:
        return _over(tree.Path(base.tree, str(entry)), base, token=entry)

    def filter(self, base: Built, condition: Built, end: Token) -> Built:
        return _over(tree.Filter(base.tree, condition.tree), base, condition, token=end)

    def named(self, name: Token, value: Built) -> _BuiltEntry:
        return _BuiltEntry(name, str(name), value)

    def call(self, name: Token, *parts: Built | _BuiltEntry | Token) -> Built:
        values, names = _arguments(parts)
        made = called(name, [value.tree for value in values], names, standard=self._standard)
        return _over(made, *values, token=name)

    def invoke(self, function: Built, *parts: Built | _BuiltEntry | Token) -> Built:
        values, names = _arguments(parts)
        arguments = [value.tree for value in values]
        made = invoked(function.tree, function.token, arguments, names, standard=self._standard)
        return _over(made, function, *values, token=_token(parts[-1]))

    def instance_of(self, operand: Built, type_: Token) -> Built:
        return _over(tree.InstanceOf(operand.tree, read_type(type_)), operand, token=type_)

    # ---- operators

    def negative(self, sign: Token, operand: Built) -> Built:
        literal = operand.tree
        if isinstance(literal, tree.Literal) and type(literal.value) in {int, Decimal}:
            return _over(tree.Literal(negated(literal.value)), operand, token=sign)
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

    multiplicative = power = additive

    def compare(self, left: Built, sign: Token, right: Built) -> Built:
        return _over(tree.Compare(_sign(sign), left.tree, right.tree), left, right)

    def between(self, operand: Built, low: Built, high: Built) -> Built:
        return _over(tree.Between(operand.tree, low.tree, high.tree), operand, low, high)

    def membership(self, operand: Built, *tests: _BuiltTest | Token) -> Built:
        built = [test for test in tests if isinstance(test, _BuiltTest)]
        made = tree.In(operand.tree, tuple(test.test for test in built))
        return _over(made, operand, *built)

    def value_test(self, operand: Built) -> _BuiltTest:
        return _BuiltTest(tree.ValueTest(operand.tree), operand.depth, operand.token)

    def operator_test(self, sign: Token, operand: Built) -> _BuiltTest:
        test = tree.OperatorTest(_sign(sign), operand.tree)
        return _BuiltTest(test, operand.depth, operand.token)

    def conjunction(self, *operands: Built) -> Built:
        return _over(tree.And(tuple(operand.tree for operand in operands)), *operands)

    def disjunction(self, *operands: Built) -> Built:
        return _over(tree.Or(tuple(operand.tree for operand in operands)), *operands)

    # ---- what speaks of more than operands

    def if_then_else(self, condition: Built, then: Built, otherwise: Built) -> Built:
        made = tree.If(condition.tree, then.tree, otherwise.tree)
        return _over(made, condition, then, otherwise)

    def iteration(self, name: Token, domain: Built) -> _BuiltIteration:
        made = tree.Iteration(self._name(name), domain.tree)
        return _BuiltIteration(made, domain.depth, domain.token)

    def counting(self, name: Token, first: Built, last: Built) -> _BuiltIteration:
        made = tree.Iteration(self._name(name), first.tree, last.tree)
        return _BuiltIteration(made, max(first.depth, last.depth), last.token)

    def quantified(self, quantifier: Token, *parts: _BuiltIteration | Built) -> Built:
        iterations, condition = _loop(parts)
        made = tree.Quantified(
            "some" if quantifier == "some" else "every",
            tuple(each.iteration for each in iterations),
            condition.tree,
        )
        return _over(made, *iterations, condition)

    def for_each(self, *parts: _BuiltIteration | Built) -> Built:
        iterations, body = _loop(parts)
        made = tree.For(tuple(each.iteration for each in iterations), body.tree)
        return _over(made, *iterations, body)

    def parameter(self, name: Token, type_: Token | None = None) -> _Parameter:
        return _Parameter(self._name(name), ANY if type_ is None else read_type(type_))

    def function_definition(self, *parts: _Parameter | Built | Token) -> Built:
        body = parts[-1]
        assert isinstance(body, Built)  # noqa: S101 - the grammar puts it last
        parameters = tuple((p.name, p.type) for p in parts if isinstance(p, _Parameter))
        return _over(tree.FunctionOf(parameters, body.tree), body)

    def _name(self, token: Token) -> str:
        if not self._standard:
            if token in FOREIGN_WORDS:
                raise RefusedAt(NotFeelSpelling, token, instead=FOREIGN_WORDS[token])
            if token in LEFT_OUT:
                raise RefusedAt(FeelSyntaxError, token)
        return str(token)


def _arguments(parts: tuple[Any, ...]) -> tuple[list[Built], tuple[str, ...]]:
    """Return the arguments of a call and their names, when they are given by name."""
    named = [part for part in parts if isinstance(part, _BuiltEntry)]
    if named:
        return [entry.value for entry in named], tuple(entry.key for entry in named)
    return [part for part in parts if isinstance(part, Built)], ()


def _loop(parts: tuple[_BuiltIteration | Built, ...]) -> tuple[list[_BuiltIteration], Built]:
    body = parts[-1]
    assert isinstance(body, Built)  # noqa: S101 - the grammar puts it last
    return [part for part in parts if isinstance(part, _BuiltIteration)], body


def _sign(token: Token) -> tree.Comparison:
    return cast("tree.Comparison", str(token))


def _token(part: object) -> Token:
    assert isinstance(part, Token)  # noqa: S101 - the grammar puts it last
    return part
