"""How much one evaluation may do."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Final

from service.feel.errors import TooMuchWork

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from service.feel.errors import FeelError

#: Steps that one evaluation may take beyond reading its text once: each list item walked through,
#: each round of a loop times the size of its body, each 50 characters that are copied.
MOST_STEPS = 100_000
#: Levels of expressions inside each other while functions call functions: Python recurses so deep.
DEEPEST_CALLS = 200


#: Steps that all evaluations of one command may take together: half a second.
MOST_STEPS_TOGETHER = 1_000_000


class Together:
    """What several evaluations may still do together."""

    left = MOST_STEPS_TOGETHER


_together: Final[ContextVar[Together | None]] = ContextVar("together", default=None)


@contextmanager
def together() -> Iterator[None]:
    """Limit what the evaluations inside do together; a thousand dear ones never end either."""
    outer = _together.set(Together())
    try:
        yield
    finally:
        _together.reset(outer)


class Budget:
    """What one evaluation may still do."""

    #: of the class until the first step is counted: most evaluations walk through no list
    _left = MOST_STEPS
    #: whether values are FEEL's as the standard has it, or Alur's: instants only, kept in UTC
    standard = False
    #: the moment that now() and today() give; None: there is none
    now: datetime | None = None
    _levels = DEEPEST_CALLS

    def begin(self) -> Together | None:
        """Return what is shared with others. Raises TooMuchWork when that is used up."""
        shared = _together.get()
        if shared is not None and shared.left < 0:
            raise TooMuchWork(limit=MOST_STEPS_TOGETHER)
        return shared

    def end(self, shared: Together) -> None:
        """Take from what is shared what this evaluation has used."""
        shared.left -= MOST_STEPS - self._left

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
