"""What can be said of a tree without evaluating it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, assert_never

from service.feel.tree import (
    And,
    Arithmetic,
    Between,
    Call,
    Compare,
    ContextOf,
    Fault,
    Filter,
    For,
    FunctionOf,
    If,
    In,
    InstanceOf,
    Invoke,
    ListOf,
    Literal,
    Negative,
    Or,
    Path,
    Quantified,
    RangeOf,
    Tests,
    UnaryRange,
    Variable,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from service.feel.tree import Iteration, Tree


def children(tree: Tree) -> Iterator[Tree]:  # noqa: C901, PLR0912 - one case per kind
    """Yield what `tree` is directly made of, as it stands in the text."""
    match tree:
        case Literal() | Variable() | Fault():
            return
        case Path():
            yield tree.base
        case Filter():
            yield from (tree.base, tree.condition)
        case ListOf():
            yield from tree.items
        case ContextOf():
            yield from (value for _, value in tree.entries)
        case Negative() | InstanceOf() | UnaryRange():
            yield tree.operand
        case Arithmetic():
            yield tree.first
            yield from (operand for _, operand in tree.rest)
        case Compare():
            yield from (tree.left, tree.right)
        case Between():
            yield from (tree.operand, tree.low, tree.high)
        case RangeOf():
            yield from (tree.low, tree.high)
        case In():
            yield tree.operand
            for test in tree.tests:
                yield test.operand
        case Tests():
            for test in tree.tests:
                yield test.operand
        case And() | Or():
            yield from tree.operands
        case If():
            yield from (tree.condition, tree.then, tree.otherwise)
        case Quantified():
            yield from _domains(tree.iterators)
            yield tree.condition
        case For():
            yield from _domains(tree.iterators)
            yield tree.body
        case FunctionOf():
            yield tree.body
        case Call():
            yield from tree.arguments
        case Invoke():
            yield tree.function
            yield from tree.arguments
        case _:
            assert_never(tree)


def _domains(iterators: tuple[Iteration, ...]) -> Iterator[Tree]:
    for iteration in iterators:
        yield iteration.domain
        if iteration.last is not None:
            yield iteration.last


def size(tree: Tree) -> int:
    """Return of how many values and operations `tree` consists."""
    return 1 + sum(map(size, children(tree)))


def depth(tree: Tree) -> int:
    """Return how many levels of expressions lie inside each other."""
    return 1 + max(map(depth, children(tree)), default=0)


def variables(  # noqa: PLR0911 - one case per kind
    tree: Tree, bound: frozenset[str] = frozenset(), *, filters: bool = True
) -> frozenset[str]:
    """Return the names that `tree` reads from outside, leaving out those that it binds itself.

    A name inside a filter may be a variable or an entry of the item: without `filters` it does
    not count.
    """
    read = partial(variables, filters=filters)
    match tree:
        case Variable(name):
            return frozenset() if name in bound else frozenset({name})
        case Quantified(_, iterators, body):
            return _read_in_loop(iterators, body, bound, read)
        case For(iterators, body):
            return _read_in_loop(iterators, body, bound | {"partial"}, read)
        case FunctionOf(parameters, body):
            return read(body, bound | {name for name, _ in parameters})
        case Filter(base, condition):
            inside = read(condition, bound | {"item"}) if filters else frozenset()
            return read(base, bound) | inside
        case ContextOf(entries):
            names: frozenset[str] = frozenset()
            for name, value in entries:
                # A function of a context may call itself.
                own = bound | {name} if isinstance(value, FunctionOf) else bound
                names |= read(value, own)
                bound |= {name}
            return names
        case Tests():
            bound |= {"?"}
    return frozenset().union(*(read(child, bound) for child in children(tree)))


def _read_in_loop(
    iterators: tuple[Iteration, ...],
    body: Tree,
    bound: frozenset[str],
    read: Callable[[Tree, frozenset[str]], frozenset[str]],
) -> frozenset[str]:
    names: frozenset[str] = frozenset()
    for iteration in iterators:
        names |= read(iteration.domain, bound)
        if iteration.last is not None:
            names |= read(iteration.last, bound)
        bound |= {iteration.name}
    return names | read(body, bound)
