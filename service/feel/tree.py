"""What an expression says, as frozen values: the parser makes it, closures are made from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, assert_never
from typing import Literal as OneOf

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.values import Value

ArithmeticOperator = OneOf["+", "-", "*", "/"]
Comparison = OneOf["=", "!=", "<", "<=", ">", ">="]


@dataclass(frozen=True, slots=True)
class Literal:
    value: Value


@dataclass(frozen=True, slots=True)
class Variable:
    name: str


@dataclass(frozen=True, slots=True)
class Path:
    base: Tree
    entry: str


@dataclass(frozen=True, slots=True)
class ListOf:
    items: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class ContextOf:
    entries: tuple[tuple[str, Tree], ...]


@dataclass(frozen=True, slots=True)
class Negative:
    operand: Tree


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """A chain of one precedence, from left to right: first (operator operand)+."""

    first: Tree
    rest: tuple[tuple[ArithmeticOperator, Tree], ...]


@dataclass(frozen=True, slots=True)
class Compare:
    operator: Comparison
    left: Tree
    right: Tree


@dataclass(frozen=True, slots=True)
class Between:
    """Both ends belong to it."""

    operand: Tree
    low: Tree
    high: Tree


@dataclass(frozen=True, slots=True)
class OperatorTest:
    """`> 5` to the right of `in`."""

    operator: Comparison
    operand: Tree


@dataclass(frozen=True, slots=True)
class RangeTest:
    """`[1..3]` to the right of `in`; `(` and `)` leave their end out."""

    low: Tree
    high: Tree
    includes_low: bool
    includes_high: bool


@dataclass(frozen=True, slots=True)
class ValueTest:
    """A value to the right of `in`: equal to it, or in it when it is a list."""

    operand: Tree


Test = OperatorTest | RangeTest | ValueTest


@dataclass(frozen=True, slots=True)
class In:
    operand: Tree
    tests: tuple[Test, ...]


@dataclass(frozen=True, slots=True)
class And:
    operands: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Or:
    operands: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class If:
    condition: Tree
    then: Tree
    otherwise: Tree


@dataclass(frozen=True, slots=True)
class Quantified:
    """some / every: each iterator sees the names of those before it."""

    quantifier: OneOf["some", "every"]
    iterators: tuple[tuple[str, Tree], ...]
    condition: Tree


@dataclass(frozen=True, slots=True)
class Call:
    #: a function of functions.FUNCTIONS, its spaces single
    function: str
    arguments: tuple[Tree, ...]


Tree = (
    Literal
    | Variable
    | Path
    | ListOf
    | ContextOf
    | Negative
    | Arithmetic
    | Compare
    | Between
    | In
    | And
    | Or
    | If
    | Quantified
    | Call
)


def children(tree: Tree) -> Iterator[Tree]:  # noqa: C901, PLR0912 - one case per kind
    """Yield what `tree` is directly made of, as it stands in the text."""
    match tree:
        case Literal() | Variable():
            return
        case Path():
            yield tree.base
        case ListOf():
            yield from tree.items
        case ContextOf():
            yield from (value for _, value in tree.entries)
        case Negative():
            yield tree.operand
        case Arithmetic():
            yield tree.first
            yield from (operand for _, operand in tree.rest)
        case Compare():
            yield from (tree.left, tree.right)
        case Between():
            yield from (tree.operand, tree.low, tree.high)
        case In():
            yield tree.operand
            for test in tree.tests:
                yield from test_operands(test)
        case And() | Or():
            yield from tree.operands
        case If():
            yield from (tree.condition, tree.then, tree.otherwise)
        case Quantified():
            yield from (domain for _, domain in tree.iterators)
            yield tree.condition
        case Call():
            yield from tree.arguments
        case _:
            assert_never(tree)


def test_operands(test: Test) -> Iterator[Tree]:
    """Yield what a test to the right of `in` is made of."""
    match test:
        case RangeTest():
            yield from (test.low, test.high)
        case OperatorTest() | ValueTest():
            yield test.operand
        case _:
            assert_never(test)


def size(tree: Tree) -> int:
    """Return of how many values and operations `tree` consists."""
    return 1 + sum(map(size, children(tree)))


def variables(tree: Tree, bound: frozenset[str] = frozenset()) -> frozenset[str]:
    """Return the names that `tree` reads from outside, leaving out those that it binds itself."""
    match tree:
        case Variable(name):
            return frozenset() if name in bound else frozenset({name})
        case Quantified():
            names: frozenset[str] = frozenset()
            for name, domain in tree.iterators:
                names |= variables(domain, bound)
                bound |= {name}
            return names | variables(tree.condition, bound)
        case _:
            return frozenset().union(*(variables(child, bound) for child in children(tree)))
