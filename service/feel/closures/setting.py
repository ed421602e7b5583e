"""What the closures of an expression are made for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from service.feel.errors import FeelError

if TYPE_CHECKING:
    from service.feel.tree import Tree

from service.feel.budget import Budget
from service.values import Value

if TYPE_CHECKING:
    from service.feel.type_forms import Type

Scope = Mapping[str, Value]
Evaluator = Callable[[Scope, Budget], Value]


@dataclass(frozen=True, eq=False)
class Setting:
    #: faults become null, as the standard has it; else they are raised
    standard: bool = False
    #: the types that a model defines
    types: Mapping[str, Type] = field(default_factory=dict)


STRICT = Setting()

#: Makes the closure of a part.
Maker = Callable[["Tree"], Evaluator]


#: Names of a scope that are copied in one step of the budget.
_COPIED_IN_A_STEP = 50


def copied(scope: Scope, budget: Budget) -> dict[str, Value]:
    """Return a scope that more names can be put in. Raises TooMuchWork."""
    budget.spend(len(scope) // _COPIED_IN_A_STEP)
    return dict(scope)


def forgiving(run: Evaluator) -> Evaluator:
    """Return `run` with null for every fault but those that stop; the budget hears of them."""

    def attempt(scope: Scope, budget: Budget) -> Value:
        try:
            return run(scope, budget)
        except FeelError as problem:
            if problem.stops:
                raise
            budget.note(problem)
            return None

    return attempt
