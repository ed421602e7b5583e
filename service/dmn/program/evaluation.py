"""One evaluation: what it may still do, and the faults that became null on the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.feel.budget import Budget
from service.feel.errors import FeelError, TooMuchWork
from service.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from service.feel.closures import Evaluator, Scope
    from service.sentences import Language
    from service.values import Value

#: Steps of one evaluation of a model: ten times those of a condition.
MOST_STEPS = 1_000_000
#: Problems that are kept; who made one mistake in a loop needs to hear of it once.
_MOST_PROBLEMS = 20
#: Tables of one evaluation of which the rules are told.
_MOST_MATCHED = 20


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault that became null, as the standard has it, and where."""

    #: id of the element whose text it was
    element: str
    code: str
    params: Mapping[str, str]

    def told(self, lang: Language = "id") -> str:
        """Return the sentence for a person."""
        return sentence(self.code, lang, **self.params)


@dataclass(frozen=True, slots=True)
class Matched:
    """Which rules of a table an evaluation went by."""

    #: id of the decision table
    table: str
    #: from 1, in the order of the table; none: its default counted, or nothing
    rules: tuple[int, ...]


class Evaluation(Budget):
    """The budget of one evaluation of a model."""

    standard = True

    def __init__(self, now: datetime | None, most_steps: int = MOST_STEPS) -> None:
        self._left = self._most = most_steps
        self.now = now
        #: where the text stands that is being evaluated
        self.element = ""
        #: where a limit ended it
        self.stopped_at = ""
        #: those of them that are about what was given
        self.of_inputs: tuple[Problem, ...] = ()
        self._problems: dict[Problem, None] = {}
        self._matched: list[Matched] = []

    def spend(self, steps: int) -> None:
        """Count `steps` more. Raises TooMuchWork."""
        self._left -= steps
        if self._left < 0:
            raise TooMuchWork(limit=self._most)

    def note(self, problem: FeelError) -> None:
        """Keep a fault that became null."""
        if len(self._problems) < _MOST_PROBLEMS:
            made = Problem(self.element, problem.code, _Params(problem.params))
            self._problems.setdefault(made)

    def tell_matched(self, table: str, rules: tuple[int, ...]) -> None:
        """Keep which rules of a table matched; of a loop the first rounds are enough."""
        if len(self._matched) < _MOST_MATCHED:
            self._matched.append(Matched(table, rules))

    @property
    def matched(self) -> tuple[Matched, ...]:
        return tuple(self._matched)

    @property
    def problems(self) -> tuple[Problem, ...]:
        return tuple(self._problems)


class _Params(dict[str, str]):
    """Parameters of a sentence, which make a problem the same as another."""

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(tuple(sorted(self.items())))


def at(element: str, run: Evaluator) -> Evaluator:
    """Return `run`, during which faults are at `element`."""

    def there(scope: Scope, budget: Budget) -> Value:
        assert isinstance(budget, Evaluation)  # noqa: S101 - nothing else evaluates a model
        around, budget.element = budget.element, element
        try:
            return run(scope, budget)
        except FeelError as problem:
            if problem.stops:
                budget.stopped_at = budget.stopped_at or element
            raise
        finally:
            budget.element = around

    return there
