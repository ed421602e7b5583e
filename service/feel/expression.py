"""An expression, read once and evaluated often."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from types import NoneType
from typing import TYPE_CHECKING

from service.feel.budget import Budget
from service.feel.closures import evaluator
from service.feel.errors import NotATrueOrFalse
from service.feel.kinds import kind_of, require_whole
from service.feel.reader import read
from service.feel.walks import variables

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from service.feel.tree import Tree
    from service.values import Value

#: What conditions give: nothing lies inside it.
_SIMPLE = frozenset({bool, int, str, NoneType})
#: Expressions kept compiled; all those of some hundred diagrams.
_KEPT = 4_096


@dataclass(frozen=True, slots=True, eq=False)
class Expression:
    """A compiled expression; immutable, shared between threads."""

    #: as it was written
    text: str
    tree: Tree
    #: the root variables that it reads: `a` for `a.b`, without those it binds itself
    names: frozenset[str]
    _run: Callable[[Mapping[str, Value], Budget], Value] = field(repr=False)

    def evaluate(self, scope: Mapping[str, Value]) -> Value:
        """Return the value among the variables of `scope`. Raises FeelError."""
        budget = Budget()
        shared = budget.begin()
        try:
            found = self._run(scope, budget)
            return found if type(found) in _SIMPLE else require_whole(found, budget)
        finally:
            if shared is not None:
                budget.end(shared)


@lru_cache(maxsize=_KEPT)
def compile_expression(text: str) -> Expression:
    """Return the expression that `text` writes. Raises FeelSyntaxError."""
    tree = read(text)
    return Expression(text=text, tree=tree, names=variables(tree), _run=evaluator(tree))


def evaluate_condition(expression: Expression, scope: Mapping[str, Value]) -> bool:
    """Return whether `expression` is true.

    Raises NotATrueOrFalse when it is null or no boolean: a condition without an answer is an
    incident, never "false"; and whatever else evaluating raises.
    """
    answer = expression.evaluate(scope)
    if answer is True or answer is False:
        return answer
    raise NotATrueOrFalse(kind=kind_of(answer))
