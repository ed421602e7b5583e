"""Days off as the package `holidays` thinks they are: proposals, which a person confirms.

The package is asked when somebody takes a year over, and never while due dates are computed: its
days of coming years are estimates, its words are not those of the SKB, and a year that the SKB
has not reached yet has no cuti bersama at all. Its default leaves cuti bersama out without a
word, so both categories are named.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import date

    from service.events.working_time import DayKind

#: What the package writes behind a day whose date is not settled yet.
ESTIMATED: Final = "(perkiraan)"

_CATEGORIES: Final[tuple[tuple[str, DayKind], ...]] = (
    ("public", "national"),
    ("government", "collective_leave"),
)


@dataclass(frozen=True, slots=True)
class ProposedDay:
    day: date
    kind: DayKind
    name: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """The days off of a year, and the package and release that they come from."""

    source: str
    days: tuple[ProposedDay, ...]


@cache
def proposal_for(year: int) -> Proposal:
    """Return the days off of a year as the package has them, by day."""
    # Loading it takes longer than any page; who proposes a year waits for it once.
    import holidays

    days = [
        ProposedDay(day, kind, name)
        for category, kind in _CATEGORIES
        for day, name in holidays.country_holidays(
            "ID", years=year, categories=category, language="id"
        ).items()
        if day.year == year
    ]
    days.sort(key=lambda it: (it.day, it.kind))
    return Proposal(f"holidays {version('holidays')}", tuple(days))
