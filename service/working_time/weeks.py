"""The hours of a week as text: how events keep them and how people type them."""

from __future__ import annotations

import re
from datetime import time
from typing import TYPE_CHECKING, Final

from service.working_time.calendars import Hours, Schedule
from service.working_time.refusals import HoursUnreadable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

#: One stretch: "07.30-12.00", "7:30-12"; the signs of `_AROUND_SIGN` were made hyphens.
_STRETCH: Final = re.compile(r"(\d{1,2})(?:[.:](\d{2}))?-(\d{1,2})(?:[.:](\d{2}))?")
_BETWEEN: Final = re.compile(r"[,;\s]+|\bdan\b")
_AROUND_SIGN: Final = re.compile(r"\s*(?:[-\u2013\u2014]|s\.?/?d\.?|sampai)\s*")

#: More stretches of work than one day has.
_MOST: Final = 6


def read_hours(text: str) -> tuple[Hours, ...]:
    """Return the hours of a day as somebody typed them; nothing typed is a day off.

    Raises HoursUnreadable, InvalidHours when they overlap or are not in order.

    >>> [str(hours.end) for hours in read_hours("07.30-12.00, 13.00-16.00")]
    ['12:00:00', '16:00:00']
    """
    pieces = [it for it in _BETWEEN.split(_AROUND_SIGN.sub("-", text.strip().lower())) if it]
    if len(pieces) > _MOST:
        raise HoursUnreadable(text=text[:60])
    day = tuple(_stretch(piece, text) for piece in pieces)
    # A schedule judges its hours; of one day nothing else is known yet.
    Schedule((day, (), (), (), (), (), ()), legal_basis="")
    return day


def written_hours(day: Iterable[Hours]) -> str:
    """Return the hours of a day as a form shows them: "07.30-12.00, 13.00-16.00"."""
    return ", ".join(f"{hours.start:%H.%M}-{hours.end:%H.%M}" for hours in day)


def week_texts(week: Iterable[Iterable[Hours]]) -> tuple[str, ...]:
    """Return a week as events and tables keep it, Monday first."""
    return tuple(
        " ".join(f"{hours.start:%H:%M}-{hours.end:%H:%M}" for hours in day) for day in week
    )


def schedule_of(
    week: Sequence[str], *, legal_basis: str, first: date, last: date | None
) -> Schedule:
    """Return the schedule of a week that was kept as text. Raises InvalidHours."""
    days = tuple(read_hours(day) for day in week)
    if last is None:
        return Schedule(days, legal_basis, first)
    return Schedule(days, legal_basis, first, last)


def _stretch(piece: str, text: str) -> Hours:
    found = _STRETCH.fullmatch(piece)
    try:
        if found is None:
            raise HoursUnreadable(text=text[:60])
        start, start_minute, end, end_minute = (int(part or 0) for part in found.groups())
        return Hours(time(start, start_minute), time(end, end_minute))
    except ValueError:
        raise HoursUnreadable(text=text[:60]) from None
