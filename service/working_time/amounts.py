"""How much time an SOP gives: the ISO letters of `alur:step timeIso`, counted in working time.

menit and jam are working minutes; a hari is a working day up to its end, not 450 minutes (a day
of Ramadan has 390); a minggu is five working days; a bulan is a calendar month.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from service.feel.iso8601 import NotADuration, parse_parts
from service.working_time.refusals import MixedUnits, NotAWorkingTime, TooLong

WORKING_DAYS_OF_A_WEEK = 5
_MOST_DAYS = 10 * 366
_LONGEST_TIME = timedelta(hours=_MOST_DAYS * 8)
_MOST_MONTHS = 10 * 12


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """Time that passes only while the office works."""

    span: timedelta


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """Until the end of the `count`-th working day after the first."""

    count: int


@dataclass(frozen=True, slots=True)
class CalendarMonths:
    """Until the end of the same day `count` months later, or of the next working day."""

    count: int


Amount = WorkingHours | WorkingDays | CalendarMonths


def parse_amount(time_iso: str) -> Amount:
    """Return what `time_iso` (PT2H, P1D, P2W, P1M) gives.

    Raises NotAWorkingTime for what is no positive duration of minutes or more, MixedUnits for
    P1DT2H and the like, TooLong beyond ten years.
    """
    try:
        parts = parse_parts(time_iso)
    except NotADuration as refused:
        raise NotAWorkingTime(text=refused.params["text"]) from None
    if parts.negative or parts.seconds or parts.microseconds:
        raise NotAWorkingTime(text=time_iso)
    span = timedelta(hours=parts.hours, minutes=parts.minutes)
    days = WORKING_DAYS_OF_A_WEEK * parts.weeks + parts.days
    months = 12 * parts.years + parts.months
    match bool(span), bool(days), bool(months):
        case True, False, False:
            amount: Amount = WorkingHours(span)
        case False, True, False:
            amount = WorkingDays(days)
        case False, False, True:
            amount = CalendarMonths(months)
        case False, False, False:
            raise NotAWorkingTime(text=time_iso)
        case _:
            raise MixedUnits(text=time_iso)
    if span > _LONGEST_TIME or days > _MOST_DAYS or months > _MOST_MONTHS:
        raise TooLong(text=time_iso)
    return amount
