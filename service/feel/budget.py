"""How much one evaluation may do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.feel.errors import TooMuchWork

if TYPE_CHECKING:
    from datetime import datetime

    from service.feel.errors import FeelError

#: Steps that one evaluation may take beyond reading its text once: each list item walked through,
#: each round of a loop times the size of its body, each 50 characters that are copied.
MOST_STEPS = 100_000
#: Levels of expressions inside each other while functions call functions: Python recurses so deep.
DEEPEST_CALLS = 200


class Budget:
    """What one evaluation may still do."""

    #: of the class until the first step is counted: most evaluations walk through no list
    _left = MOST_STEPS
    #: whether values are FEEL's as the standard has it, or Alur's: instants only, kept in UTC
    standard = False
    #: the moment that now() and today() give; None: there is none
    now: datetime | None = None
    _levels = DEEPEST_CALLS

    def spend(self, steps: int) -> None:
        """Count `steps` more. Raises TooMuchWork."""
        self._left -= steps
        if self._left < 0:
            raise TooMuchWork(limit=MOST_STEPS)

    def descend(self, levels: int) -> None:
        """Go `levels` deeper, into a function; less than 0: come back. Raises TooMuchWork."""
        self._levels -= levels
        if self._levels < 0:
            raise TooMuchWork(limit=DEEPEST_CALLS)

    def note(self, problem: FeelError) -> None:
        """Hear of a fault that became null."""
