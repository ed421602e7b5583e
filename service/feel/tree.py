"""What an expression says, as frozen values: the parser makes it, closures are made from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from typing import Literal as OneOf

if TYPE_CHECKING:
    from service.feel.type_forms import Type
    from service.values import Value

ArithmeticOperator = OneOf["+", "-", "*", "/", "**"]
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
class Filter:
    """`base[condition]`: the items for which it is true, or the one at that position."""

    base: Tree
    condition: Tree


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
class RangeOf:
    """`[1..3]`; `(` and `)` leave their end out."""

    low: Tree
    high: Tree
    includes_low: bool
    includes_high: bool


@dataclass(frozen=True, slots=True)
class UnaryRange:
    """`(> 5)`."""

    operator: Comparison
    operand: Tree


@dataclass(frozen=True, slots=True)
class ValueTest:
    """A value to the right of `in`: equal to it, or in it when it is a list or range."""

    operand: Tree


Test = OperatorTest | ValueTest


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
class Iteration:
    """A name and what it goes through: a list, a range, or the numbers or days up to `last`."""

    name: str
    domain: Tree
    last: Tree | None = None


@dataclass(frozen=True, slots=True)
class Quantified:
    """some / every: each iterator sees the names of those before it."""

    quantifier: OneOf["some", "every"]
    iterators: tuple[Iteration, ...]
    condition: Tree


@dataclass(frozen=True, slots=True)
class For:
    """A list of what `body` gives; it sees those before as `partial`."""

    iterators: tuple[Iteration, ...]
    body: Tree


@dataclass(frozen=True, slots=True)
class InstanceOf:
    operand: Tree
    type: Type


@dataclass(frozen=True, slots=True)
class FunctionOf:
    parameters: tuple[tuple[str, Type], ...]
    body: Tree


@dataclass(frozen=True, slots=True)
class Call:
    #: a function of functions.FUNCTIONS, its spaces single
    function: str
    arguments: tuple[Tree, ...]
    #: of the arguments, when they are given by name
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Invoke:
    """A call of what an expression gives."""

    function: Tree
    arguments: tuple[Tree, ...]
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tests:
    """A cell of a decision table: what the input `?` has to pass, one of them or none."""

    tests: tuple[Test, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """What can be read but never has a value: where faults are errors it is refused instead."""

    kind: OneOf["duplicate-entry", "invalid-literal", "wrong-arguments"]
    text: str


Tree = (
    Literal
    | Variable
    | Path
    | Filter
    | ListOf
    | ContextOf
    | Negative
    | Arithmetic
    | Compare
    | Between
    | In
    | RangeOf
    | UnaryRange
    | And
    | Or
    | If
    | Quantified
    | For
    | InstanceOf
    | FunctionOf
    | Call
    | Invoke
    | Tests
    | Fault
)
